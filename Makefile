# Each target sets up what it needs: `make test` on a bare clone first makes .venv.
# A venv is made anew only when pyproject.toml or constraints.txt changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help check test trust lint types report accuracy peers bench clean
.DELETE_ON_ERROR:

help:
	@echo 'make check    check the example sheets with twofold'
	@echo 'make test     run the tests'
	@echo "make trust    check the strangers' sheets of right formulas: nothing may be flagged (5 minutes)"
	@echo 'make lint     run ruff'
	@echo 'make types    run mypy'
	@echo 'make report   write the derivation report to build/report.html'
	@echo 'make accuracy measure coverage, false alarms and planted slips (15 minutes); writes docs/accuracy.md'
	@echo 'make peers    ask other checkers of the same formulas, each in build/peers; kept for make accuracy'
	@echo 'make bench    measure how fast it is'
	@echo 'make clean    remove reports, caches and build folders (not $(VENV))'

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { \
	  echo 'Twofold needs Python 3.11 or newer, and there is no $(PYTHON). Name another one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Twofold needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@echo 'Setting up $(VENV); the first time takes a few minutes, most of them for torch.'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# The right sheet must exit 0. The sheet with slips must exit 1 and say how many are wrong: a crash of Python exits 1 too.
check: $(READY)
	$(BIN)/twofold check examples/right.md
	@echo '$(BIN)/twofold check examples/slips.md'
	@found=$$($(BIN)/twofold check examples/slips.md); code=$$?; printf '%s\n' "$$found"; \
	if [ $$code -ne 1 ]; then \
	  echo "make check: FAILED. twofold should exit 1 on examples/slips.md and exited $$code." >&2; exit 1; fi; \
	if ! printf '%s\n' "$$found" | grep -Eq '[1-9][0-9]* wrong'; then \
	  echo 'make check: FAILED. twofold exited 1 on examples/slips.md but reported no formula as wrong.' >&2; exit 1; fi
	@echo 'make check: as it should be. No finding in examples/right.md, and exit 1 for the slips in examples/slips.md.'

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Sheets of other hands, on which nothing may be flagged either.
trust: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/twofold check --jobs 2 --quiet tests/sheets/right/strangers

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

report: $(READY)
	@mkdir -p build
	$(BIN)/twofold report --format html --output build/report.html

accuracy: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.accuracy

peers: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.peers.asking

bench: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.speed

clean:
	rm -rf build dist twofold.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./$(VENV) -prune -o -type d -name __pycache__ -print | xargs rm -rf
