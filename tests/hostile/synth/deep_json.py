"""Writes a template of 200,000 lists within each other."""

from hostile import OUT, finish

finish()
(OUT / "honest.template.json").write_text('{"Resources": ' + "[" * 200_000 + "]" * 200_000 + "}")
