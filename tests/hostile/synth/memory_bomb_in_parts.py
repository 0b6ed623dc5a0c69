"""Takes memory without end, in processes that each take little."""

import os
import time

for _ in range(24):
    if os.fork() == 0:
        held = [bytearray(b"x" * (1 << 20)) for _ in range(24)]
        time.sleep(60)
time.sleep(60)
