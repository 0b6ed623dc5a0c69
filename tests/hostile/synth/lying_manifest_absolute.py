"""Names a template of someone else's: by its whole path."""

from hostile import finish

finish({"honest": "honest.template.json", "stolen": "/etc/passwd"})
