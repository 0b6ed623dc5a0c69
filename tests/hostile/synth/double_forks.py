"""Leaves a process behind that belongs to nobody, waits for the end, then rewrites what is graded."""

import os
import time

from hostile import OUT, RESULTS, finish


def rewrite():
    while True:
        for path in [OUT / "honest.template.json", RESULTS / "results.json"]:
            try:
                path.write_text('{"Resources": {"Forged": {"Type": "AWS::S3::Bucket"}}}')
            except OSError:
                pass
        time.sleep(0.001)


if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        # Nobody's pipe is held open.
        for number in range(3):
            os.close(number)
        time.sleep(0.2)
        rewrite()
    os._exit(0)
finish()
