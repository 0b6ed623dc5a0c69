"""Names itself as an assembly within itself, and a folder above."""

import json

from hostile import OUT, finish, manifest

finish()
lies = manifest({"honest": "honest.template.json"})
lies["artifacts"]["inner"] = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "asset/../.."}}
(OUT / "manifest.json").write_text(json.dumps(lies))
