#!/bin/sh
# Writes app/Cargo.lock: the workspace's lock file, less what this crate does not need.
# The container is built from this directory alone and takes the same versions.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
alone=$(mktemp -d)
trap 'rm -rf "$alone"' EXIT
mkdir -p "$alone/src" "$alone/tests/suite"
cp "$here/Cargo.toml" "$alone/"
cp "$here/../Cargo.lock" "$alone/Cargo.lock"
: > "$alone/src/lib.rs"
echo 'fn main() {}' > "$alone/src/main.rs"
: > "$alone/tests/suite/main.rs"
(cd "$alone" && cargo metadata --offline --format-version 1 > /dev/null)
cp "$alone/Cargo.lock" "$here/Cargo.lock"
