#!/usr/bin/env bash
# Runs the linters: over the whole tree, built without C, and over the one room that needs C, built with it.
set -uo pipefail
cd "$(dirname "$0")/.."
linter=$(go tool -n -modfile=tools.mod golangci-lint) || exit 1
failed=0
"$linter" run --allow-parallel-runners || failed=1
go vet ./cmd/sejur ./internal/web || failed=1 # as they are without a demo
CGO_ENABLED=1 "$linter" run --allow-parallel-runners --build-tags pkcs11 ./internal/keys/token/ || failed=1
exit $failed
