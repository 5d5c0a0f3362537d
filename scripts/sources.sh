#!/usr/bin/env bash
# Lists the Go files that people write: generated ones are formatted by their generator.
set -euo pipefail
cd "$(dirname "$0")/.."
find cmd internal law e2e bench scripts -name node_modules -prune -o -name '*.go' ! -name '*_templ.go' -print
