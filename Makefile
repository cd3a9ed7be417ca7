# The few commands of this project; `make` alone lists them.
# Everything lands in this folder: .venv, .venv-demo, out. A step is done again only when what it depends on has changed.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
ARGS ?=

.PHONY: help setup demo test check format bench lock clean
.DEFAULT_GOAL := help

help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-7s %s\n", $$1, $$2}'

setup: .venv/.ready ## the development environment, with .venv/bin/kb
demo: .venv-demo/.ready ## load, ask and draw with a light environment of its own; pictures land in out/
	@PATH="$(CURDIR)/.venv-demo/bin:$$PATH" bash scripts/demo.sh

test: .venv/.ready ## all tests (make test ARGS='-k saga'; ARGS=--cov for coverage)
	@PYTHON=.venv/bin/python bash scripts/system-setup.sh
	@.venv/bin/python -m pytest $(ARGS)

check: .venv/.ready ## format, lint, types, import direction, limits, examples in README and docs
	@bash scripts/check.sh

format: .venv/.ready ## put code and the outputs shown in README and docs in order
	@.venv/bin/ruff check --fix-only
	@.venv/bin/ruff format
	@.venv/bin/python scripts/catalogue_sources.py --write
	@bash scripts/pictures.sh
	@.venv/bin/python scripts/run_notebook.py --write
	@.venv/bin/python scripts/check_readme.py --write

bench: .venv/.ready ## measure speed (make bench ARGS=...)
	@.venv/bin/python -m bench $(ARGS)

lock: ## choose versions again (make lock ARGS=--upgrade for the newest)
	@bash scripts/lock.sh $(ARGS)

clean: ## remove environments, caches and what was built
	rm -rf .venv .venv-demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* htmlcov dist out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready: requirements/dev.txt
.venv-demo/.ready: requirements/demo.txt
.venv/.ready .venv-demo/.ready: requirements/bootstrap.txt requirements/build.txt pyproject.toml
	@PYTHON="$(PYTHON)" bash scripts/venv.sh $(@D) $(filter-out %/bootstrap.txt %/build.txt %.toml,$^)
	@touch $@
