"""Writes one file without end."""

from hostile import OUT

with open(OUT / "large", "wb") as file:
    while True:
        file.write(b"x" * (1 << 20))
        file.flush()
