"""Makes empty files without end."""

import os
import time

folder = os.environ["TMPDIR"]
for number in range(50_000):
    open(os.path.join(folder, str(number)), "wb").close()
time.sleep(60)
