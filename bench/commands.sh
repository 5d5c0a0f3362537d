#!/usr/bin/env bash
# How long the commands take that need no law. Needs build/sejur and hyperfine; scripts/prove.sh sees to both.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/prove
echo '{"from":"2026-11-20","n":10,"unit":"working"}' >build/prove/days.json
echo '{"on":"2026-11-20","stays":[{"entry":"2026-09-01","exit":"2026-10-15"},{"entry":"2026-11-10"}]}' >build/prove/stay.json
hyperfine --warmup 3 --runs 50 --style basic \
	'build/sejur days add --json <build/prove/days.json' \
	'build/sejur days holidays 2026 --json' \
	'build/sejur stay short --json <build/prove/stay.json' \
	'build/sejur --help' 2>build/prove/hyperfine.log | grep -E '^ *(Benchmark|Time|Range)'
