.DEFAULT_GOAL := help
.PHONY: help run demo test faults bench fuzz build install format lint clean

help: ## list these targets
	@scripts/help.sh

run: ## build the desk and start it on http://localhost:8080 (ARGS="--port 9000" passes options on)
	@scripts/run.sh $(ARGS)

demo: ## the same with two agents and twelve tickets in a data directory that is thrown away
	@scripts/demo.sh $(ARGS)

test: ## every check there is: format, Swift, JavaScript, and real browsers
	@scripts/test.sh

faults: ## kill, fill, lock and cut off what the desk stands on (ARGS="-k R21" chooses)
	@scripts/faults.sh $(ARGS)

bench: ## measure speed, waiting and memory of the release (ARGS="--calls 5" changes sizes)
	@scripts/bench.sh $(ARGS)

fuzz: ## feed the parsers with made-up bytes (TARGET=form RUNS=1000000 SECONDS=60 chooses one and ends sooner)
	@scripts/fuzz.sh "$(TARGET)" "$(RUNS)" "$(SECONDS)"

build: ## build the release
	@scripts/build.sh

install: ## install the release with its systemd unit (PREFIX=/usr/local, DESTDIR for packages)
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install.sh

format: ## bring all Swift sources into the agreed form
	@scripts/format.sh

lint: ## say where Swift sources differ from the agreed form
	@scripts/lint.sh

clean: ## remove what was built; data and settings stay
	@scripts/clean.sh
