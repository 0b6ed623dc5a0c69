"""Looks for what the grader's environment holds: keys, paths, settings."""

import os

from hostile import attempt, finish

given = {"HOME", "LANG", "PATH", "PWD", "SHLVL", "SUNET", "TMPDIR", "VIRTUAL_ENV", "LC_CTYPE", "_", "OLDPWD"}
begins = ("CDK_", "PYTHON", "JSII_")
attempt("variables", lambda: [name for name in os.environ if name not in given and not name.startswith(begins)])
attempt("home", lambda: os.listdir(os.environ["HOME"]))
finish()
