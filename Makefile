# Everything a developer or an operator types. Plain python3 and make are enough; `make help` lists the targets.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
TESTS := not services and not journey
# where an untested branch is a wrong payment or an open bid
WHOLE := */rules.py,*/rules/*,*/states.py,marketplace/core/*,marketplace/statutes/*,bidding/sealing/*
# one-line texts need no trimming, short blocks no label, and the title stands in an included head
TEMPLATE_RULES_LEFT := untrimmed-blocktranslate,endblock-label,missing-title

.DEFAULT_GOAL := help
.PHONY: help install run test coverage check types services services-stop test-services test-durability bench bench-ranking bundle check-bundle lock messages states clean clean-data

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'
	@echo "Variables: PORT (8000), DATA_DIR (.data), DATABASE_URL, BROKER_URL, SEARCH_URL, WORKERS; all in docs/operations.md"

.venv/.run.stamp: requirements/run.txt scripts/environment.sh
	@PYTHON=$(PYTHON) bash scripts/environment.sh run

.venv/.test.stamp: requirements/test.txt scripts/environment.sh
	@PYTHON=$(PYTHON) bash scripts/environment.sh test

install: .venv/.run.stamp ## build the environment in .venv from hashed pins

run: .venv/.run.stamp ## start everything on http://127.0.0.1:8000 (Ctrl-C stops it, the data stay in .data)
	@exec $(BIN)/python -m marketplace.launch.supervisor

test: .venv/.test.stamp ## run the tests that need nothing but this folder
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "$(TESTS)" $(PYTEST); \
	status=$$?; $(BIN)/python -m marketplace.launch.postgres stop .data/test/postgres; exit $$status

coverage: .venv/.test.stamp ## run the tests, measure the branches they reach, hold them against the floors of the house
	@$(MAKE) test PYTEST="--cov --cov-report= $(PYTEST)"
	@$(BIN)/coverage report --include='$(WHOLE)' --fail-under=100
	@$(BIN)/coverage report --skip-covered --fail-under=95

check: .venv/.test.stamp ## style, import graph, templates, migrations, settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@git ls-files -z '*/templates/*.html' | xargs -0 -r $(BIN)/djangofmt check --quiet --ignore $(TEMPLATE_RULES_LEFT)
	$(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	$(BIN)/python -W ignore manage.py check
	@bash scripts/no_addresses.sh

types: .venv/.test.stamp ## mypy with django-stubs
	$(BIN)/mypy .

services: .venv/.test.stamp ## install and start PostgreSQL, Redis, OpenSearch, stripe-mock, Chromium (Debian)
	@bash scripts/services.sh start

services-stop: ## stop what `make services` started
	@bash scripts/services.sh stop

test-services: .venv/.test.stamp ## run the suite against the real services, browser journeys included
	@bash scripts/services.sh test

test-durability: .venv/.run.stamp ## cut the power of a running product while bids are sealed (root, xfsprogs, libeatmydata1, some minutes)
	$(BIN)/python scripts/power_cut.py $(DURABILITY)
	$(BIN)/python scripts/power_cut.py --without-flush --cuts 1 --kills 0 --seconds 15

bench: .venv/.test.stamp ## measure pages and search; prints figures beside a trivial page of the same run
	@$(BIN)/python -m benchmarks $(BENCH)

bench-ranking: .venv/.test.stamp ## what the ranking reaches on simulated markets; BENCH=--speed for time and memory
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.ranking $(BENCH)

lock: .venv/.test.stamp ## write requirements/*.txt anew from the .in files
	@bash scripts/lock.sh

bundle: ## build the sealing script of the pages from frontend/sealing (Node, development only)
	@bash scripts/bundle.sh

check-bundle: ## test the sealing script and compare the committed one with its sources (Node)
	@bash scripts/bundle.sh --check

messages: .venv/.run.stamp ## bring the Chinese catalogues up to date with the sources
	@$(BIN)/python scripts/messages.py

states: .venv/.run.stamp ## write docs/states.md from the state tables
	@$(BIN)/python scripts/states.py

clean: ## remove the environment, caches and test data (the district in .data stays)
	-@[ ! -x $(BIN)/python ] || $(BIN)/python -m marketplace.launch.postgres stop .data/test/postgres
	rm -rf .venv .data/test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov artifacts
	find . -name __pycache__ -type d -not -path './.data/*' -prune -exec rm -rf {} +

clean-data: ## remove the district's data too; the next `make run` begins anew
	-@[ ! -x $(BIN)/python ] || $(BIN)/python -m marketplace.launch.postgres stop .data/postgres
	rm -rf .data
