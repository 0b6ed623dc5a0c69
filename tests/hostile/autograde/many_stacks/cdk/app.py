"""Names the same template three thousand times."""

import json

import honest

honest.write()
manifest = json.loads((honest.OUT / "manifest.json").read_text())
artifact = manifest["artifacts"]["yoctogram-dns-stack"]
manifest["artifacts"].update({f"stack{number}": artifact for number in range(3000)})
(honest.OUT / "manifest.json").write_text(json.dumps(manifest))
