#!/usr/bin/env bash
# Runs all tests, and installs what they need and this machine lacks.
#
#   ./test.sh            everything
#   ./test.sh grader     one part: lint, grader, synthesizer, fixtures, app, web, formats, live, autograder or install
#
# Needs Rust with cargo, node 20 or newer with npm, and Python 3.11; on Debian the rest is installed with apt-get.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() {
    printf '\n== %s\n' "$1"
}

# Installs the Debian packages whose programs are missing: need PROGRAM PACKAGE …
need() {
    local missing=()
    while [[ $# -gt 0 ]]; do
        compgen -G "$1" >/dev/null || command -v "$1" >/dev/null || missing+=("$2")
        shift 2
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "installing ${missing[*]}"
    local sudo=()
    [[ "$(id -u)" == 0 ]] || sudo=(sudo)
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# All packages are built together, with the live part: alone, each would build the libraries with other features once more.
# The tests are among what is built each time, because their libraries' features count too.
build=(--release --locked --workspace --features live)

# Tests packages: nextest where it is installed, which runs tests side by side, each in a process of its own.
cargo_test() {
    if cargo nextest --version >/dev/null 2>&1; then
        local chosen
        chosen="$(printf '|package(=%s)' "$@")"
        cargo nextest run "${build[@]}" --filterset "${chosen#|}"
    else
        local package
        for package in "$@"; do
            cargo test --release --locked --package "$package" --all-features
        done
    fi
}

lint() {
    say "format and lints"
    need shellcheck shellcheck
    cargo fmt --all --check
    cargo clippy "${build[@]}" --all-targets -- -D warnings
    git ls-files '*.sh' .ci/run | xargs shellcheck
}

grader() {
    say "the grader"
    cargo_test infragrade
    cargo build "${build[@]}" --bins --examples --tests
    target/release/infragrade lint rules
    target/release/infragrade test rules --coverage-threshold 100
    target/release/infragrade checks --docs docs/checks --check
    target/release/examples/faults | tail -n 1
    target/release/examples/source_lines
}

synthesizer() {
    say "the synthesizer, against recordings of the real CDK"
    cargo_test synthesizer reference-stacks
    cargo test --release --locked --quiet --package synthesizer --doc
    say "the synthesizer's assemblies, read by the official tools"
    need python3 python3 node nodejs npm npm
    tests/synth-tools.sh
}

fixtures() {
    say "the recordings, against the real CDK"
    need python3 python3 node nodejs npm npm
    fixtures/record.sh --check reference starter styles tags several-containers
    tests/grade.sh
}

app() {
    say "Yoctogram's backend"
    need '/usr/lib/postgresql/*/bin/initdb' postgresql setpriv util-linux
    cargo_test yoctogram
}

web() {
    say "Yoctogram's frontend"
    need chromium chromium node nodejs npm npm '/usr/lib/postgresql/*/bin/initdb' postgresql
    cargo build "${build[@]}" --bins --tests
    (
        cd web
        npm ci --silent --no-audit --no-fund
        npm run check
        YOCTOGRAM_BIN="$PWD/../target/release/yoctogram" npm run e2e
    )
}

# After web(), whose npm packages it uses.
formats() {
    say "the report formats, read by others"
    need chromium chromium node nodejs npm npm python3 python3
    [[ -d web/node_modules ]] || (cd web && npm ci --silent --no-audit --no-fund)
    tests/formats.sh
}

live() {
    say "the running website, and the preview"
    need chromium chromium curl curl ps procps setpriv util-linux '/usr/lib/postgresql/*/bin/initdb' postgresql
    need node nodejs npm npm
    cargo build "${build[@]}" --bins --tests
    # The part web builds it as well.
    if [[ ! -f web/dist/index.html ]]; then
        (cd web && npm ci --silent --no-audit --no-fund && npm run build)
    fi
    cargo_test infragrade-live
    tests/preview.sh
}

# After live(), whose program and website it uses.
autograder() {
    say "the autograder, in a Debian tree"
    need debootstrap debootstrap python3 python3 unshare util-linux '/usr/lib/postgresql/*/bin/initdb' postgresql
    cargo build "${build[@]}" --bins --tests
    local sudo=()
    [[ "$(id -u)" == 0 ]] || sudo=(sudo -E)
    "${sudo[@]}" tests/autograder.sh
}

install() {
    say "the wheel, the hook of pre-commit, the GitHub action"
    need python3 python3 node nodejs npm npm git git shellcheck shellcheck
    # Built once, for all three.
    # shellcheck source=tests/install/tools.sh
    WHEEL="$(source tests/install/tools.sh && install_tools && build_wheel && echo "$wheel")"
    export WHEEL
    tests/wheel.sh
    tests/pre-commit.sh
    tests/action.sh
}

parts=("$@")
[[ ${#parts[@]} -gt 0 ]] || parts=(lint grader synthesizer fixtures app web formats live autograder install)
for part in "${parts[@]}"; do
    case "$part" in
        lint | grader | synthesizer | fixtures | app | web | formats | live | autograder | install) "$part" ;;
        *)
            echo "test.sh: there is no part $part: choose of lint, grader, synthesizer, fixtures, app, web, formats, live, autograder, install" >&2
            exit 2
            ;;
    esac
done
say "all passed"
