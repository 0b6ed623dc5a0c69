"""Sends signals to all, its own parents first."""

import os
import signal

import honest

honest.write()
for target in [os.getppid(), 1, -1]:
    for number in [signal.SIGTERM, signal.SIGKILL]:
        honest.attempt(f"kill {target}", lambda: os.kill(target, number))
