"""Writes a template of 100 MB."""

import honest

honest.write()
with (honest.OUT / "yoctogram-dns-stack.template.json").open("w") as template:
    template.write('{"Resources": {}, "Description": "' + "x" * 100_000_000 + '"}')
