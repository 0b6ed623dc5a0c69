#!/bin/sh
# Checks the statements against the schema and writes .sqlx, which builds without a database use.
# Run it after a change to a statement or a migration:
#
#   DATABASE_URL=postgres://user:password@host/database ./prepare-queries.sh
#
# The database must be one that holds the current schema: start the service on it once.
set -eu
cd "$(dirname "$0")"
: "${DATABASE_URL:?set it to a database with the current schema}"
rm -rf .sqlx
mkdir .sqlx
touch src/lib.rs
SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$PWD/.sqlx" cargo check --quiet
find .sqlx -name "*.json" | wc -l
