# What one can do here. `make help` lists it.
PYTHON ?= python3.11
BIN := .venv/bin
SERVE ?= 1
export LIANQIAO_DEBUG ?= 0

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-spark browser lint format bench requirements messages clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

.venv/base: requirements/base.txt pyproject.toml
	$(PYTHON) -m venv .venv || (echo "Python's venv is missing: apt-get install python3-venv"; exit 1)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/semantic: .venv/base requirements/semantic.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/semantic.txt
	@touch $@

# Spark stands apart: it is large, and nothing else needs it. It comes as source, hence --no-build-isolation.
.venv-spark/ready: requirements/base.txt requirements/dev.txt requirements/build.txt requirements/spark.txt
	$(PYTHON) -m venv .venv-spark
	for name in base dev build; do .venv-spark/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$$name.txt || exit 1; done
	.venv-spark/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements/spark.txt
	.venv-spark/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/base ## a city with invented data at http://127.0.0.1:8000 (SERVE=0: print and stop)
	LIANQIAO_DATA=var/demo LIANQIAO_DEMO=1 $(BIN)/lianqiao demo $(if $(filter 0,$(SERVE)),--no-serve)

serve: .venv/base ## the site with your own data, in var/
	$(BIN)/lianqiao serve

test: .venv/dev ## all tests, a process for each core; browser journeys where Chromium is on the machine
	$(BIN)/python -m pytest -n logical --maxprocesses=8

test-spark: .venv-spark/ready ## the rules on a Spark cluster of this machine, beside DuckDB (needs Java 17 or 21)
	.venv-spark/bin/python -m pytest -m spark tests/engines/rules/test_spark.py

browser: ## Chromium and a Chinese font from Debian's packages, for the journeys
	apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk

lint: .venv/dev ## linters, types, import contracts, templates, known vulnerabilities
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	LIANQIAO_DATA=build/lint $(BIN)/lianqiao makemigrations --check --dry-run
	$(BIN)/pip-audit -r requirements/base.txt --disable-pip || echo "pip-audit: not reachable or findings above"

format: .venv/dev ## write the code the way lint wants it
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: .venv/dev .venv/semantic ## speed and quality beside peers, in one run (QUICK=1: small)
	$(BIN)/python -m bench $(if $(QUICK),--quick)

requirements: .venv/dev ## compile requirements/*.in to pinned and hashed *.txt
	for name in base build dev semantic spark; do $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt; done

messages: .venv/base ## collect and compile translations (needs gettext)
	cd src/lianqiao && LIANQIAO_DATA=../../build/lint ../../$(BIN)/lianqiao makemessages -l zh_Hans --no-location --no-wrap
	cd src/lianqiao && LIANQIAO_DATA=../../build/lint ../../$(BIN)/lianqiao compilemessages

clean: ## remove the demo, the build folder and caches; your own data in var/ stays
	rm -rf var/demo build .pytest_cache .mypy_cache .ruff_cache
