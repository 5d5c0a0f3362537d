#!/usr/bin/env bash
# Fails when a template and its committed Go code differ: the templates are generated anew in a copy and compared.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/internal"
cp -r internal/web "$copy/internal/web"
find "$copy" -name '*_templ.go' -delete
cp go.mod "$copy/" # templ reads the module's name from it
templ=$(go tool -n -modfile=tools.mod templ)
(cd "$copy" && "$templ" generate -path internal/web >generate.log 2>&1) || {
	cat "$copy/generate.log" >&2
	exit 1
}
if ! diff -ru internal/web "$copy/internal/web" >"$copy/difference"; then
	head -n 40 "$copy/difference" >&2
	echo 'generated: run "make generate" and commit the result' >&2
	exit 1
fi
