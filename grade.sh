#!/usr/bin/env bash
# Grades the assignment: synthesizes cdk/ and checks what came out.
#
#   ./grade.sh [CDK_OUT] [OPTION …]
#
# Without CDK_OUT, the folder cdk/ beside this file (or in the working directory) is synthesized first; with it, that
# assembly is graded as it is. Options are those of `infragrade check`. Exit status: 0 full marks, 1 points lost,
# 2 something is unusable, 3 a fault of infragrade.
#
# The infragrade of the virtual environment is used, else the one on the PATH, else one is built from source; INFRAGRADE
# names another.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

fail() {
    echo "grade.sh: $1" >&2
    exit 2
}

# Sets `infragrade` to what `pip install` put into the active virtual environment, or into one where the CDK's may be.
find_in_environment() {
    local environment
    for environment in "${VIRTUAL_ENV:-}" {"$root/cdk","$root","$root/.."}/{.venv,venv}; do
        if [[ -n "$environment" && -f "$environment/bin/infragrade" && -x "$environment/bin/infragrade" ]]; then
            infragrade="$environment/bin/infragrade"
            return 0
        fi
    done
    return 1
}

build_infragrade() {
    if [[ ! -f "$here/Cargo.toml" || ! -f "$here/build.rs" ]] || ! command -v cargo >/dev/null; then
        fail "infragrade is not installed: pip install it into the virtual environment of the assignment"
    fi
    [[ -x "$here/target/release/infragrade" ]] || echo "grade.sh: building infragrade, once" >&2
    cargo build --quiet --release --locked --package infragrade \
        --manifest-path "$here/Cargo.toml" --target-dir "$here/target" ||
        fail "infragrade could not be built, see above"
    infragrade="$here/target/release/infragrade"
}

root="$here"
[[ -d "$root/cdk" ]] || root="$PWD"

infragrade="${INFRAGRADE:-}"
if [[ -n "$infragrade" ]]; then
    command -v "$infragrade" >/dev/null || fail "INFRAGRADE is $infragrade, which is no program"
elif ! find_in_environment; then
    infragrade="$(type -P infragrade)" || build_infragrade
fi

if [[ $# -gt 0 && "$1" != -* ]]; then
    directory="$1"
    shift
else
    [[ -d "$root/cdk" ]] || fail "there is no folder cdk/ here: run it from the assignment's root, or pass a cdk.out"
    # What an earlier run left stays when this fails, and is not graded.
    "$infragrade" synth "$root/cdk" || exit
    directory="$root/cdk/cdk.out"
fi
exec "$infragrade" check "$directory" "$@"
