# The front door. `make run` and `make test` work on a fresh machine with Python ≥ 3.11, make and git.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RAW ?= tests/sample/raw
RASID_HOME ?= data/home
SHARED ?= ../shared
PORT ?= 3000

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow ui bench lint format lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with make PYTHON=python3.12 …" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.dev ## everything for development

run: $(VENV)/.run ## the main job on the bundled sample (RAW=… RASID_HOME=… for your own)
	@$(BIN)/rasid run --raw $(RAW) --home $(RASID_HOME)

ui: $(VENV)/.run ## the Dagster UI on http://127.0.0.1:3000
	@$(BIN)/rasid ui --raw $(RAW) --home $(RASID_HOME) --port $(PORT)

test: $(VENV)/.dev ## the tests (five to six minutes on 2 cores)
	@$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

test-slow: $(VENV)/.dev ## the tests that take longer
	@$(BIN)/python -m pytest -m slow -n 2

bench: $(VENV)/.dev ## tables of quality and speed on real data (SHARED=folder)
	@$(BIN)/python -m benchmarks $(SHARED)

lint: $(VENV)/.dev ## ruff, mypy, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --disable-progress-bar sql

format: $(VENV)/.dev ## put code and SQL into their form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --disable-progress-bar sql

lock: ## resolve the dependencies of pyproject.toml anew
	@$(PYTHON) scripts/lock.py

clean: ## remove what was made
	rm -rf $(VENV) data/home .pytest_cache .mypy_cache .ruff_cache .hypothesis
