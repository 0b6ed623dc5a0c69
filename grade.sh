#!/usr/bin/env bash
# Grades the assignment: synthesizes cdk/ and checks what came out.
#
#   ./grade.sh [CDK_OUT] [OPTION …]
#
# Without CDK_OUT, the folder cdk/ beside this file (or in the working directory) is synthesized first; with it, that
# assembly is graded as it is. Options are those of `infragrade check`. Exit status: 0 full marks, 1 points lost,
# 2 something is unusable, 3 a fault of infragrade.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

fail() {
    echo "grade.sh: $1" >&2
    exit 2
}

# Sets `infragrade`: built from this checkout, else the installed one.
find_infragrade() {
    if [[ -f "$here/Cargo.toml" && -f "$here/build.rs" ]] && command -v cargo >/dev/null; then
        [[ -x "$here/target/release/infragrade" ]] || echo "grade.sh: building infragrade, once" >&2
        cargo build --quiet --release --locked --package infragrade \
            --manifest-path "$here/Cargo.toml" --target-dir "$here/target" ||
            fail "infragrade could not be built, see above"
        infragrade="$here/target/release/infragrade"
    else
        infragrade="$(command -v infragrade)" ||
            fail "infragrade is neither installed nor can be built: install Rust (https://rustup.rs) for the latter"
    fi
}

if [[ $# -gt 0 && "$1" != -* ]]; then
    directory="$1"
    shift
else
    root="$here"
    [[ -d "$root/cdk" ]] || root="$PWD"
    [[ -d "$root/cdk" ]] || fail "there is no folder cdk/ here: run it from the assignment's root, or pass a cdk.out"
    find_infragrade
    # What an earlier run left stays when this fails, and is not graded.
    "$infragrade" synth "$root/cdk" || exit
    directory="$root/cdk/cdk.out"
fi
[[ -n "${infragrade:-}" ]] || find_infragrade
exec "$infragrade" check "$directory" "$@"
