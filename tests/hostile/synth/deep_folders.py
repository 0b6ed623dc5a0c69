"""Makes folders within each other, deeper than a path can be long."""

import os

from hostile import OUT, finish

finish()
os.chdir(OUT)
for _ in range(1_500):
    os.mkdir("deeper")
    os.chdir("deeper")
