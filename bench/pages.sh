#!/usr/bin/env bash
# Load on the plan's page: 1,000 different situations over 32 connections, plain and gzip, driver and server on one machine.
# Needs build/sejur (or another program that SEJUR_BIN names), wrk and curl; scripts/prove.sh sees to them.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-20}
program=${SEJUR_BIN:-build/sejur}
mkdir -p build/prove
log=build/prove/server.log
export SITUATIONS=$PWD/build/prove/situations
go run ./bench/situations -n 1000 >"$SITUATIONS"

data=$(mktemp -d)
started=$(date +%s%N)
"$program" serve --addr 127.0.0.1:0 --data "$data" >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
origin=
for _ in $(seq 200); do
	origin=$(grep -oE -m1 'http://(127\.0\.0\.1|localhost):[1-9][0-9]*' "$log" | head -n 1 || true)
	[ -n "$origin" ] && curl -fsS -o /dev/null "$origin/readyz" 2>/dev/null && break
	kill -0 "$server" || { cat "$log"; exit 1; }
	read -rt 0.01 <> <(:) || true
done
[ -n "$origin" ] || { echo "pages: the service told no address" >&2; exit 1; }
echo "ready after $((($(date +%s%N) - started) / 1000000)) ms"

memory() { awk -v what="$1" '/^VmRSS/ { printf "memory %s: %.0f MB\n", what, $2 / 1024 }' "/proc/$server/status"; }
memory "at rest"
for encoding in identity gzip; do
	ENCODING=$encoding wrk -t1 -c32 -d "${seconds}s" --latency -s bench/pages.lua "$origin" | grep 'requests/s,'
done
memory "after the load"
