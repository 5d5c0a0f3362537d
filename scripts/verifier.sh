#!/usr/bin/env bash
# Builds the offline verifier: internal/verdict and what it stands on as WebAssembly, and the Go project's own script that starts it
# (see NOTICE). They land where internal/web/offline takes them into the program; without them a program says that it has none.
set -euo pipefail
cd "$(dirname "$0")/.."
to=internal/web/offline/built
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

GOOS=js GOARCH=wasm CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -o "$made/verifier.wasm" ./cmd/verifier
# The program carries it compressed, as nearly everybody gets it. Neither a name nor a time in it: the same sources, the same bytes.
gzip -9 -n <"$made/verifier.wasm" >"$made/verifier.wasm.gz"
cp "$(go env GOROOT)/lib/wasm/wasm_exec.js" "$made/wasm_exec.js"
cp "$(go env GOROOT)/LICENSE" "$made/LICENSE-go.txt"
for name in verifier.wasm.gz wasm_exec.js LICENSE-go.txt; do
	# A file that did not change keeps its time: the program is not linked anew for nothing.
	cmp -s "$made/$name" "$to/$name" || cp "$made/$name" "$to/$name"
done
