"""Writes to every file that is open, should one of them lead to the grader."""

import os
import stat

from hostile import finish

verdict = b'{"end":{"Exited":0},"lacking":[],"left_out":"FORGED","milliseconds":1}\n"Confined"\n'
for number in [0, *range(3, 256)]:
    try:
        kind = os.fstat(number).st_mode
        os.write(number, verdict)
        if not stat.S_ISCHR(kind):
            print("BREACH: open file", number, oct(kind))
    except OSError:
        pass
finish()
