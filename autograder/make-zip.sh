#!/usr/bin/env bash
# Makes the zip file for Gradescope's autograder settings: make-zip.sh [ZIP [PROGRAM]]
#
# ZIP is autograder.zip if not given, PROGRAM the infragrade of `cargo build --release --features live`. It must be one for
# x86-64 Linux, built on a system that is no newer than Gradescope's: Debian 12 and Ubuntu 22.04 are right.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
zip="${1:-autograder.zip}"
program="${2:-$root/target/release/infragrade}"

if [[ ! -x "$program" ]]; then
    echo "make-zip.sh: $program: not there: build it with cargo build --release --locked --features live" >&2
    exit 2
fi
if ! "$program" autograde --help >/dev/null 2>&1; then
    echo "make-zip.sh: $program: has no autograde: build it with --features live" >&2
    exit 2
fi
# Python's, as it is everywhere; with the same dates and rights each time, so that the same files make the same bytes.
python3 - "$zip" "$root/autograder/setup.sh" "$root/autograder/run_autograder" \
    "$root/fixtures/cdk/requirements.txt" "$program" <<'PYTHON'
import os
import pathlib
import sys
import zipfile

target, *files = sys.argv[1:]
partial = target + ".part"
with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
    for file in map(pathlib.Path, files):
        is_program = os.access(file, os.X_OK)
        name = "infragrade" if file == pathlib.Path(files[-1]) else file.name
        entry = zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = (0o100755 if is_program else 0o100644) << 16
        archive.writestr(entry, file.read_bytes())
os.replace(partial, target)
PYTHON
echo "$zip"
