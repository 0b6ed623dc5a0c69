"""Writes a template of 20 MB."""

from hostile import finish

finish(template={"Resources": {}, "Description": "x" * (20 << 20)})
