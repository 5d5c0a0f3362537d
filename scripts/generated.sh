#!/usr/bin/env bash
# Fails when a template and its committed Go code differ. Templates and code that are as they were when `make generate` wrote their
# sum are known to fit; otherwise the templates are generated anew in a copy and compared. With --write it writes the sum.
set -euo pipefail
cd "$(dirname "$0")/.."
rooms=(internal/web internal/mail) # those with templates
known=internal/web/generated.sum
sum() {
	find "${rooms[@]}" -name '*.templ' -o -name '*_templ.go' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d ' ' -f 1
}
if [ "${1:-}" = --write ]; then
	sum >"$known"
	exit
fi
[ "$(sum)" = "$(cat "$known" 2>/dev/null)" ] && exit
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/internal"
cp -r "${rooms[@]}" "$copy/internal/"
find "$copy" -name '*_templ.go' -delete
cp go.mod "$copy/" # templ reads the module's name from it
templ=$(go tool -n -modfile=tools.mod templ)
for room in "${rooms[@]}"; do
	(cd "$copy" && "$templ" generate -path "$room" >generate.log 2>&1) || {
		cat "$copy/generate.log" >&2
		exit 1
	}
	diff -ru "$room" "$copy/$room" >"$copy/difference" && continue
	head -n 40 "$copy/difference" >&2
	echo 'generated: run "make generate" and commit the result' >&2
	exit 1
done
