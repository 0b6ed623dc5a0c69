"""Tries to give a pipe as the manifest, which would hold up whoever reads it."""

import os

from hostile import OUT, finish

finish()
(OUT / "manifest.json").unlink()
os.mkfifo(OUT / "manifest.json")
