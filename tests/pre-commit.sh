#!/usr/bin/env bash
# Has the real pre-commit call the hook, in a git repository as a student's is: installed with pip, as a wheel that
# pre-commit installs, and compiled by it. WHEEL names a wheel that is built already.
set -euo pipefail

# shellcheck source=tests/install/tools.sh
source "$(dirname "${BASH_SOURCE[0]}")/install/tools.sh"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
output="$work/output"
assignment="$work/assignment"

install_tools
if [[ -n "${WHEEL:-}" ]]; then wheel="$WHEEL"; else build_wheel; fi
pip_install "$work/venv"
# Without this machine's own settings of git.
export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
export HOME="$work" PRE_COMMIT_HOME="$work/cache" GIT_CONFIG_NOSYSTEM=1 VIRTUAL_ENV="$work/venv"
export PATH="$work/venv/bin:$tools/bin:$PATH"
git config --global user.name Student
git config --global user.email student@example.org
git config --global init.defaultBranch main

# said Passed|Failed LINES: how the hook was shown, and that it said something in at most so many lines; 0 is silence.
said() {
    local result="$1" lines="$2" shown
    grep -qE "^points of the assignment\.+$result\$" "$output" || fail "not shown as $result"
    # What it said stands between what the framework says of it and what git does.
    shown="$(sed -n '/^- hook id: infragrade/,/^\[\|^To \|^error: failed/p' "$output" | grep -vcE '^(- (hook id|duration|exit code): .*|\[.*|To .*|error: failed.*|)$' || true)"
    [[ "$shown" -le "$lines" ]] || fail "$shown lines instead of at most $lines"
    [[ "$lines" == 0 || "$shown" -gt 0 ]] || fail "nothing was said"
}

# choose VARIANT: the app makes this recording from now on.
choose() {
    echo "VARIANT = \"$1\"" >cdk/cdk/variant.py
}

commit() {
    git add --all
    git commit --quiet --message "$1"
}

git init --quiet "$work/hooks"
cp "$root/.pre-commit-hooks.yaml" "$work/hooks/"
git -C "$work/hooks" add --all
git -C "$work/hooks" commit --quiet --message 'the manifest'
revision="$(git -C "$work/hooks" rev-parse HEAD)"

mkdir -p "$assignment/cdk/cdk"
cd "$assignment"
git init --quiet
git init --quiet --bare "$work/remote.git"
git remote add origin "$work/remote.git"
for variant in reference starter vpc-cidr-10-1; do
    mkdir -p recordings
    cp -r "$root/fixtures/$variant" recordings/
done
echo codyho >SUNET
echo 'cdk.out/' >.gitignore
echo '{"app": "python3 app.py"}' >cdk/cdk.json
cat >cdk/app.py <<'END'
import os, shutil

from cdk.variant import VARIANT

for file in os.scandir(f"../recordings/{VARIANT}"):
    shutil.copyfile(file.path, os.path.join(os.environ["CDK_OUTDIR"], file.name))
END
touch cdk/cdk/__init__.py
choose reference
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $work/hooks
    rev: $revision
    hooks:
      - id: infragrade-system
        stages: [pre-commit]
      - id: infragrade-system
        stages: [pre-push]
        args: [--synth]
END
pre-commit install --hook-type pre-commit --hook-type pre-push >/dev/null

# A fresh clone: there is no cdk.out.
expect 0 'there is no cdk/cdk.out to grade: run' commit 'no assembly'
said Passed 1

infragrade synth 2>/dev/null
for i in {1..40}; do echo "# $i" >>"cdk/cdk/module_$i.py"; done
infragrade synth 2>/dev/null
expect 0 '' commit 'full marks, many files'
said Passed 0
[[ "$(grep -c 'hook id' "$output")" == 1 ]] || fail "called more than once"

echo text >README.md
expect 0 '(no files to check)Skipped' commit 'another file'

choose starter
infragrade synth 2>/dev/null
expect 1 '60 points lost' commit 'much is lost'
said Failed 20
choose vpc-cidr-10-1
infragrade synth 2>/dev/null
expect 1 'CidrBlock is 10.1.0.0/16, expected 10.0.0.0/16' commit 'two points are lost'
said Failed 20
expect 0 '' infragrade hook --accept
expect 0 '' commit 'accepted'
said Passed 0

# Work in progress: what is staged was synthesized, and there are later edits, which pre-commit sets aside.
choose reference
infragrade synth 2>/dev/null
git add --all
choose starter
expect 0 '' git commit --quiet --message 'what is staged'
said Passed 0
grep -q starter cdk/cdk/variant.py || fail "the later edit is gone"
# The other way around: what is staged is not what was synthesized.
echo '# one' >>cdk/app.py
git add cdk/app.py
echo '# two' >>cdk/app.py
infragrade synth 2>/dev/null
expect 0 'cdk/cdk.out is older than cdk/app.py, so it is not graded' git commit --quiet --message 'not what was synthesized'
said Passed 1
# Set back to what was synthesized, at a later time.
expect 1 '60 points lost' commit 'all of it'

choose reference
expect 0 'cdk/cdk.out is older than cdk/' commit 'not synthesized'
said Passed 1

# Before a push the app is synthesized.
expect 0 '' git push --quiet origin main
said Passed 0
choose vpc-cidr-10-1
expect 0 'is older than' commit 'not synthesized, and worse'
expect 1 '2 points lost' git push origin main
said Failed 20
[[ -z "$(git status --porcelain)" ]] || fail "the work tree was written to"

# As a wheel that pre-commit installs.
cat >.pre-commit-config.yaml <<END
repos:
  - repo: local
    hooks:
      - id: infragrade
        name: points of the assignment
        entry: infragrade hook
        language: python
        additional_dependencies: ["$wheel"]
        files: ^(cdk/.*\.py|cdk/cdk\.json|.*requirements.*\.txt)$
        pass_filenames: false
        verbose: true
END
mv "$work/venv/bin/infragrade" "$work/aside"
choose reference
echo '# three' >>cdk/app.py
expect 0 'is older than' commit 'by the wheel'
said Passed 1
choose starter
"$work/aside" synth 2>/dev/null
expect 1 '60 points lost' commit 'by the wheel, and worse'
said Failed 20

# From this checkout, with cargo, as tests/grade.sh builds it: what that has compiled besides infragrade itself is not compiled again,
# and target/release/ stays as it is.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0
expect 1 '60 points lost' pre-commit try-repo "$root" infragrade-source --all-files
said Failed 20

echo "tests/pre-commit.sh: 18 passed, 0 failed"
