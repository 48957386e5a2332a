# `make run` serves, `make test` tests, `make check` reads the code. Everything is installed into .venv first, once;
# the stamps in .make/ say what is up to date. Needs Python 3.11 or newer and nothing else: Node comes from PyPI.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
# npm and what it starts must find the node of .venv.
NPM := cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm
# torch goes first: whatever asks for it later finds this build. On a machine whose default brings CUDA, name the
# CPU builds' index: make install TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH := $(shell sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/build -prune -o -path frontend/templates -prune -o -type f -print)

.PHONY: help install frontend run test test-all check format bench clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: .make/python frontend ## Python packages into .venv and the built frontend

frontend: .make/frontend ## style, fonts and islands into api/static

run: install ## serve http://127.0.0.1:8000, with the examples on the first start
	@$(BIN)/python app.py

# Two processes, each with one core for its sums: more threads than cores wait for each other.
test: install ## the tests, but for the long ones
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal -m "not slow"

# Pytest ends with 5 where nothing is selected, and nothing is wrong with that.
test-all: install ## the long tests that `make test` leaves out: fuzzing, training, all of the real data
	$(BIN)/pytest -m slow || [[ $$? -eq 5 ]]

check: install ## style, types and import contracts, of the frontend too
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run --silent check

format: install ## let ruff write the style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# All of them, whatever one finds; those whose limits are broken, or which cannot be measured here, are named at the end.
bench: install ## the measurements in bench/, each against its own limits
	@failed=""; \
	for file in bench/[!_]*.py bench/*/__main__.py; do \
	    name="$${file%.py}"; name="$${name%/__main__}"; name="$${name//\//.}"; echo; echo "== $$name"; \
	    $(BIN)/python -m "$$name" || failed+=" $$name"; \
	done; \
	[[ -z $$failed ]] || { echo; echo "Not within limits, or not measured:$$failed" >&2; exit 1; }

clean: ## everything that make made; never the library in data/
	rm -rf .venv .make .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache almanac.egg-info build
	rm -rf frontend/node_modules frontend/build api/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.make/venv:
	@mkdir -p .make
	@python="$(PYTHON)"; \
	for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	    [[ -n $$python ]] || ! "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || python=$$name; \
	done; \
	[[ -n $$python ]] || { echo "Almanac needs Python 3.11 or newer, and none was found. Name one: make install PYTHON=/path/to/python" >&2; exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo "$$python cannot make virtual environments; on Debian: apt install python3-venv" >&2; exit 1; }; \
	"$$python" -m venv .venv
	@touch $@

.make/python: .make/venv pyproject.toml constraints.txt
	@echo "Python packages into .venv: about 520 MB to download the first time, 2 GB on disk, one to three minutes …"
	$(BIN)/python -m pip install --quiet $(if $(TORCH_INDEX),-i $(TORCH_INDEX)) "$(TORCH)"
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	@touch $@

.make/node: .make/python frontend/package.json frontend/package-lock.json
	$(NPM) ci --include=dev --no-progress
	@touch $@

.make/frontend: .make/node $(FRONTEND) $(if $(wildcard api/static/manifest.json),,.make/missing)
	$(NPM) run --silent build
	@touch $@

.PHONY: .make/missing
.make/missing:
