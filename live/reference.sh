#!/usr/bin/env bash
# Renews the reference picture of the front page: builds web/, serves it, and keeps what `infragrade live` sees.
#
# Needs Rust with cargo, node 20.19 or newer with npm, and Chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=4173
scratch=$(mktemp -d)
server=''
cleanup() {
    [[ -z "$server" ]] || kill "$server" 2>/dev/null || true
    rm -rf "$scratch"
}
trap cleanup EXIT

(
    cd web
    npm ci --silent --no-audit --no-fund
    npm run build -- --logLevel warn --outDir "$scratch/dist" --emptyOutDir
)
web/node_modules/.bin/vite preview web --outDir "$scratch/dist" --host 127.0.0.1 --port "$port" --strictPort >/dev/null &
server=$!

cargo build --quiet --release --features live
# It loses points where the reference is to change.
target/release/infragrade live --url "http://127.0.0.1:$port" --wait 0 --only appearance --pictures "$scratch" || [[ $? == 1 ]]
mv "$scratch/front-page.png" live/src/robot/look/reference.png
ls -l live/src/robot/look/reference.png
