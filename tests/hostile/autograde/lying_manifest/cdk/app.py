"""Names a template outside of the assembly."""

import json

import honest

honest.write()
manifest = json.loads((honest.OUT / "manifest.json").read_text())
for artifact in manifest["artifacts"].values():
    if "templateFile" in artifact.get("properties", {}):
        artifact["properties"]["templateFile"] = "/etc/passwd"
(honest.OUT / "manifest.json").write_text(json.dumps(manifest))
