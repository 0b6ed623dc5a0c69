#!/usr/bin/env bash
# Tests grade.sh as a student uses it: a folder with spaces in its name, from anywhere, with the real CDK.
# record.sh has installed the pinned packages below target/fixtures/.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
assignment="$work/my assignment"
output="$work/output"

fail() {
    echo "tests/grade.sh: $1" >&2
    cat "$output" >&2
    exit 1
}

# expect STATUS TEXT COMMAND …: the exit status, and a text that must be printed.
expect() {
    local status="$1" text="$2" actual=0
    shift 2
    "$@" >"$output" 2>&1 || actual=$?
    [[ "$actual" == "$status" ]] || fail "exit status $actual instead of $status: $*"
    grep -qF -- "$text" "$output" || fail "nothing about '$text': $*"
}

"$root/fixtures/record.sh" --list reference >/dev/null

# A checkout, which has infragrade built from source: as far as possible from what is compiled already, and for the rest without
# optimization, as only the way there is tested. target/release/ stays as it is.
checkout="$root/target/grade"
mkdir -p "$checkout"
find "$checkout" -mindepth 1 -maxdepth 1 ! -name target -exec rm -r {} +
tar -c -C "$root" --exclude=./.git --exclude=target --exclude=./web --exclude=./fixtures . | tar -x -C "$checkout"
from_source=(env CARGO_BUILD_BUILD_DIR="$root/target" CARGO_PROFILE_RELEASE_OPT_LEVEL=0 "$checkout/grade.sh")
expect 0 '90 of 90 points' "${from_source[@]}" "$root/fixtures/reference"
expect 1 'start with' "${from_source[@]}" "$root/fixtures/starter"
expect 1 '"score"' "${from_source[@]}" "$root/fixtures/starter" --format json
expect 2 'no such directory' "${from_source[@]}" "$work/nowhere"

# Built from source it lacks what grades the website, and says so.
for command in autograde live preview; do
    expect 2 "$command: this infragrade was built without" "$checkout/target/release/infragrade" "$command" --help
done

# An assignment of its own, graded with the binary that is on the path.
mkdir -p "$assignment/bin" "$assignment/cdk"
cp "$root/grade.sh" "$assignment/"
cp -r "$root/fixtures/app" "$root/fixtures/web" "$assignment/"
cp -r "$root/fixtures/cdk/." "$assignment/cdk/"
rm -rf "$assignment/cdk/cdk.out"
cp "$checkout/target/release/infragrade" "$assignment/bin/"
ln -s "$root/target/fixtures/venv" "$assignment/cdk/.venv"
printf 'SUNET=codyho\nCDK_DEFAULT_ACCOUNT=123456789012\n' >"$assignment/cdk/.env"
echo codyho >"$assignment/SUNET"
cd "$work"
# Only what a student has: no cdk command, no AWS credentials.
student=(env -i HOME="$work" PATH="$assignment/bin:$(dirname "$(command -v node)"):/usr/bin:/bin")

expect 0 '90 of 90 points' "${student[@]}" "$assignment/grade.sh"
[[ -f "$assignment/cdk/cdk.out/manifest.json" ]] || fail "no cdk.out was left"
expect 0 '20 of 20 points' "${student[@]}" "$assignment/grade.sh" --only network

sed -i 's|10\.0\.0\.0/16|10.1.0.0/16|' "$assignment/cdk/cdk/network_stack.py"
expect 1 'CidrBlock is 10.1.0.0/16' "${student[@]}" "$assignment/grade.sh"
(cd "$assignment" && expect 1 '88 of 90' "${student[@]}" ./grade.sh)

# A program that fails is told of, and what an earlier run left is kept but not graded.
echo 'raise SystemExit("no such luck")' >>"$assignment/cdk/cdk/network_stack.py"
expect 2 'no such luck' "${student[@]}" "$assignment/grade.sh"
[[ -f "$assignment/cdk/cdk.out/manifest.json" ]] || fail "the earlier cdk.out is gone"
! grep -q 'points' "$output" || fail "the earlier cdk.out was graded"
rm "$assignment/cdk/cdk.json"
expect 2 'cdk.json' "${student[@]}" "$assignment/grade.sh"
mv "$assignment/cdk" "$assignment/other"
expect 2 'there is no folder cdk/' "${student[@]}" "$assignment/grade.sh"

# Its synthesis: the output, and the usual mistakes.
(cd "$root" && cargo test --quiet --release --locked --workspace --features live --test it -- --ignored synth_cdk batch)

echo "tests/grade.sh: 16 passed, 0 failed"
