"""Writes 2,000 files beside the templates."""

from hostile import OUT, finish

for number in range(2_000):
    (OUT / str(number)).touch()
finish()
