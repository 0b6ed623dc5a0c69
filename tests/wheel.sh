#!/usr/bin/env bash
# Builds the wheel and installs it as a student does, into a virtual environment. WHEEL names one that is built already.
# With --install, only the programs that this and the other ways to install infragrade are tested with are installed.
set -euo pipefail

# shellcheck source=tests/install/tools.sh
source "$(dirname "${BASH_SOURCE[0]}")/install/tools.sh"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
output="$work/output"

install_tools
[[ "${1:-}" != --install ]] || exit 0
if [[ -n "${WHEEL:-}" ]]; then wheel="$WHEEL"; else build_wheel; fi
version="$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1)"
[[ "$(basename "$wheel")" == "infragrade-$version-py3-none-manylinux_2_"*.whl ]] ||
    fail "$(basename "$wheel") fits few machines: it should have a manylinux tag"

pip_install "$work/environment"
student=(env -i HOME="$work" VIRTUAL_ENV="$work/environment" PATH="$work/environment/bin:/usr/bin:/bin")
cd "$work"
expect 0 "infragrade $version" "${student[@]}" infragrade --version
expect 0 '90 of 90 points' "${student[@]}" infragrade check "$root/fixtures/reference"
expect 1 '30 of 90 points' "${student[@]}" infragrade check "$root/fixtures/starter"
expect 0 'complete -F _infragrade' "${student[@]}" infragrade completions bash

# An app, which here writes its assembly without the CDK.
mkdir app
cp -r "$root/fixtures/reference" app/recording
echo '{"app": "python3 app.py"}' >app/cdk.json
cat >app/app.py <<'END'
import os, shutil

for file in os.scandir("recording"):
    shutil.copyfile(file.path, os.path.join(os.environ["CDK_OUTDIR"], file.name))
END
expect 0 'synthesized 4 stacks' "${student[@]}" infragrade synth app
# The part that grades the website is in it, and so is the preview, which names what it needs besides.
expect 3 'interaction.first.register' "${student[@]}" infragrade live --url http://127.0.0.1:1 --browser /usr/bin/false
expect 2 'app: there is no backend' "${student[@]}" infragrade preview app/recording

# grade.sh takes it: the active environment's, then that of the assignment, then the one on the path.
mkdir -p assignment/cdk other
cp "$root/grade.sh" assignment/
printf '#!/bin/sh\necho another one\n' >other/infragrade
chmod +x other/infragrade
path="$work/other:/usr/bin:/bin"
expect 0 '90 of 90 points' "${student[@]}" PATH="$path" assignment/grade.sh "$root/fixtures/reference"
expect 0 'another one' env -i PATH="$path" assignment/grade.sh "$root/fixtures/reference"
for place in assignment/.venv assignment/venv assignment/cdk/.venv .venv; do
    ln -s "$work/environment" "$place"
    expect 0 '90 of 90 points' env -i PATH="$path" assignment/grade.sh "$root/fixtures/reference"
    rm "$place"
done
expect 0 'another one' "${student[@]}" INFRAGRADE="$work/other/infragrade" assignment/grade.sh "$root/fixtures/reference"
expect 2 'which is no program' env -i PATH="$path" INFRAGRADE=nowhere assignment/grade.sh "$root/fixtures/reference"
expect 2 'is not installed' env -i PATH=/usr/bin:/bin assignment/grade.sh "$root/fixtures/reference"

# What `pip install .` does in a checkout, as pre-commit has it done; maturin is there already.
python3 -m venv "$work/checkout"
expect 0 '' env PATH="$tools/bin:$PATH" PYTHONPATH="$(echo "$tools"/lib/python3*/site-packages)" \
    "$work/checkout/bin/python" -m pip install --disable-pip-version-check --no-index --no-build-isolation "$root"
expect 0 "infragrade $version" "$work/checkout/bin/infragrade" --version

echo "tests/wheel.sh: $(basename "$wheel"), $(($(stat -c %s "$wheel") >> 10)) KiB: 19 passed, 0 failed"
