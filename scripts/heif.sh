#!/usr/bin/env bash
# Puts the decoder of HEIC pictures where internal/files/inspect/parse/heif takes it into the program: the WebAssembly module and the licences
# that github.com/gen2brain/heic carries, which Go downloads and compares with heif.sum. See docs/adr/0012-heic.md.
set -euo pipefail
cd "$(dirname "$0")/.."
to=internal/files/inspect/parse/heif/built
module=github.com/gen2brain/heic

go mod download -modfile=heif.mod "$module"
from=$(go list -m -modfile=heif.mod -f '{{.Dir}}' "$module")
for file in lib/heif.wasm.gz lib/LICENSE.libheif lib/LICENSE.libde265 LICENSE; do
	name=$(basename "$file")
	# A file that did not change keeps its time: the program is not linked anew for nothing.
	cmp -s "$from/$file" "$to/$name" || install -m 644 "$from/$file" "$to/$name"
done
