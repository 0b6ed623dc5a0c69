"""Changes what Gradescope runs."""

import honest

for name in ["run_autograder", "submission_metadata.json", "submission/SUNET", "source/setup.sh"]:
    honest.attempt(f"change {name}", lambda: (honest.ROOT / name).write_text("forged"))
    honest.attempt(f"remove {name}", lambda: (honest.ROOT / name).unlink())
honest.write()
