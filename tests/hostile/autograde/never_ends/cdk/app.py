"""Sleeps."""

import signal
import time

import honest

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
honest.write()
while True:
    time.sleep(1)
