# make run and make test need only Python 3.11+ and make; the first call makes a private .venv from uv.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

# Offices inspect traffic with certificates of their own: trust what the machine trusts.
export UV_SYSTEM_CERTS ?= 1

.PHONY: help run test check build models translations clean
.DEFAULT_GOAL := help

help: ## show this
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## build the edition and open the dashboard at http://localhost:8501
	$(BIN)/karabakh serve --port $(PORT) $(if $(CI),--no-browser)

test: $(VENV)/.dev ## run the whole suite, browser tests included
	PYTHON=$(BIN)/python .ci/tools
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.dev ## ruff and mypy, strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

build: $(VENV)/.dev ## make the wheel in dist/
	$(BIN)/uv build --wheel --out-dir dist

models: $(VENV)/.dev ## train the coder's linear models from data/gold
	$(BIN)/uv sync --quiet --locked --inexact --group dev --group models
	$(BIN)/python data/models/coder.py

translations: $(VENV)/.dev ## take the messages of the code into the catalogues and compile these
	$(BIN)/pybabel -q extract -F pyproject.toml --no-default-keywords -k text -k message -k plural:1,2 \
		--add-location file -o $(VENV)/dashboard.pot dashboard
	$(BIN)/pybabel -q update -D dashboard -i $(VENV)/dashboard.pot -d dashboard/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 120
	$(BIN)/pybabel -q compile -D dashboard -d dashboard/locale

clean: ## remove the environment and what was built
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; call make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

$(VENV)/.run: $(VENV)/bin/uv pyproject.toml uv.lock
	$(BIN)/uv sync --quiet --locked --inexact --no-default-groups
	@touch $@

$(VENV)/.dev: $(VENV)/bin/uv pyproject.toml uv.lock
	$(BIN)/uv sync --quiet --locked --inexact --group dev
	@touch $@ $(VENV)/.run
