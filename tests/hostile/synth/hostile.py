"""What the hostile apps share: attempts of which a success is told, and a small assembly to end with."""

import json
import os
import pathlib
import sys

OUT = pathlib.Path(os.environ["CDK_OUTDIR"])
# A folder of the grader's, beside the submission, that everyone on the machine may read and write.
RESULTS = pathlib.Path(__file__).resolve().parents[2] / "results"
SECRET = RESULTS / "secret.txt"
TEMPLATE = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}


def attempt(what, action, harmless=lambda result: not result):
    """Tries something that must fail, or give nothing."""
    try:
        result = action()
    except (OSError, ValueError) as error:
        print("refused:", what, error)
        return
    if harmless(result):
        print("nothing:", what)
    else:
        print("BREACH:", what, repr(result)[:100])


def manifest(stacks):
    """A manifest of stacks: name to template file."""
    return {
        "version": "34.0.0",
        "artifacts": {
            name: {"type": "aws:cloudformation:stack", "properties": {"templateFile": file}}
            for name, file in stacks.items()
        },
    }


def finish(stacks=None, template=None):
    """Writes an assembly as the CDK would, and says that all was tried."""
    stacks = stacks or {"honest": "honest.template.json"}
    (OUT / "manifest.json").write_text(json.dumps(manifest(stacks)))
    (OUT / "honest.template.json").write_text(json.dumps(template or TEMPLATE))
    print("all was tried")
    sys.stdout.flush()
