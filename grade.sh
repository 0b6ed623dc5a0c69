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

# The student's Python packages: those of the active virtual environment, else of the one in cdk/.
use_virtual_environment() {
    local name
    [[ -z "${VIRTUAL_ENV:-}" ]] || return 0
    for name in venv .venv; do
        if [[ -x "$1/$name/bin/python3" ]]; then
            PATH="$1/$name/bin:$PATH"
            return
        fi
    done
}

# The CDK's context as the CLI would pass it, with the zones that it would otherwise ask AWS for.
context() {
    python3 - "$1" <<'PYTHON'
import json, os, pathlib, sys

folder = pathlib.Path(sys.argv[1])

def entries(name):
    file = folder / name
    return json.loads(file.read_text()) if file.exists() else {}

account = os.environ.get("CDK_DEFAULT_ACCOUNT", "")
env = folder / ".env"
for line in env.read_text().splitlines() if env.exists() else []:
    key, _, value = line.removeprefix("export ").partition("=")
    if key.strip() == "CDK_DEFAULT_ACCOUNT":
        account = account or value.strip().strip("\"'")
context = {
    "aws:cdk:enable-path-metadata": True,
    "aws:cdk:enable-asset-metadata": True,
    "aws:cdk:version-reporting": True,
    "aws:cdk:bundling-stacks": ["**"],
    f"availability-zones:account={account}:region=us-west-2": ["us-west-2a", "us-west-2b"],
}
print(json.dumps({**context, **entries("cdk.json").get("context", {}), **entries("cdk.context.json")}))
PYTHON
}

# Runs the app as the CLI does, which needs neither an AWS account nor the network.
run_app() {
    local app context
    command -v python3 >/dev/null || fail "python3 is not on the PATH: the CDK app needs it"
    command -v node >/dev/null || fail "node is not on the PATH: the CDK's Python packages need it"
    app="$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["app"])' "$1/cdk.json" 2>/dev/null)" ||
        fail "$1/cdk.json says no \"app\": restore it from the starter code"
    context="$(context "$1")" || fail "$1/cdk.json or cdk.context.json cannot be read, see above"
    (cd "$1" && CDK_OUTDIR=cdk.out CDK_CONTEXT_JSON="$context" bash -c "$app" >&2) ||
        fail "the CDK app failed, see above: the last line names the mistake, the lines before it where it is"
}

synthesize() {
    local log
    use_virtual_environment "$1"
    # What an earlier run left is not what is graded.
    rm -rf "$1/cdk.out"
    if command -v cdk >/dev/null; then
        log="$(mktemp)"
        # shellcheck disable=SC2064
        trap "rm -f '$log'" RETURN
        if (cd "$1" && cdk synth --quiet --output cdk.out) >"$log" 2>&1; then
            return
        fi
        if ! grep -Eqi 'need to perform AWS calls|unable to resolve AWS account|credentials|getaddrinfo|ENOTFOUND' "$log"; then
            cat "$log" >&2
            fail "cdk synth failed, see above"
        fi
        echo "grade.sh: cdk synth wants AWS credentials; running the app without them" >&2
        rm -rf "$1/cdk.out"
    fi
    run_app "$1"
}

if [[ $# -gt 0 && "$1" != -* ]]; then
    directory="$1"
    shift
else
    root="$here"
    [[ -d "$root/cdk" ]] || root="$PWD"
    [[ -d "$root/cdk" ]] || fail "there is no folder cdk/ here: run it from the assignment's root, or pass a cdk.out"
    synthesize "$root/cdk"
    directory="$root/cdk/cdk.out"
fi
find_infragrade
exec "$infragrade" check "$directory" "$@"
