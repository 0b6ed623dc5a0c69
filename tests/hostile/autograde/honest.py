"""What the hostile apps share: the finished assignment's assembly, and where the grader's own files are."""

import os
import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent
OUT = pathlib.Path(os.environ["CDK_OUTDIR"])
# Gradescope's folder, as the test laid it out: on Gradescope everyone knows it.
ROOT = pathlib.Path((HERE / "root.txt").read_text())


def write():
    """Writes the assembly that was handed in, as the CDK would have made it."""
    for file in (HERE.parent / "assembly").iterdir():
        shutil.copyfile(file, OUT / file.name)


def attempt(what, action):
    """Tries something that must fail."""
    try:
        action()
    except (OSError, ValueError) as error:
        print("refused:", what, error)
    else:
        print("BREACH:", what)
