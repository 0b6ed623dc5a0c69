#!/usr/bin/env bash
# Has the synthesizer's assemblies read by the tools that others wrote for them: the CDK's command line lists,
# synthesizes and diffs the finished assignment, and cfn-lint finds no error in the templates of it and of its
# alternatives. Needs node with npm, and python3; the tools go below target/.
#
#   tests/synth-tools.sh
#   tests/synth-tools.sh --install    the tools only
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
tools="$root/target/synth-tools"
# The command line that came out with the aws-cdk-lib whose output the synthesizer equals.
cli_version=2.105.0
requirements="$root/tests/synth-tools/requirements.txt"
app="$root/target/release/reference-stacks"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
output="$work/output"
passed=0

# E2531: functions that the CDK ships run on what Lambda offered when it came out. When that ends the calendar says, and
# the real CDK's templates have the same error then.
ignored_rules=(E2531)
stacks=(yoctogram-dns-stack yoctogram-network-stack yoctogram-data-stack yoctogram-compute-stack)

# What the recordings were made with; and no account of the user's.
export SUNET=codyho CDK_DEFAULT_ACCOUNT=123456789012 AWS_EC2_METADATA_DISABLED=true CI=1
export YOCTOGRAM_APP_DIR="$root/fixtures/app" YOCTOGRAM_WEB_DIR="$root/fixtures/web"
export JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1
unset AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN

fail() {
    echo "tests/synth-tools.sh: $1" >&2
    [[ ! -s "$output" ]] || cat "$output" >&2
    exit 1
}

# expect STATUS WHAT COMMAND …: the exit status.
expect() {
    local status="$1" what="$2" actual=0
    shift 2
    "$@" >"$output" 2>&1 || actual=$?
    [[ "$actual" == "$status" ]] || fail "$what: exit status $actual instead of $status: $*"
    passed=$((passed + 1))
}

install_tools() {
    if [[ ! -x "$tools/node_modules/.bin/cdk" ]]; then
        mkdir -p "$tools"
        npm install --silent --no-audit --no-fund --no-save --prefix "$tools" "aws-cdk@$cli_version"
    fi
    if ! cmp -s "$requirements" "$tools/installed.txt"; then
        rm -rf "$tools/venv"
        python3 -m venv "$tools/venv"
        "$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
        cp "$requirements" "$tools/installed.txt"
    fi
}

cdk() {
    "$tools/node_modules/.bin/cdk" "$@" --no-notices --no-lookups
}

# write NAME DIR: an assembly; what it says of assets that the CDK ships is no error.
write() {
    "$app" "$1" --output "$2" 2>"$output" || fail "$1 cannot be synthesized"
}

# In the folder of the app, whose cdk.json says how it is run: by cargo, which builds it alone, with its libraries' features
# then. That is done without optimization, and target/release/ stays as it is.
check_app() {
    local -x CARGO_PROFILE_RELEASE_OPT_LEVEL=0
    local -x CARGO_BUILD_BUILD_DIR="$root/target" CARGO_TARGET_DIR="$tools/cargo"
    cd "$root/reference-stacks"
    expect 0 "cdk ls" cdk ls --output "$work/listed"
    expect 0 "cdk synth" cdk synth --quiet --output "$work/synthesized"
    expect 0 "cdk synth writes the assembly that the app writes by itself" \
        diff -r --exclude 'asset.*' "$work/reference" "$work/synthesized"
}

check_assembly() {
    local stack template listed
    listed="$(cdk ls --app "$work/reference" 2>"$output")" || fail "cdk ls fails"
    [[ "$listed" == "$(printf '%s\n' "${stacks[@]}")" ]] || fail "cdk ls lists $listed"
    expect 0 "cdk synth of a folder" cdk synth --quiet --app "$work/reference"
    for stack in "${stacks[@]}"; do
        template="$root/fixtures/reference/$stack.template.json"
        expect 0 "$stack does not differ from the real CDK's" \
            cdk diff --fail --exclusively --app "$work/reference" --template "$template" "$stack"
    done
    # It does see differences.
    stack=yoctogram-network-stack
    expect 1 "another address space differs" cdk diff --fail --exclusively --app "$work/another" \
        --template "$root/fixtures/reference/$stack.template.json" "$stack"
    grep -q 'CidrBlock' "$output" || fail "the difference is not named"
}

# The variants that fail no check: the reference and its alternatives.
sound_variants() {
    "$app" --list | awk '
        /^[^ ]/ { if (name) print name; name = $1; sub(/:$/, "", name) }
        /^    fails / { name = "" }
        END { if (name) print name }
    '
}

# Many variants share a template, which is looked at once.
check_templates() {
    local variant template hash
    mkdir "$work/templates"
    while read -r variant; do
        write "$variant" "$work/variants/$variant"
        while read -r template; do
            hash="$(sha256sum "$template")"
            cp "$template" "$work/templates/${hash%% *}-$variant-$(basename "$template")"
        done < <(find "$work/variants/$variant" -name '*.template.json')
    done < <(sound_variants)
    mapfile -t unique < <(find "$work/templates" -type f | sort | awk -F/ '!seen[substr($NF, 1, 64)]++')
    [[ "${#unique[@]}" -ge 20 ]] || fail "only ${#unique[@]} templates were made"
    # Warnings remain, and the real CDK's templates have the same: old runtimes and an old engine version, needless
    # DependsOn, availability zones by name.
    expect 0 "cfn-lint" xargs -P "$(nproc)" -n 12 "$tools/venv/bin/cfn-lint" --region us-west-2 --non-zero-exit-code error \
        --ignore-checks W I "${ignored_rules[@]}" --template < <(printf '%s\n' "${unique[@]}")
    # It does see errors.
    sed 's/"10.0.0.0\/16"/"10.0.0.0\/99"/' "$work/reference/yoctogram-network-stack.template.json" >"$work/wrong.json"
    expect 2 "cfn-lint refuses an impossible address space" \
        "$tools/venv/bin/cfn-lint" --region us-west-2 --non-zero-exit-code error --template "$work/wrong.json"
    echo "cfn-lint: no error in ${#unique[@]} templates"
}

install_tools
[[ "${1:-}" != --install ]] || exit 0
# As test.sh builds, so that it is not built once more.
[[ -n "${BUILT:-}" ]] ||
    cargo build --release --locked --quiet --workspace --features live --bins --tests --manifest-path "$root/Cargo.toml"
write reference "$work/reference"
write vpc-cidr-10-1 "$work/another"
check_assembly
check_app
check_templates
echo "tests/synth-tools.sh: $passed passed, 0 failed"
