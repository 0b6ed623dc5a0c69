"""Writes what is no JSON, and no UTF-8."""

from hostile import OUT, finish

finish()
(OUT / "honest.template.json").write_bytes(b'{"Resources": {"\xff\xfe": NaN, "A": 1, "A": 2}}')
