# Two commands do everything on a fresh Debian 12 with Go 1.26 and make:
#   make run    builds Sejur and serves it on http://localhost:8080
#   make test   installs what the tests need and runs all of them

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# A clone owned by somebody else has no readable version stamp; the build must not stop there.
# And everything is built in one way, the program's own: another way costs the compiler every package again. What needs C says so itself.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false -trimpath)
export CGO_ENABLED := 0
TOOL := go tool -modfile=tools.mod

.PHONY: help
help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build the program into build/sejur.
	@scripts/verifier.sh
	@scripts/heif.sh
	@go build -o build/sejur ./cmd/sejur

.PHONY: demo
demo: ## Build the program with its made-up people into build/sejur-demo.
	@scripts/verifier.sh
	@scripts/heif.sh
	@go build -tags demo -o build/sejur-demo ./cmd/sejur

.PHONY: run
run: demo ## Serve made-up people on http://localhost:8080, where you sign in as any of them.
	@exec ./build/sejur-demo demo

.PHONY: check
check: ## While you work: format, vet, unit tests, the law and the texts.
	@scripts/format.sh
	@scripts/heif.sh
	@go vet ./...
	@go vet -tags demo ./cmd/sejur ./internal/web ./internal/office/account
	@go test -short -vet=off ./...
	@go run ./cmd/sejur law check

.PHONY: test
test: ## Everything that CI runs: installs what it needs, lint, race detector, fuzzing, browser.
	@scripts/test.sh

.PHONY: prove
prove: ## The long runs: fuzzing for ten minutes a target, benchmarks, load on the pages.
	@scripts/prove.sh

.PHONY: lint
lint: ## Run the linters.
	@scripts/lint.sh

.PHONY: format
format: ## Format the Go code and the templates.
	@gofmt -w $$(scripts/sources.sh)
	@$(TOOL) templ fmt internal/web internal/mail

.PHONY: generate
generate: ## Write the Go code of the templates anew.
	@$(TOOL) templ generate -path internal/web
	@$(TOOL) templ generate -path internal/mail
	@scripts/generated.sh --write

.PHONY: queries
queries: ## Write the Go code of the store's queries anew.
	@scripts/queries.sh --write

.PHONY: e2e
e2e: build demo ## The journeys in a real browser, with axe.
	@scripts/setup.sh
	@SEJUR_BIN="$$PWD/build/sejur" SEJUR_DEMO_BIN="$$PWD/build/sejur-demo" go test -tags e2e -count=1 ./e2e/...

.PHONY: shots
shots: build demo ## Draw every kind of page into e2e/shots/, on a phone and on a desk.
	@scripts/setup.sh
	@SEJUR_BIN="$$PWD/build/sejur" SEJUR_DEMO_BIN="$$PWD/build/sejur-demo" SEJUR_SHOTS="$$PWD/e2e/shots" go test -tags e2e -count=1 -run '^TestShots$$|BehindADoor' ./e2e/

.PHONY: bench
bench: ## Measure the engine.
	@go test -run '^$$' -bench . -benchmem ./bench/

.PHONY: clean
clean: ## Remove what was built.
	@rm -rf build e2e/node_modules e2e/shots
