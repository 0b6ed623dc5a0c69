"""Gives a file of others a second name in the output."""

import os
import pathlib

from hostile import OUT, SECRET, attempt, finish

attempt("the secret", lambda: [os.link(SECRET, OUT / "secret.json")])
attempt("the submission", lambda: [os.link(pathlib.Path(__file__), OUT / "app.json")])
attempt("the system's", lambda: [os.link("/usr/bin/env", OUT / "env.json")])
finish()
