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
		CGO_ENABLED=0 go build -trimpath -o build/sejur ./cmd/sejur &&
		CGO_ENABLED=0 go build -trimpath -tags demo -o build/sejur-demo ./cmd/sejur
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
step lint go tool -modfile=tools.mod golangci-lint run
# Keys in tokens need a C compiler and the maker's library; SoftHSM stands in for it.
step tokens gotest -tags pkcs11 -timeout 3m ./internal/keys/...
step law build/sejur law check
# Every test, on both engines.
step tests gotest -timeout 9m ./...
# The detector of races makes a test three to ten times dearer: it has the rooms in which goroutines meet, on SQLite, and of the store the tests in
# which they do. `make prove` gives it everything.
races() {
	gotest -race -short -timeout 9m ./internal/files ./internal/jobs ./internal/keys/... ./internal/mail ./internal/office ./internal/print ./internal/web &&
		gotest -race -short -timeout 9m -run 'Once|HoweverMany|TwoWriters|Share' ./internal/store
}
step races races
# A benchmark that no longer compiles or no longer means what its name says is found here; its time is not looked at.
step benchmarks gobench
# The parsers of dates, stays, zones, seals, pictures and papers; a target whose room is costly to build for fuzzing takes its turn in `make prove`.
step fuzzing scripts/fuzz.sh 10s '(FuzzParse|FuzzShort|FuzzRead|FuzzSeal|FuzzCodewords|FuzzVerify)$'
export SEJUR_BIN=$PWD/build/sejur SEJUR_DEMO_BIN=$PWD/build/sejur-demo
step browser gotest -tags e2e -count=1 -timeout 8m ./e2e/...

if [ ${#failed_steps[@]} -gt 0 ]; then
	printf 'failed: %s\n' "${failed_steps[*]}"
fi
echo "took ${SECONDS}s"
awk '{ p += $1; f += $2 } END { printf "%d passed, %d failed\n", p, f }' "$COUNTS"
[ ${#failed_steps[@]} = 0 ]
