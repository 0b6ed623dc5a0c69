"""Reads what is not the submission's: results, other folders, users, keys."""

import os
import pathlib

from hostile import RESULTS, SECRET, attempt, finish

attempt("read the secret", SECRET.read_text)
attempt("read the secret by another way", (pathlib.Path(__file__).parent / "../../results/secret.txt").read_text)
for folder in ["/", "/root", "/home", "/tmp", "/var", "/run", "/mnt", "/opt", "/sys", RESULTS, RESULTS.parent]:
    attempt(f"list {folder}", lambda: os.listdir(folder))
for file in ["/etc/passwd", "/etc/shadow", "/etc/hosts", "/etc/resolv.conf", "/root/.bashrc", "/proc/version"]:
    attempt(f"read {file}", pathlib.Path(file).read_bytes)
attempt("open a disk", lambda: os.open("/dev/vda", os.O_RDONLY) + 1)
attempt("open the memory", lambda: os.open("/dev/mem", os.O_RDONLY) + 1)
finish()
