"""Waits for ever."""

import time

print("about to wait")
while True:
    time.sleep(60)
