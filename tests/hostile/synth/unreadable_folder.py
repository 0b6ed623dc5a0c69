"""Makes a folder in the output that cannot be read, and a file that cannot."""

import os

from hostile import OUT, finish

finish()
(OUT / "closed").mkdir(mode=0)
(OUT / "file").touch(mode=0)
os.chmod(OUT, 0o500)
