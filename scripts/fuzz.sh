#!/usr/bin/env bash
# Fuzzes the targets of the tree for the time given, one target a core: scripts/fuzz.sh 10s, or only those whose folder
# and name fit a pattern: scripts/fuzz.sh 10s 'law FuzzLoad|FuzzShort'
set -uo pipefail
cd "$(dirname "$0")/.."
each=${1:?how long, such as 10s}
only=${2:-.}

# Rooms that parse what strangers send. One without a target has lost its guard.
must=(internal/calendar internal/locale internal/stay internal/law internal/person internal/mrz internal/seal internal/seal/matrix internal/seal/certificate internal/mail internal/form internal/api internal/web internal/print internal/verdict internal/files/inspect internal/files/inspect/parse)

outcomes=$(mktemp -d)
trap 'rm -rf "$outcomes"' EXIT
found=$(grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' internal cmd | sed -E 's/^([^:]+)\/[^\/:]+:[0-9]+:func /\1 /' | sort)
for room in "${must[@]}"; do
	if ! grep -q "^$room " <<<"$found"; then
		echo "FAIL  $room has no fuzz target"
		touch "$outcomes/failed.$(tr / . <<<"$room")"
	fi
done

run() { # folder, target
	# Of a signature no shorter input does the same: the minute that Go would look for one is better spent.
	go test -run '^$' -fuzz "^$2\$" -fuzztime "$each" -fuzzminimizetime 100x -parallel 1 "./$1" 2>&1 </dev/null
}

# late tells whether a run failed by nothing but its own end (go.dev/issue/75804): Go now and then takes that for a failure of the target, and then says
# this and names no input. Whatever the target did wrong has an input, a panic or a process that ended.
late() {
	grep -qx '    context deadline exceeded' <<<"$1" && ! grep -qE 'Failing input|panic|hung or terminated|[a-z_]+_test\.go:' <<<"$1"
}

fuzz() { # folder, target
	local out
	if out=$(run "$@") || { late "$out" && echo "again $1 $2: Go took the end of the time for a failure" && out=$(run "$@"); }; then
		echo "ok    $1 $2: $(grep -oE 'execs: [0-9]+' <<<"$out" | tail -n 1)"
		touch "$outcomes/passed.$2.$$"
	else
		printf 'FAIL  %s %s\n%s\n' "$1" "$2" "$out"
		touch "$outcomes/failed.$2.$$"
	fi
}
export -f run late fuzz
export each outcomes
xargs -r -L 1 -P "$(nproc)" bash -c 'fuzz "$@"' fuzz < <(grep -E "$only" <<<"$found")

count() { find "$outcomes" -name "$1.*" | wc -l; }
passed=$(count passed)
failed=$(count failed)
[ -n "${COUNTS:-}" ] && echo "$passed $failed" >>"$COUNTS"
[ "$failed" = 0 ]
