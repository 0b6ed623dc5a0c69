"""Shows what the link leads to."""

import honest

honest.attempt("read a link", lambda: print((honest.HERE / "secrets.txt").read_text()))
honest.write()
