#!/usr/bin/env bash
# Everything that must hold before a change lands, from a bare machine. A failed step does not stop the next one:
# whoever reads the end sees all there is to mend. The last line is the sum, "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."

mkdir -p build/test
out=$PWD/build/test
export COUNTS=$out/counts
: >"$COUNTS"
failed_steps=()

# step NAME COMMAND…: one step. A command that writes its own counts is believed, the others count as one test; a step
# that fails without a failed test (it broke off, it did not build) is one failure.
step() {
	local name=$1 before began=$SECONDS ok=0 own
	shift
	before=$(wc -l <"$COUNTS")
	echo "== $name"
	"$@" || ok=1
	own=$(tail -n "+$((before + 1))" "$COUNTS" | awk '{ f += $2 } END { print NR ? f : "none" }')
	case "$own $ok" in
	"none 0") echo "1 0" >>"$COUNTS" ;;
	"none 1" | "0 1") echo "0 1" >>"$COUNTS" ;;
	esac
	[ $ok = 0 ] || failed_steps+=("$name")
	echo "== $name: $([ $ok = 0 ] && echo ok || echo FAILED) in $((SECONDS - began))s"
}

# aside NAME COMMAND…: begins what a later step waits for. It has the least claim on the processor, so that it takes what tests leave that wait for a
# disk, a server or a browser, and nobody waits for it. joined NAME: waits for it, and tells it whole.
declare -A asides
aside() {
	local name=$1
	shift
	: >"$out/$name.counts"
	(
		renice -n 15 -p "$BASHPID" >/dev/null
		COUNTS=$out/$name.counts "$@"
	) >"$out/$name.log" 2>&1 </dev/null &
	asides[$name]=$!
}
joined() {
	local ok=0
	wait "${asides[$1]}" || ok=1
	cat "$out/$1.log"
	cat "$out/$1.counts" >>"$COUNTS"
	return $ok
}

# gotest FLAGS…: go test, told by tally. Both exit codes count: a run that breaks off prints no failed test.
gotest() {
	go test -json "$@" 2>&1 </dev/null | build/test/tally -counts "$COUNTS"
}

gobench() {
	go test -run '^$' -bench . -benchtime 1x ./bench/ </dev/null
}

build() {
	go build -o build/test/tally ./scripts/tally &&
		scripts/verifier.sh &&
		scripts/heif.sh &&
		go build -o build/sejur ./cmd/sejur &&
		go build -tags demo -o build/sejur-demo ./cmd/sejur
}

# Packages arrive from the network while the compiler works.
scripts/setup.sh >"$out/setup.log" 2>&1 &
setup=$!
step build build
installed() {
	local ok=0
	wait "$setup" || ok=1
	cat "$out/setup.log"
	return $ok
}
step setup installed

# One database server for all packages; without it each starts its own. It goes when this script does.
if [ -z "${SEJUR_TEST_POSTGRES:-}" ]; then
	coproc POSTGRES { exec internal/store/storetest/postgres.sh; }
	read -r word address <&"${POSTGRES[0]}"
	[ "$word" = ok ] && export SEJUR_TEST_POSTGRES=$address
fi

step format scripts/format.sh
step generated scripts/generated.sh
step queries scripts/queries.sh
step law build/sejur law check
aside lint scripts/lint.sh
# Every test, on both engines. The linters have what vet knows.
step tests gotest -vet=off -timeout 9m ./...
# A benchmark that no longer compiles or no longer means what its name says is found here; its time is not looked at.
step benchmarks gobench
export SEJUR_BIN=$PWD/build/sejur SEJUR_DEMO_BIN=$PWD/build/sejur-demo
step browser gotest -vet=off -tags e2e -count=1 -timeout 8m ./e2e/...
step lint joined lint
# Keys in tokens need a C compiler and the maker's library; SoftHSM stands in for it.
CGO_ENABLED=1 step tokens gotest -vet=off -tags pkcs11 -timeout 3m ./internal/keys/...
# The detector of races makes a test three to ten times dearer: it has the rooms in which goroutines meet, on SQLite, and of the store the tests in
# which they do. `make prove` gives it everything.
races() ( # which need C
	export CGO_ENABLED=1
	gotest -race -vet=off -short -timeout 9m ./internal/files ./internal/jobs ./internal/keys/... ./internal/mail ./internal/office ./internal/print ./internal/web &&
		gotest -race -vet=off -short -timeout 9m -run 'Once|HoweverMany|TwoWriters|Share' ./internal/store
)
step races races
# The parsers that strangers' bytes meet first and that are cheap to build for fuzzing: dates, zones, seals, pictures, papers. What the others were found
# to fall over is among their tests; they have their turn in `make prove`.
step fuzzing scripts/fuzz.sh 10s '^internal/(calendar FuzzParse|mrz FuzzRead|seal FuzzSeal|seal/matrix FuzzCodewords|print FuzzVerify|verdict/photo FuzzRead)$'

if [ ${#failed_steps[@]} -gt 0 ]; then
	printf 'failed: %s\n' "${failed_steps[*]}"
fi
echo "took ${SECONDS}s"
awk '{ p += $1; f += $2 } END { printf "%d passed, %d failed\n", p, f }' "$COUNTS"
[ ${#failed_steps[@]} = 0 ]
