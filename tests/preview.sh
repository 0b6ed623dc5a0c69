#!/usr/bin/env bash
# Tests `infragrade preview` from the command line, on the recorded assignments: all 150 points, those of the starter, and
# that nothing stays. Says how long it took until the website was there.
# Needs Chromium, PostgreSQL, the backend in target/release and the website in web/dist.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
output="$work/output"

fail() {
    echo "tests/preview.sh: $1" >&2
    cat "$output" >&2
    exit 1
}

# The preview's own temporary folders go here, so that what stays is seen. PostgreSQL may be another user.
chmod 755 "$work"
mkdir -m 1777 "$work/tmp"
infragrade() {
    TMPDIR="$work/tmp" "$root/target/release/infragrade" "$@"
}

# graded POINTS STATUS FIXTURE
graded() {
    local points="$1" status="$2" fixture="$3" actual=0
    infragrade preview "$root/fixtures/$fixture" --grade --format json --output "$work/$fixture.json" \
        --pictures "$work/pictures-$fixture" 2>"$output" || actual=$?
    [[ "$actual" == "$status" ]] || fail "$fixture: exit status $actual instead of $status"
    python3 - "$work/$fixture.json" "$points" <<'PYTHON' || fail "$fixture: another report, see above"
import json, sys

report = json.load(open(sys.argv[1]))
checks = report["checks"]
assert report["schema"] == "infragrade/report/v1", report["schema"]
assert (report["score"], report["max_score"]) == (float(sys.argv[2]), 150), (report["score"], report["max_score"])
assert (len(checks), sum(check["max_points"] for check in checks)) == (65, 150), len(checks)
assert sum(check["points"] for check in checks) == report["score"]
PYTHON
    [[ -s "$work/pictures-$fixture/reference.png" ]] || fail "$fixture: no pictures"
    [[ -z "$(ls "$work/tmp")" ]] || fail "$fixture: something stays: $(ls "$work/tmp")"
}

graded 150 0 reference
graded 30 1 starter

# Until Ctrl-C.
begin="${EPOCHREALTIME/[.,]/}"
infragrade preview "$root/fixtures/reference" >"$output" 2>"$work/log" &
preview=$!
until grep -q '^With curl:' "$output" || ! kill -0 "$preview" 2>/dev/null; do sleep 0.02; done
took="$(((${EPOCHREALTIME/[.,]/} - begin) / 1000))"
how_to_ask="$(grep -A1 '^With curl:' "$output" | tail -n 1)" || fail "it does not say how to ask it"
[[ "$how_to_ask" == "  curl --cacert $work/tmp/"* ]] || fail "an unexpected command: $how_to_ask"
bash -c "$how_to_ask --silent --fail --max-time 20" | grep -q '"success"' || fail "the website does not answer"
# What it started is among the children of the subshell's child.
kill -INT "$(pgrep -P "$preview" || echo "$preview")"
wait "$preview" || fail "exit status $? after Ctrl-C"
[[ -z "$(ls "$work/tmp")" ]] || fail "something stays: $(ls "$work/tmp")"
! pgrep -f "$work/tmp" >/dev/null || fail "a process stays"
echo "ready after $took ms"
