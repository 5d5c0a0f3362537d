#!/usr/bin/env bash
# Fails when gofmt would change a file, and names it.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(scripts/sources.sh)
bad=$(gofmt -l "${files[@]}")
if [ -n "$bad" ]; then
	printf 'gofmt would change (run "make format"):\n%s\n' "$bad" >&2
	exit 1
fi
