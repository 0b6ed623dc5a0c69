"""Names the same template three thousand times, as so many stacks."""

import json

import honest

honest.write()
path = honest.OUT / "manifest.json"
manifest = json.loads(path.read_text())
artifact = manifest["artifacts"]["yoctogram-dns-stack"]
names = [f"stack{number}" for number in range(3000)]
manifest["artifacts"].update({name: artifact | {"displayName": name} for name in names})
path.write_text(json.dumps(manifest))
