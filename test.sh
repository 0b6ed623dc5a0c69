#!/usr/bin/env bash
# Runs all tests, and installs what they need and this machine lacks.
#
#   ./test.sh            everything, and says at the end what each step took
#   ./test.sh grader     one part: lint, grader, synthesizer, fixtures, app, web, formats, live, autograder or install
#
# Needs Rust with cargo, node 20 or newer with npm, and Python 3.11; on Debian the rest is installed with apt-get.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() {
    printf '\n== %s\n' "$1"
}

sudo=()
[[ "$(id -u)" == 0 ]] || sudo=(sudo -E)

# Installs the Debian packages whose programs are missing: need PROGRAM PACKAGE …
need() {
    local missing=()
    while [[ $# -gt 0 ]]; do
        compgen -G "$1" >/dev/null || command -v "$1" >/dev/null || missing+=("$2")
        shift 2
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "installing ${missing[*]}"
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# All packages are built together, with the live part: alone, each would build the libraries with other features once more.
# The tests are among what is built each time, because their libraries' features count too.
build=(--release --locked --workspace --features live)

# Once in a run: BUILT tells the scripts below tests/ too that there is nothing left to build.
compile() {
    [[ -z "${BUILT:-}" ]] || return 0
    cargo build "${build[@]}" --bins --examples --tests
    export BUILT=1
}

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
    compile
    cargo_test infragrade
    target/release/infragrade lint rules
    target/release/infragrade test rules --coverage-threshold 100
    target/release/infragrade checks --docs docs/checks --check
    target/release/examples/faults | tail -n 1
    target/release/examples/source_lines
}

synthesizer() {
    run synthesizer_tests official_tools
}

synthesizer_tests() {
    say "the synthesizer, against recordings of the real CDK"
    cargo_test synthesizer reference-stacks
    # Of all packages: for one alone, its libraries would be built once more.
    cargo test "${build[@]}" --quiet --doc
}

official_tools() {
    say "the synthesizer's assemblies, read by the official tools"
    need python3 python3 node nodejs npm npm
    compile
    tests/synth-tools.sh
}

fixtures() {
    run recordings grade
}

recordings() {
    say "the recordings, against the real CDK"
    need python3 python3 node nodejs npm npm
    fixtures/record.sh --check reference starter styles tags several-containers
}

grade() {
    say "grade.sh, with the real CDK"
    need python3 python3 node nodejs npm npm
    tests/grade.sh
}

app() {
    say "Yoctogram's backend"
    need '/usr/lib/postgresql/*/bin/initdb' postgresql setpriv util-linux
    cargo_test yoctogram
}

web() {
    run website e2e
}

website() {
    say "Yoctogram's frontend"
    need node nodejs npm npm
    (cd web && npm ci --silent --no-audit --no-fund && npm run check)
}

# After website(), whose npm packages it uses.
e2e() {
    say "Yoctogram's frontend and backend, in a browser"
    need chromium chromium node nodejs npm npm '/usr/lib/postgresql/*/bin/initdb' postgresql
    compile
    (cd web && YOCTOGRAM_BIN="$PWD/../target/release/yoctogram" npm run e2e)
}

# After website(), whose npm packages it uses.
formats() {
    say "the report formats, read by others"
    need chromium chromium node nodejs npm npm python3 python3
    [[ -d web/node_modules ]] || (cd web && npm ci --silent --no-audit --no-fund)
    compile
    tests/formats.sh
}

live() {
    need node nodejs npm npm
    # website() builds it as well.
    if [[ ! -f web/dist/index.html ]]; then
        (cd web && npm ci --silent --no-audit --no-fund && npm run build)
    fi
    run live_tests preview
}

live_tests() {
    say "the running website"
    need chromium chromium curl curl ps procps setpriv util-linux '/usr/lib/postgresql/*/bin/initdb' postgresql
    compile
    cargo_test infragrade-live
}

preview() {
    say "the preview"
    compile
    tests/preview.sh
}

# After live(), whose program and website it uses.
autograder() {
    say "the autograder, in a Debian tree"
    need debootstrap debootstrap python3 python3 unshare util-linux '/usr/lib/postgresql/*/bin/initdb' postgresql
    compile
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

# What can be fetched while the compiler works.
downloads() {
    say "programs that the tests use"
    tests/synth-tools.sh --install
    tests/formats.sh --install
    tests/wheel.sh --install
    "${sudo[@]}" tests/autograder.sh --install
}

# Runs steps one after another, and notes what each took.
run() {
    local step begin
    for step in "$@"; do
        begin=$SECONDS
        "$step"
        printf '%6d s  %s\n' $((SECONDS - begin)) "$step" >>"$scratch/times"
    done
}

# Runs steps beside what follows, until `together`, which shows what they said. They must not call cargo, of which one waits
# for the other.
beside() {
    # A group of processes, so that nothing of it stays.
    set -m
    run "$@" </dev/null >"$scratch/said" 2>&1 &
    aside=$!
    set +m
}

together() {
    local status=0
    wait "$aside" || status=$?
    aside=
    cat "$scratch/said"
    [[ "$status" == 0 ]] || exit "$status"
}

everything() {
    need shellcheck shellcheck python3 python3 node nodejs npm npm chromium chromium curl curl git git ps procps \
        setpriv util-linux debootstrap debootstrap '/usr/lib/postgresql/*/bin/initdb' postgresql
    beside website recordings downloads
    run lint grader synthesizer_tests app
    together
    run live_tests
    beside e2e formats preview autograder
    run official_tools grade install
    together
}

aside=
scratch="$(mktemp -d)"
trap '[[ -z "$aside" ]] || kill -- "-$aside" 2>/dev/null || true; rm -rf "$scratch"' EXIT
[[ $# -gt 0 ]] || set -- everything
for part in "$@"; do
    case "$part" in
        lint | grader | synthesizer | fixtures | app | web | formats | live | autograder | install | everything) run "$part" ;;
        *)
            echo "test.sh: there is no part $part: choose of lint, grader, synthesizer, fixtures, app, web, formats, live, autograder, install" >&2
            exit 2
            ;;
    esac
done
say "all passed"
cat "$scratch/times"
