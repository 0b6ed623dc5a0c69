"""Runs programs that make their user root, and makes one."""

import os
import pathlib
import shutil
import subprocess

from hostile import OUT, attempt, finish


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=5)
    return done.stdout if done.returncode == 0 else ""


attempt("su", lambda: run("su", "-c", "id -u"))
attempt("sudo", lambda: run("sudo", "-n", "id", "-u"))
attempt("mount", lambda: run("mount", "-t", "tmpfs", "none", "/mnt"))
attempt("unshare", lambda: run("unshare", "-Ur", "id", "-u"))
attempt("become root", lambda: [os.setuid(0)])
copy = pathlib.Path(os.environ["TMPDIR"]) / "id"
shutil.copy("/usr/bin/id", copy)
copy.chmod(0o6755)
attempt("a program of one's own", lambda: run(str(copy)), lambda said: f"uid={os.getuid()}" in said)
(OUT / "tool").write_text("#!/bin/sh\n")
os.chmod(OUT / "tool", 0o6755)
finish()
