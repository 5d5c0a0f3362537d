#!/usr/bin/env bash
# The long runs, started by hand: fuzzing, the engine's benchmarks, load on the pages. Figures land in build/prove/;
# docs/performance.md keeps those of the last run that was judged.
set -euo pipefail
cd "$(dirname "$0")/.."
fuzz=${FUZZ_TIME:-10m}
out=build/prove
mkdir -p "$out"
scripts/setup.sh wrk hyperfine curl
scripts/verifier.sh
scripts/heif.sh
CGO_ENABLED=0 go build -trimpath -o build/sejur ./cmd/sejur
go test -run '^$' -bench . -benchmem -count 6 ./bench/ | tee "$out/bench.txt"
go tool -modfile=tools.mod benchstat "$out/bench.txt" | tee "$out/benchstat.txt"
bench/pages.sh | tee "$out/pages.txt"
bench/commands.sh | tee "$out/commands.txt"
go test -tags prove -timeout 2h -run TestEveryNumberIsTested -v ./internal/law | tee "$out/numbers.txt"
go test -tags prove -run TestTenMillionNoncesAreDistinct -v ./internal/keys | tee "$out/nonces.txt"
go test -tags prove -run TestASlowDiskSlowsEveryCommit -v ./internal/store/storetest | tee "$out/slowdisk.txt"
go test -tags prove -run TestNobodyLocksTheOwnerOut -v ./internal/office/account | tee "$out/wrongcodes.txt"
go test -tags prove -run TestSealingCostsNoWriterHisTurn -v ./bench | tee "$out/sealing.txt"
go test -tags prove -timeout 1h -run '^TestTenThousandPapersLeaveNothing$' -bench . -benchmem -v ./internal/print | tee "$out/papers.txt"
go test -tags prove -timeout 30m -run TestTwentyPhotosOf48MegapixelsAtOnceTakeLittleOfTheServer -v ./internal/files/inspect | tee "$out/photos.txt"
go test -tags prove -timeout 1h -run TestHowManyPassportsAreReadOnTheirPhotos -v ./internal/files/inspect | tee "$out/passports.txt"
go test -tags prove -timeout 30m -run TestTwentyPhotosAtOnceAreTakenByTheWholeHouse -v ./bench | tee "$out/photos-house.txt"
go test -tags prove -timeout 30m -run TestWhoSends -v ./bench | tee "$out/hostile.txt"
go test -tags prove -timeout 4h -run TestPagesCostTheSameHoweverMuchIsStored -v ./bench | tee "$out/archive.txt"
go test -tags prove -timeout 1h -run TwoOfficers -v ./internal/office/casework | tee "$out/officers.txt"
SEJUR_ROUNDS=${ROUNDS:-100} go test -timeout 2h -run TestKilled -v ./bench/faults/kill | tee "$out/kill.txt"
SEJUR_PAUSE=60s go test -timeout 30m -run Stood -v ./bench/faults/kill | tee "$out/pause.txt"
CGO_ENABLED=1 go test -race -timeout 2h ./... | tee "$out/races.txt"
scripts/fuzz.sh "$fuzz" | tee "$out/fuzz.txt"
