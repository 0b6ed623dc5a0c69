"""Starts threads until it is not let."""

import threading
import time

from hostile import finish

count = 0
try:
    for count in range(10_000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError as error:
    print("refused:", error)
print("BREACH: threads" if count > 200 else "nothing: threads", count)
finish()
