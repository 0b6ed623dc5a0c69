"""Writes to the submission, the grader's results, and the folders that everyone may write."""

import pathlib

from hostile import RESULTS, attempt, finish

here = pathlib.Path(__file__).parent
for path in [
    here / "cdk.json",
    here / "new.txt",
    here.parent / "SUNET",
    RESULTS / "results.json",
    RESULTS / "secret.txt",
    pathlib.Path("/tmp/infragrade-hostile"),
    pathlib.Path("/var/tmp/infragrade-hostile"),
    pathlib.Path("/dev/shm/infragrade-hostile"),
    pathlib.Path("/run/infragrade-hostile"),
    pathlib.Path("/etc/infragrade-hostile"),
    pathlib.Path("/proc/self/oom_score_adj"),
]:
    attempt(f"write {path}", lambda: path.write_text("hostile"))
attempt("remove the secret", lambda: [(RESULTS / "secret.txt").unlink()])
attempt("rename the submission", lambda: [here.rename(here.parent / "moved")])
attempt("remove the submission's SUNET", lambda: [(here.parent / "SUNET").unlink()])
attempt("link into the results", lambda: [(RESULTS / "link").symlink_to("/etc/passwd")])
attempt("make a folder", lambda: [(RESULTS / "folder").mkdir()])
attempt("change rights", lambda: [here.chmod(0o777)])
finish()
