#!/bin/sh
# Runs the backend on this machine with a PostgreSQL of its own. No Docker; Debian's package is enough.
#
#   ./run-local.sh [--keep DIR] [--port PORT] [--release]
#
# The database and the images are in a temporary directory that is thrown away at the end, or in DIR, where
# they are found again next time. Ctrl-C ends it.
set -eu

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0"; }
fail() { echo "run-local.sh: $1" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
keep='' port=8000 profile=dev folder=debug
while [ $# -gt 0 ]; do
    case $1 in
        --keep) keep=${2:?"--keep needs a directory"}; shift 2 ;;
        --port) port=${2:?"--port needs a number"}; shift 2 ;;
        --release) profile=release folder=release; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; fail "unknown argument $1" ;;
    esac
done
case $port in '' | *[!0-9]*) fail "--port is $port; give a number" ;; esac

# Debian keeps the server's binaries out of the path, in a directory for each version.
bin=''
for candidate in /usr/lib/postgresql/*/bin; do
    if [ -x "$candidate/initdb" ]; then bin=$candidate; fi
done
if [ -z "$bin" ] && initdb=$(command -v initdb); then bin=$(dirname "$initdb"); fi
[ -n "$bin" ] || fail "PostgreSQL's server is not installed; run: apt-get install postgresql"
command -v cargo > /dev/null || fail "cargo is not installed; see https://rustup.rs"

# PostgreSQL refuses to run as root: then Debian's user runs it.
as_server=''
if [ "$(id -u)" = 0 ]; then
    id postgres > /dev/null 2>&1 || fail "there is no user postgres to run the database as; run this as another user than root"
    as_server='setpriv --reuid=postgres --regid=postgres --clear-groups'
fi

if [ -n "$keep" ]; then
    mkdir -p "$keep"
    root=$(cd "$keep" && pwd)
else
    root=$(mktemp -d -t yoctogram.XXXXXX)
fi
# The socket has a directory of its own: its path may not be long.
run=$(mktemp -d -t yoctogram-run.XXXXXX)
database='' app=''

cleanup() {
    trap - EXIT INT TERM
    if [ -n "$app" ]; then kill -TERM "$app" 2> /dev/null || true; wait "$app" || true; fi
    if [ -n "$database" ]; then kill -INT "$database" 2> /dev/null || true; wait "$database" || true; fi
    rm -rf "$run"
    [ -n "$keep" ] || rm -rf "$root"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$root/images" "$root/database"
[ -z "$as_server" ] || chown postgres: "$root/database" "$run"
# mktemp's directory is closed to others, the database's user among them.
[ -n "$keep" ] || chmod 711 "$root"
if [ -z "$as_server" ] || $as_server test -x "$root/database"; then :; else
    fail "the user postgres cannot reach $root; give --keep a directory outside of root's home"
fi

cargo build --quiet --profile "$profile" --manifest-path "$here/Cargo.toml"
target=$(cargo metadata --no-deps --format-version 1 --manifest-path "$here/Cargo.toml" |
    sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')

if [ ! -e "$root/database/PG_VERSION" ]; then
    $as_server "$bin/initdb" -D "$root/database" -U yoctogram -A trust -E UTF8 --locale=C.UTF-8 > "$run.log" 2>&1 ||
        { cat "$run.log" >&2; rm -f "$run.log"; fail "initdb failed"; }
    rm -f "$run.log"
fi
$as_server "$bin/postgres" -D "$root/database" -k "$run" -c listen_addresses= -c logging_collector=off \
    2> "$root/database.log" &
database=$!
until "$bin/pg_isready" -q -h "$run" -d postgres; do
    kill -0 "$database" 2> /dev/null || { cat "$root/database.log" >&2; fail "PostgreSQL did not start"; }
    sleep 0.1
done
"$bin/createdb" -h "$run" -U yoctogram yoctogram 2> /dev/null || true

# Tokens stay valid over a restart where the data does.
[ -s "$root/key" ] || (umask 077 && head -c 32 /dev/urandom | base64 > "$root/key")

echo "http://localhost:$port/api/v1/docs/" >&2
PRODUCTION=false POSTGRES_HOST="$run" POSTGRES_PORT=5432 POSTGRES_USER=yoctogram POSTGRES_PASSWORD='' \
    POSTGRES_DB=yoctogram SECRET_KEY="$(cat "$root/key")" LOCAL_UPLOAD_DIR="$root/images" LISTEN_ADDRESS=127.0.0.1 \
    PORT="$port" "$target/$folder/yoctogram" &
app=$!
wait "$app"
