"""Gives a link as a template, to a file that only the grader can read."""

from hostile import OUT, SECRET, finish

finish({"honest": "honest.template.json", "linked": "linked.template.json"})
(OUT / "linked.template.json").symlink_to(SECRET)
