"""Gives names that a terminal or a web page would obey."""

from hostile import OUT, finish

for name in ["\x1b[31mred", "<script>alert(1)</script>".replace("/", "\\"), "two\nlines", "::error::forged", "\u202egnp"]:
    (OUT / name).symlink_to("/etc/passwd")
finish({"\x1b[2J<b>90 of 90</b>\npoints": "honest.template.json"})
