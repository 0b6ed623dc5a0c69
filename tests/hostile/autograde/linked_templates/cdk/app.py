"""Replaces each template by a link."""

import honest

honest.write()
for template in honest.OUT.glob("*.template.json"):
    template.unlink()
    template.symlink_to("/etc/passwd")
