"""Writes files that have no name any more, and so are not seen in any folder."""

import os
import time

held = []
for number in range(100):
    path = os.path.join(os.environ["TMPDIR"], str(number))
    file = open(path, "wb")
    os.unlink(path)
    file.write(b"x" * (4 << 20))
    file.flush()
    held.append(file)
time.sleep(60)
