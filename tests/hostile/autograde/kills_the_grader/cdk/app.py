"""Sends signals to all, its own parents first."""

import os
import signal

import honest

honest.write()
for target in [os.getppid(), 1, -1]:
    for number in [signal.SIGTERM, signal.SIGKILL]:
        try:
            os.kill(target, number)
        except OSError as error:
            print(target, error)
