"""Takes memory without end as shared memory, which counts as no process's data."""

import mmap
import time

held = []
for _ in range(64):
    block = mmap.mmap(-1, 16 << 20)
    block.write(b"x" * len(block))
    held.append(block)
time.sleep(60)
