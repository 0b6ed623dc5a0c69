# Sourced by the tests of the ways to install infragrade: the programs of others below target/install/, and the wheel.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
tools="$root/target/install/venv"

fail() {
    echo "$(basename "$0"): $1" >&2
    [[ ! -f "${output:-}" ]] || cat "$output" >&2
    exit 1
}

# expect STATUS TEXT COMMAND …: the exit status, and a text that must be printed.
expect() {
    local status="$1" text="$2" actual=0
    shift 2
    "$@" >"$output" 2>&1 || actual=$?
    [[ "$actual" == "$status" ]] || fail "exit status $actual instead of $status: $*"
    [[ -z "$text" ]] || grep -qF -- "$text" "$output" || fail "nothing about '$text': $*"
}

install_tools() {
    local requirements="$root/tests/install/requirements.txt"
    cmp -s "$requirements" "$tools/installed.txt" && return
    python3 -m venv --clear "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$tools/installed.txt"
}

# Builds the wheel from what cargo has built, and sets `wheel`.
build_wheel() {
    local wheels="$root/target/install/wheels"
    rm -rf "$wheels"
    (cd "$root" && "$tools/bin/maturin" build --quiet --release --locked --out "$wheels" >&2)
    wheel="$(echo "$wheels"/infragrade-*.whl)"
    [[ -f "$wheel" ]] || fail "no wheel in $wheels"
}

# pip_install ENVIRONMENT: the wheel into a new virtual environment, asking no registry.
pip_install() {
    python3 -m venv "$1"
    "$1/bin/pip" install --quiet --disable-pip-version-check --no-index --find-links "$(dirname "$wheel")" infragrade
}
