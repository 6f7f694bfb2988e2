# Every target says what it does; `make` alone lists them.
RUN := ./tools/run
POSTGRES ?= tests/office
# Many tests wait for servers and browsers, the longest most of their time: four more processes than processors keep these busy.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell expr $$(nproc) + 4)
# A file stays in one process, which makes what its tests share once; tests/conftest.py says which files come first.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo pictures test test-postgres test-long coverage gates lint types contracts fuzz chaos bundle audit handbook bench bench-second bench-load bench-workers bench-scale bench-lists bench-sifting bench-searching bench-upgrading check format clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## inspect 示例市 on loopback, print its circular, serve the web interface (DEMO="--no-serve" stops before that)
	$(RUN) xunwang demo $(DEMO)

pictures: ## pictures of the main pages: into docs/images, and of each that the side bar leads to into out/demo/pictures (DEMO_FOLDER="out/demo", played where it is not there yet)
	$(RUN) python tools/pictures $(DEMO_FOLDER)

test: ## all tests of the gate
	$(RUN) pytest $(PARALLEL) -m "not long" $(PYTEST)

# Few of these wait for anything but the server: fewer processes do, each of which takes five seconds to begin.
test-postgres: export PYTEST_XDIST_AUTO_NUM_WORKERS := $(shell expr $$(nproc) + 2)
test-postgres: ## the tests of the office that ask a database, on a PostgreSQL server of their own (POSTGRES="tests/office/jobs …" for a part)
	$(RUN) python tests/postgres_server.py pytest $(PARALLEL) -m "not long and not cluster" $(POSTGRES) $(PYTEST)

test-long: ## the tests that do not fit the gate as well
	$(RUN) pytest $(PARALLEL) $(PYTEST)

coverage: ## the tests of the gate with branch coverage
	$(RUN) pytest $(PARALLEL) -m "not long" --cov --cov-report=term:skip-covered $(PYTEST)

gates: ## only the quality gates, with their figures
	$(RUN) pytest tests/gate -s $(PYTEST)

lint: ## style and form of the code
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: ## strict types
	$(RUN) mypy

contracts: ## who may import whom
	$(RUN) lint-imports

fuzz: ## spoiled input for every reader, ten minutes (FUZZ="--seconds 60 --only page"; prints a table for docs/operations.md)
	$(RUN) python -m bench.fuzz $(FUZZ)

chaos: ## faults at any moment, ten minutes: power cuts, killed and starved workers, a full disk, a database that goes (CHAOS="--seconds 60 --seed 1")
	$(RUN) python -m bench.chaos $(CHAOS)

bundle: ## everything an installation without internet needs, with its own Python (dist/xunwang-VERSION-ARCH.tar.gz)
	deploy/bundle dist

audit: ## known faults of the dependencies; asks the package index (AUDIT="-s osv" for another source, ADVISORIES="all.zip" for a file of OSV)
	$(RUN) python tools/audit $(if $(ADVISORIES),--advisories $(ADVISORIES),$(AUDIT))

handbook: ## write the handbooks of indicators and of the office and the list of unread reasons anew from norms and code
	$(RUN) python -m xunwang.office.web.guide
	$(RUN) python -m xunwang.inspector.norms.handbook
	$(RUN) python -m xunwang.inspector.fetch.reasons

bench: ## speed beside the peers, needs nginx and wget (BENCH="--pages 500 --rounds 1", BENCH="--write" for docs/performance.md)
	$(RUN) python -m bench.crawl $(BENCH)

bench-second: ## the second pass over a city of which 1 % has changed (BENCH="--pages 3000 --proof")
	$(RUN) python -m bench.incremental $(BENCH)

bench-load: ## the web under 200 people for a minute (BENCH="--beside" with imports and a crawl; ON=postgres for a server of its own)
	$(RUN) python $(if $(filter postgres,$(ON)),tests/postgres_server.py --lasting python) -m bench.load $(if $(filter postgres,$(ON)),--postgres) $(BENCH)

bench-workers: ## what a page costs with 1, 2 and 4 workers on PostgreSQL: CPU, database, lock waits (BENCH="--workers 1,2")
	$(RUN) python tests/postgres_server.py --lasting python -m bench.scale.workers $(BENCH)

bench-scale: ## pages and nightly jobs of an office as large as the country, hours whole (BENCH="--sites 1000 --accounts 5000 --findings 1000000")
	$(RUN) python -m bench.scale $(BENCH)

bench-lists: ## every list of an office with 500 websites and 3,000 accounts, which is to come within a second (BENCH="--folder out/lists" to use it again)
	$(RUN) python -m bench.scale --sites 500 --accounts 3000 --findings 100000 --lists $(BENCH)

bench-sifting: ## bulk re-check: archived pages a second that one text rule goes through (BENCH="--pages 100000")
	$(RUN) python -m bench.sifting $(BENCH)

bench-searching: ## the same as jobs of an office, a worker killed in the middle (BENCH="--runs 4")
	$(RUN) python -m bench.searching $(BENCH)

bench-upgrading: ## an office filled by an earlier version, upgraded and taken back (BENCH="--before COMMIT")
	$(RUN) python -m bench.upgrading $(BENCH)

check: lint types contracts test ## what the gate checks, but for its tests on PostgreSQL

format: ## let the formatter have its way
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

clean: ## remove what builds and tests leave behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .coverage htmlcov build dist
