"""Prints an exception that leads to a file of the grader's, so that a line of it might be shown."""

import sys

from hostile import SECRET

sys.stderr.write(f'Traceback (most recent call last):\n  File "{SECRET}", line 1, in <module>\nValueError: forged\n')
sys.exit(1)
