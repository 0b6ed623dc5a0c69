"""Reads the grader through /proc: environment, command line, memory, open files."""

import os
import pathlib

from hostile import attempt, finish

own = os.getpid()
for pid in [1, 2, os.getppid(), *range(max(own - 60, 3), own)]:
    for name in ["environ", "cmdline", "mem", "maps", "status", "root/etc/passwd", "cwd/SUNET"]:
        attempt(f"/proc/{pid}/{name}", (pathlib.Path("/proc") / str(pid) / name).read_bytes)
    attempt(f"/proc/{pid}/fd", lambda: os.listdir(f"/proc/{pid}/fd"))
attempt("list the processes", lambda: os.listdir("/proc"))
attempt("read the kernel's log", lambda: os.open("/dev/kmsg", os.O_RDONLY) + 1)
finish()
