# Wegwijzer: every task of the project; `make help` lists them. For GNU make and a POSIX shell.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help venv chat ingest eval bench test check lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile
	@echo
	@echo '  More arguments: make chat ARGS="--port 8000". Another Python: make chat PYTHON=python3.13'

venv: $(READY) ## make the virtual environment and install the pinned packages

chat: $(READY) ## open the chat window (installs first, when needed)
	@$(BIN)/wegwijzer chat $(ARGS)

ingest: $(READY) ## bring the index in line with the corpus folder
	@$(BIN)/wegwijzer ingest $(ARGS)

eval: $(READY) ## run the evaluation suite
	@$(BIN)/wegwijzer eval $(ARGS)

bench: $(READY) ## measure speed and memory
	@$(BIN)/wegwijzer bench $(ARGS)

test: $(READY) ## run all tests, the gate of the evaluation suite included
	@$(BIN)/python -m pytest $(ARGS)

check: $(READY) ## check formatting, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

lock: $(READY) ## remake requirements.lock (to raise versions: ARGS="--upgrade --upgrade-strategy eager")
	@$(PIP) $(ARGS) -e '.[dev]'
	@$(BIN)/python .ci/lock.py
	@touch $(READY)

clean: ## remove the virtual environment and the caches (the index stays)
	rm -rf $(VENV) build dist ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .gradio
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(READY) is written last, so an install that was broken off is done again. An environment whose pip does not run
# (its Python was removed, or making it stopped half-way) is made anew, with the first Python of a version that fits.
$(READY): requirements.lock pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  for python in $(PYTHON) python3.13 python3.12 python3.11; do \
	    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	      && exec "$$python" -m venv --clear $(VENV); \
	  done; \
	  echo "Wegwijzer needs Python 3.11, 3.12 or 3.13 and found none; $(PYTHON) is: $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Install one of them, or name it: make chat PYTHON=/path/to/python3.13" >&2; \
	  exit 1; }
	@echo "Installing into $(VENV) (the first time this takes some minutes) ..."
	@$(PIP) -r requirements.lock
	@$(PIP) --no-deps -e .
	@touch $@
