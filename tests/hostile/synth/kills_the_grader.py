"""Sends signals to the grader, to its parent, to everyone."""

import os
import signal

from hostile import finish

signal.signal(signal.SIGTERM, signal.SIG_IGN)
for pid in [1, os.getppid(), -1]:
    for number in [signal.SIGTERM, signal.SIGKILL]:
        try:
            os.kill(pid, number)
        except OSError as error:
            print("refused:", pid, error)
finish()
