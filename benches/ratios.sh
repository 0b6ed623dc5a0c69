#!/usr/bin/env bash
# Times `infragrade check` as a whole process on the reference, and prints what it takes as a share of others, all in one
# run: starting a program at all, the same rules from their source (parsed and interpreted), and cfn-lint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for program in hyperfine python3 /usr/bin/time; do
    command -v "$program" >/dev/null || { echo "ratios.sh: install $program first (a Debian package)" >&2; exit 2; }
done
cargo build --release --locked --quiet --package infragrade
binary=target/release/infragrade
results="$(mktemp)"
trap 'rm -f "$results"' EXIT

commands=(
    -n "infragrade check" "$binary check fixtures/reference"
    -n "infragrade check --rules rules" "$binary check fixtures/reference --rules rules"
    -n "infragrade --version" "$binary --version"
    -n "python3 -c pass" "python3 -c pass"
)
hyperfine --shell none --warmup 5 --runs 50 --style none --export-json "$results" "${commands[@]}" >/dev/null
if command -v cfn-lint >/dev/null; then
    slow="$(mktemp)"
    trap 'rm -f "$results" "$slow"' EXIT
    hyperfine --shell none --runs 3 --ignore-failure --style none --export-json "$slow" \
        -n "cfn-lint, the four templates" \
        "cfn-lint --region us-west-2 -t $(printf '%s ' fixtures/reference/*.template.json)" >/dev/null 2>&1
fi
python3 - "$results" ${slow:+"$slow"} <<'PYTHON'
import json, sys

rows = [row for file in sys.argv[1:] for row in json.load(open(file))["results"]]
ours = rows[0]["median"]
print(f"{'':34} {'median':>9} {'user':>8} {'ratio':>8}")
for row in rows:
    print(f"{row['command']:34} {row['median'] * 1e3:7.1f}ms {row['user'] * 1e3:6.1f}ms {row['median'] / ours:8.2f}")
PYTHON
/usr/bin/time -o "$results" -f 'peak memory of infragrade check: %M KiB' "$binary" check fixtures/reference >/dev/null
cat "$results"
