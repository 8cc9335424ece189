# `make run` opens the app; `make test` checks everything. Each installs what it needs the first time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test venv chromium clean

run: $(VENV)/.installed
	@$(BIN)/python app.py $(ARGS)

test: $(VENV)/.installed-dev chromium
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

$(VENV)/.installed: requirements.txt
	@$(MAKE) --no-print-directory venv
	$(BIN)/python -m pip install -r $<
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt
	@$(MAKE) --no-print-directory venv
	$(BIN)/python -m pip install -r $<
	@touch $@ $(VENV)/.installed

venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Install it (sudo apt install python3), or name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. Install it: sudo apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

chromium: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.chromium

clean:
	rm -rf $(VENV)
