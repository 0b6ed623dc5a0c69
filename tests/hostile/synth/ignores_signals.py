"""Waits for ever and ignores every signal that can be ignored, with its children."""

import os
import signal
import time

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
os.fork()
os.fork()
while True:
    time.sleep(60)
