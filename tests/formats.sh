#!/usr/bin/env bash
# Has the reports read by programs that others wrote: SARIF by its schema and sarif-tools, JUnit by junitparser, HTML by
# Chromium and axe, the jobs for Kubernetes by its schema. Needs python3, node with npm, Chromium, and `npm ci` done in web/; the rest goes below target/.
#
#   tests/formats.sh
#   tests/formats.sh --install            these programs only
#   SCREENSHOTS=DIR tests/formats.sh    also writes pictures of the HTML reports
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$root/target/formats"
reports="$work/reports"
# The schema of SARIF 2.1.0 as Microsoft's own test matchers hold it.
schema_package=@microsoft/jest-sarif@1.0.0-beta.0
schema="$work/package/lib/schemas/sarif-2.1.0-rtm.5.json"

mkdir -p "$work"
if [[ ! -f "$schema" ]]; then
    (cd "$work" && npm pack --silent "$schema_package" >/dev/null && tar -xzf microsoft-jest-sarif-*.tgz)
fi
if ! cmp -s "$root/tests/formats/requirements.txt" "$work/installed.txt"; then
    rm -rf "$work/venv"
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$root/tests/formats/requirements.txt"
    cp "$root/tests/formats/requirements.txt" "$work/installed.txt"
fi
[[ "${1:-}" != --install ]] || exit 0

# As test.sh builds, so that it is not built once more.
[[ -n "${BUILT:-}" ]] ||
    cargo build --release --locked --quiet --workspace --features live --bins --examples --tests \
        --manifest-path "$root/Cargo.toml"
rm -rf "$reports"
mkdir "$reports"
# Among them hostile names, source lines and a check that cannot be evaluated.
"$root/target/release/examples/formats" "$reports"
for fixture in "$root"/fixtures/*/manifest.json; do
    fixture="$(dirname "$fixture")"
    report="$reports/$(basename "$fixture")"
    status=0
    "$root/target/release/infragrade" check "$fixture" --sunet codyho --format "json=$report.json" \
        --format "sarif=$report.sarif" --format "junit=$report.xml" --format "gradescope=$report.gradescope" \
        --format "html=$report.html" || status=$?
    [[ "$status" -le 1 ]] || exit "$status"
done

# A class of them, with a name that means something to HTML, and one that cannot be graded.
class="$work/class"
rm -rf "$class"
mkdir -p "$class/<b>&\"' #?%" "$class/empty"
for fixture in "$root"/fixtures/*/manifest.json; do
    cp -r "$(dirname "$fixture")" "$class/"
done
cp "$root"/fixtures/starter/*.json "$class/<b>&\"' #?%/"
status=0
"$root/target/release/infragrade" batch "$class" --output "$reports/batch" --pages || status=$?
[[ "$status" -eq 1 ]] || exit 1

"$work/venv/bin/python" "$root/tests/formats/consume.py" "$schema" "$reports"
"$work/venv/bin/kubernetes-validate" --strict "$root"/deploy/*.yaml
node "$root/tests/formats/page.mjs" "$reports"/{hostile,reference,starter,database-serverless-v2}.html "$reports/batch/index.html"
