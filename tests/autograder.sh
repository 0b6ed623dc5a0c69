#!/usr/bin/env bash
# Tests the autograder as Gradescope runs it, without Docker: the zip file is unpacked into a Debian tree, its setup.sh run
# there, and each submission graded by run_autograder in a fresh copy of Gradescope's folder.
#
# Needs root and debootstrap, target/release/infragrade with the part live, yoctogram beside it, and web/dist.
# The trees stay below target/autograder: a second run takes a minute. With --install, only what is downloaded is made.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Mounts are this process's own, and go with it.
if [[ "${1:-}" != --inside ]]; then
    exec unshare --mount --propagation private "${BASH_SOURCE[0]}" --inside "$@"
fi
cache="$root/target/autograder"
tree="$cache/tree"
work="$(mktemp -d)"
preview=
trap '[[ -z "$preview" ]] || kill "$preview" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

fail() {
    echo "tests/autograder.sh: $1" >&2
    exit 1
}

mirror() {
    local used
    # shellcheck disable=SC2016 # apt's own variable
    used="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m1 '/debian/*$' || true)"
    echo "$used"
}

# Runs a command in the tree with nothing of this machine's but its network and what pip has to trust.
inside() {
    local pip=()
    while read -r setting; do
        pip+=("$setting")
    done < <(env | grep -E '^PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|DEFAULT_TIMEOUT)=' || true)
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root PIP_CERT=/run/trusted.pem \
        "${pip[@]}" chroot "$tree" "$@"
}

mount_system() {
    mount -t proc proc "$tree/proc"
    mount --rbind /dev "$tree/dev"
    cp -L /etc/resolv.conf "$tree/etc/resolv.conf"
    cp -L /etc/ssl/certs/ca-certificates.crt "$tree/run/trusted.pem"
}

install_tools() {
    mkdir -p "$cache"
    if [[ ! -x "$cache/venv/bin/python" ]] || ! "$cache/venv/bin/python" -c 'import jsonschema' 2>/dev/null; then
        python3 -m venv --clear "$cache/venv"
        "$cache/venv/bin/pip" install --quiet --disable-pip-version-check jsonschema==4.23.0
    fi
    if [[ ! -f "$cache/base/done" ]]; then
        echo "a Debian tree …"
        rm -rf "$cache/base"
        debootstrap --variant=minbase bookworm "$cache/base" "$(mirror)" >"$cache/debootstrap.log" ||
            fail "debootstrap: $(tail -n 3 "$cache/debootstrap.log")"
        touch "$cache/base/done"
    fi
}

# The image that Gradescope would build from the zip file.
build_image() {
    local key
    key="$(cat "$root/autograder/setup.sh" "$root/fixtures/cdk/requirements.txt" | sha256sum)"
    "$root/autograder/make-zip.sh" "$work/autograder.zip" >/dev/null
    "$root/autograder/make-zip.sh" "$work/again.zip" >/dev/null
    cmp "$work/autograder.zip" "$work/again.zip"
    if [[ "$(cat "$cache/tree.key" 2>/dev/null)" == "$key" ]]; then
        mount_system
        unpack
        # What setup.sh does last.
        inside install -m 0555 /autograder/source/infragrade /opt/infragrade/bin/infragrade
        return
    fi
    echo "setup.sh …"
    rm -rf "$tree" "$cache/tree.key"
    cp -a "$cache/base" "$tree"
    mount_system
    unpack
    inside bash /autograder/source/setup.sh
    echo "$key" >"$cache/tree.key"
}

unpack() {
    rm -rf "$tree/autograder"
    mkdir -p "$tree/autograder/source"
    python3 -m zipfile -e "$work/autograder.zip" "$tree/autograder/source"
    install -m 0755 "$tree/autograder/source/run_autograder" "$tree/autograder/run_autograder"
}

# grade NAME SUBMISSION [OPTION …]: leaves NAME.json and NAME.txt, what was printed.
grade() {
    local name="$1" submission="$2" folder="$tree/autograder"
    shift 2
    rm -rf "$folder/submission" "$folder/results"
    mkdir "$folder/results"
    cp -r "$submission" "$folder/submission"
    cat >"$folder/submission_metadata.json" <<'JSON'
{"id": 1, "created_at": "2023-10-24T10:00:00.000000-07:00", "submission_method": "upload",
 "assignment": {"title": "Assignment 2", "total_points": "150.0"},
 "users": [{"email": "codyho@stanford.edu", "id": 2, "name": "Cody"}], "previous_submissions": []}
JSON
    # As the documentation says: options go to the end of the last line.
    sed "s|infragrade autograde$|& $*|" "$folder/source/run_autograder" >"$folder/run_autograder"
    inside /autograder/run_autograder >"$work/$name.txt" 2>&1 || fail "$name: $(cat "$work/$name.txt")"
    cp "$folder/results/results.json" "$work/$name.json"
}

