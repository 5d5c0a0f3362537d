#!/usr/bin/env bash
# Fails when the queries and their committed Go code differ: sqlc is costly to build, so it is asked only when a query, the schema or the
# code is not as `make queries` left it. With --write it writes the code and the sum anew.
set -euo pipefail
cd "$(dirname "$0")/.."
known=internal/store/query/generated.sum
sum() {
	find sqlc.yaml internal/store/migrations internal/store/queries internal/store/query -name '*.sql' -o -name '*.go' -o -name sqlc.yaml |
		LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d ' ' -f 1
}
if [ "${1:-}" = --write ]; then
	go tool -modfile=queries.mod sqlc generate
	sum >"$known"
	exit
fi
[ "$(sum)" = "$(cat "$known" 2>/dev/null)" ] && exit
go tool -modfile=queries.mod sqlc diff || {
	echo 'queries: run "make queries" and commit the result' >&2
	exit 1
}
