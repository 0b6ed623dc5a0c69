"""Writes a template of a million lists in each other."""

import honest

honest.write()
(honest.OUT / "yoctogram-dns-stack.template.json").write_text('{"Resources": ' + "[" * 1_000_000)
