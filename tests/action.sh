#!/usr/bin/env bash
# Checks the GitHub action and the release workflow: by their schemas, by actionlint, and the action by running its steps.
# WHEEL names a wheel that is built already.
set -euo pipefail

# shellcheck source=tests/install/tools.sh
source "$(dirname "${BASH_SOURCE[0]}")/install/tools.sh"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
output="$work/output"

install_tools
if [[ -n "${WHEEL:-}" ]]; then wheel="$WHEEL"; else build_wheel; fi

cd "$root"
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-actions action.yml
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
node tests/install/actionlint.mjs "$actionlint/package" .github/workflows/*.yml
"$tools/bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
# The steps' scripts, as every other of ours.
"$tools/bin/python" - "$work" <<'END'
import pathlib, sys, yaml
for file in ["action.yml", ".github/workflows/release.yml"]:
    content = yaml.safe_load(pathlib.Path(file).read_text())
    jobs = content["jobs"].values() if "jobs" in content else [content["runs"]]
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    for number, script in enumerate(scripts):
        name = f"{pathlib.Path(file).stem}-{number}.sh"
        pathlib.Path(sys.argv[1], name).write_text("#!/usr/bin/env bash\nset -eo pipefail\n" + script)
END
# SC2154: a step's variables are set by its env.
shellcheck --exclude SC2154 "$work"/*.sh

action() {
    "$tools/bin/python" "$root/tests/install/action.py" "$root" "wheel=$wheel" "$@"
}

# A repository that uses the action, with what it has synthesized.
mkdir -p "$work/repository/cdk"
cd "$work/repository"
echo codyho >SUNET
cp -r "$root/fixtures/reference" cdk/cdk.out
expect 0 'score: 90' action
grep -q '90 of 90 points' "$output" || fail "no summary"
rm -r cdk/cdk.out
cp -r "$root/fixtures/vpc-cidr-10-1" cdk/cdk.out
expect 1 '::error' action sarif=report.sarif html=report.html
grep -q 'score: 88' "$output" || fail "no score"
[[ -s report.sarif && -s report.html ]] || fail "the files are not written"
expect 0 'max-score: 20' action only=network fail-under=18
echo '{"schema": "infragrade/report/v1", "checks": [{"id": "network.vpc.cidr", "points": 0}]}' >earlier.json
expect 0 'score: 88' action baseline=earlier.json

# Nothing is synthesized yet: the action does it.
rm -r cdk/cdk.out
expect 2 'cdk.json' action
cp -r "$root/fixtures/reference" recording
echo '{"app": "python3 app.py"}' >cdk/cdk.json
cat >cdk/app.py <<'END'
import os, shutil

for file in os.scandir("../recording"):
    shutil.copyfile(file.path, os.path.join(os.environ["CDK_OUTDIR"], file.name))
END
expect 0 'score: 90' action

echo "tests/action.sh: 6 passed, 0 failed"
