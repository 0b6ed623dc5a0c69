"""Fails with all that it could read."""

import pathlib

import honest

found = []
for path in [
    honest.ROOT / "submission_metadata.json",
    honest.ROOT / "results/results.json",
    pathlib.Path("/autograder/submission_metadata.json"),
    pathlib.Path("/etc/passwd"),
    pathlib.Path("/proc/1/environ"),
    pathlib.Path(f"/proc/{__import__('os').getppid()}/mem"),
]:
    try:
        found.append("BREACH " + path.read_text())
    except (OSError, UnicodeDecodeError) as error:
        found.append(type(error).__name__)
raise SystemExit("\n".join(found))
