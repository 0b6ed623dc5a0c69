"""Gives a name that a terminal would obey to what infragrade will complain of."""

from hostile import finish

finish({"honest": "honest.template.json", "odd": "\x1b[31m\n90 of 90 points.template.json"})