# expect NAME POINTS [TEXT]: valid results with these points in all; TEXT stands in them.
expect() {
    "$cache/venv/bin/python" - "$root/autograder/results.schema.json" "$work/$1.json" "$2" "${3:-}" <<'PYTHON' ||
import json
import pathlib
import sys

import jsonschema

schema, results = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:3])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(results)
assert results["extra_data"]["complete"]
assert sum(test["max_score"] for test in results["tests"]) == 150
score = sum(test["score"] for test in results["tests"])
texts = [results["output"], *(test["output"] for test in results["tests"])]
if score != float(sys.argv[3]) or not any(sys.argv[4] in text for text in texts):
    sys.exit(f"{score} points: " + "\n".join(filter(None, texts)))
print(f"{sys.argv[3]} points in {results['execution_time']} s")
PYTHON
        fail "$1: not $2 points with '${3:-}': $(cat "$work/$1.txt")"
}

# An assignment as students hand it in: without .env, virtual environment and cdk.out.
assignment() {
    mkdir -p "$work/$1"
    cp -r "$root/fixtures/app" "$root/fixtures/web" "$work/$1/"
    cp -r "$2" "$work/$1/cdk"
    rm -rf "$work/$1/cdk/cdk.out"
    echo codyho >"$work/$1/SUNET"
}

hostile() {
    mkdir -p "$work/$1/assembly" "$work/$1/cdk"
    cp "$root"/fixtures/reference/*.json "$work/$1/assembly/"
    cp "$root"/tests/hostile/autograde/{app,honest}.py "$work/$1/cdk/"
    echo /autograder >"$work/$1/cdk/root.txt"
    truncate -s -1 "$work/$1/cdk/root.txt"
    echo '{"app": "python3 app.py"}' >"$work/$1/cdk/cdk.json"
    echo codyho >"$work/$1/SUNET"
    cp -r "$root/tests/hostile/autograde/$1/." "$work/$1/"
}

# What the templates describe, on this machine; leaves the options that lead autograde there.
start_preview() {
    "$root/target/release/infragrade" preview "$root/fixtures/reference" \
        --app "$root/target/release/yoctogram" --web "$root/web/dist" >"$work/preview.txt" 2>"$work/preview.log" &
    preview=$!
    until grep -qs 'Ctrl-C ends' "$work/preview.txt"; do
        kill -0 "$preview" 2>/dev/null || fail "preview: $(tail -n 5 "$work/preview.log")"
        sleep 0.5
    done
    cp "$(grep -o -m1 -- '--cacert [^ ]*' "$work/preview.txt" | cut -d' ' -f2)" "$tree/run/authority.pem"
    {
        echo "--cacert /run/authority.pem"
        grep -o 'MAP [^ ]* [0-9.:]*' "$work/preview.txt" | while read -r _ name address; do
            echo "--resolve $name:443:$address --resolve $name:80:$address"
        done
        # Addresses of the buckets are the storage server's own.
        grep -A1 '^. storage ' "$work/preview.txt" | sed -n 's|^ *https://\([0-9.]*\):\([0-9]*\)$|--resolve \1:\2:\1:\2|p'
    } | tr '\n' ' ' >"$work/options"
}

[[ "$(id -u)" == 0 ]] || fail "must be run as root"
command -v debootstrap >/dev/null || fail "debootstrap is not installed"
install_tools
[[ "${2:-}" != --install ]] || exit 0
build_image

assignment reference "$root/fixtures/cdk"
start_preview
# shellcheck disable=SC2046 # several options
grade website "$work/reference" $(cat "$work/options")
expect website 150
kill "$preview"
wait "$preview" || true
preview=
grade reference "$work/reference" --no-live
expect reference 90 'the course staff has switched it off'
grep -q 'synthesized with' "$work/reference.txt" || fail "nothing for the staff: $(cat "$work/reference.txt")"

"$root/fixtures/record.sh" --source "$work/sources" starter >/dev/null
assignment starter "$work/sources/starter"
grade starter "$work/starter" --no-live
starter="$("$root/target/release/infragrade" check "$root/fixtures/starter" --sunet codyho --format json | grep -m1 '"score"' | tr -dc '0-9.' || true)"
expect starter "$starter" 'fix: '

hostile results_first
grade results_first "$work/results_first" --no-live
expect results_first 90
hostile reads_the_grader
grade reads_the_grader "$work/reads_the_grader" --no-live
expect reads_the_grader 0 'your CDK app failed'
! grep -q 'BREACH\|root:x:' "$work"/*.json || fail "something was read: $(cat "$work/reads_the_grader.json")"

echo "tests/autograder.sh: all passed"
