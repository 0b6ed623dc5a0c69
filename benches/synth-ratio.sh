#!/usr/bin/env bash
# Times the synthesis of the finished assignment as a whole process, by the real CDK and by ours, in one run: from the
# start of the program to the last byte of the assembly. `fixtures/record.sh` installs the pinned CDK.
#
#   benches/synth-ratio.sh [RUNS]    how often the real one is run; 3 if not given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root="$PWD"

for program in hyperfine python3 node; do
    command -v "$program" >/dev/null || { echo "synth-ratio.sh: install $program first (a Debian package)" >&2; exit 2; }
done
runs="${1:-3}"
[[ "$runs" =~ ^[1-9][0-9]*$ ]] || { echo "synth-ratio.sh: RUNS is $runs: give a number" >&2; exit 2; }
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --quiet --package reference-stacks
fixtures/record.sh --source "$work/source" reference
# As in the assignment: cdk/, app/ and web/ side by side.
mv "$work/source/reference" "$work/cdk"
cp -r fixtures/app fixtures/web "$work/"

# What the CDK's command line passes to either program.
CDK_CONTEXT_JSON="$(PYTHONPATH=fixtures "$root/target/fixtures/venv/bin/python" - <<'PYTHON'
import json
from recorder import settings, variants

print(json.dumps(settings.context(variants.load_variants()["reference"])))
PYTHON
)"
export CDK_CONTEXT_JSON SUNET=codyho CDK_DEFAULT_ACCOUNT=123456789012 PYTHONDONTWRITEBYTECODE=1
export YOCTOGRAM_APP_DIR="$work/app" YOCTOGRAM_WEB_DIR="$work/web"
export JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20,22

# time_of NAME RUNS COMMAND …: in the folder of the app, into $work/NAME.
time_of() {
    local name="$1" runs="$2"
    shift 2
    (
        cd "$work/cdk"
        export CDK_OUTDIR="$work/$name"
        hyperfine --shell none --style none --runs "$runs" --prepare "rm -rf $work/$name" \
            --export-json "$work/$name.json" "$*" >/dev/null
    )
}
time_of theirs "$runs" "$root/target/fixtures/venv/bin/python" app.py
time_of ours 50 "$root/target/release/reference-stacks"

# Both wrote the same: only the analytics name another language.
for file in "$work"/theirs/*.template.json; do
    diff <(grep -v '"Analytics"' "$file") <(grep -v '"Analytics"' "$work/ours/$(basename "$file")") ||
        { echo "synth-ratio.sh: $(basename "$file") differs" >&2; exit 1; }
done

python3 - "$work/theirs.json" "$work/ours.json" <<'PYTHON'
import json, sys

theirs, ours = (json.load(open(file))["results"][0] for file in sys.argv[1:])
print(f"{'':28} {'median':>10} {'user':>10}")
for name, row in (("the real CDK, python app.py", theirs), ("reference-stacks", ours)):
    print(f"{name:28} {row['median'] * 1e3:8.1f}ms {row['user'] * 1e3:8.1f}ms")
print(f"{'ratio':28} {theirs['median'] / ours['median']:9.0f}x {theirs['user'] / ours['user']:9.0f}x")
PYTHON
