"""Names a template of someone else's: a step up."""

from hostile import finish

finish({"honest": "honest.template.json", "stolen": "../../results/secret.txt"})
