"""Leaves several processes behind in groups and sessions of their own, which start each other anew."""

import os
import signal
import time

from hostile import OUT, finish


def haunt(depth):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        if depth < 3 and os.fork() == 0:
            os.setsid()
            haunt(depth + 1)
        try:
            (OUT / "manifest.json").write_text("{}")
        except OSError:
            pass
        time.sleep(0.05)


finish()
if os.fork() == 0:
    time.sleep(0.3)
    haunt(0)
