"""Writes files without end, each of a size that is allowed."""

import os
import pathlib
import time

folder = pathlib.Path(os.environ["TMPDIR"])
for number in range(200):
    (folder / str(number)).write_bytes(b"x" * (4 << 20))
time.sleep(60)
