#!/usr/bin/env bash
# Measures what infragrade's hook adds to a commit: the real pre-commit runs it, and a hook that does nothing (`true`), in turn, in
# a student's repository where no points were lost. Wall and CPU time, the least and the median. INFRAGRADE names a program that
# is built already.
#
#   benches/hook.sh          20 runs of each
#   benches/hook.sh 50       that many
set -euo pipefail

# shellcheck source=tests/install/tools.sh
source "$(dirname "${BASH_SOURCE[0]}")/../tests/install/tools.sh"
cd "$root"
install_tools
[[ -n "${INFRAGRADE:-}" ]] || cargo build --release --locked --quiet --package infragrade
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
cp "${INFRAGRADE:-target/release/infragrade}" "$work/bin/infragrade"
export HOME="$work" PRE_COMMIT_HOME="$work/cache" GIT_CONFIG_NOSYSTEM=1
export PATH="$work/bin:$tools/bin:$PATH"

# As a student's: the app's sources, and what was synthesized from them later.
assignment="$work/assignment"
mkdir -p "$assignment"
cp -r fixtures/cdk "$assignment/cdk"
rm -rf "$assignment/cdk/cdk.out"
cp -r fixtures/reference "$assignment/cdk/cdk.out"
cd "$assignment"
touch cdk/cdk.out/manifest.json
echo codyho >SUNET
echo 'cdk.out/' >.gitignore
git init --quiet
cat >.pre-commit-config.yaml <<'END'
repos:
  - repo: local
    hooks:
      - &hook
        id: nothing
        name: nothing
        entry: "true"
        language: system
        files: ^(cdk/.*\.py|cdk/cdk\.json|.*requirements.*\.txt)$
        pass_filenames: false
        require_serial: true
        verbose: true
      - <<: *hook
        id: infragrade
        entry: infragrade hook
END
git add --all
infragrade hook

uptime
python3 - "${1:-20}" <<'PYTHON'
import resource, statistics, subprocess, sys, time

NAMES = ["pre-commit with `true`", "pre-commit with infragrade", "infragrade hook alone"]
COMMANDS = [["pre-commit", "run", "nothing"], ["pre-commit", "run", "infragrade"], ["infragrade", "hook"]]


def used():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


runs = [[] for _ in COMMANDS]
for _ in range(int(sys.argv[1])):
    for command, measured in zip(COMMANDS, runs):
        cpu, wall = used(), time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        measured.append((time.monotonic() - wall, used() - cpu))

rows = []
for measured in runs:
    wall, cpu = ([run[kind] * 1e3 for run in measured] for kind in (0, 1))
    rows.append((min(wall), statistics.median(wall), min(cpu), statistics.median(cpu)))
rows.append(tuple(ours - nothing for ours, nothing in zip(rows[1], rows[0])))
print(f"{'':28} {'wall, least':>12} {'median':>10} {'CPU, least':>12} {'median':>10}")
for name, row in zip(NAMES + ["what the hook adds"], rows):
    print(f"{name:28} {row[0]:10.1f}ms {row[1]:8.1f}ms {row[2]:10.1f}ms {row[3]:8.1f}ms")
PYTHON
