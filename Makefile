# Everything from a fresh clone: the first call makes .venv (with pip, over the network), later ones use it.
# The paths in CORPUS, DB, RULES and REPORT may hold spaces; so may the path of this folder.

CORPUS = corpus
DB     = output/gongbao.duckdb
RULES  =
JOBS   =
REPORT = output/report.html
SIZE   = 8
PYTHON =

export CORPUS DB RULES JOBS REPORT SIZE PYTHON

VENV  = .venv
BIN   = $(VENV)/bin
READY = $(VENV)/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help extract report test check lint types rules-check bench fmt clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

extract: $(READY)  ## bring DB up to date with CORPUS (also RULES=dir JOBS=n)
	@set -- --db "$$DB"; \
	[ -z "$$RULES" ] || set -- "$$@" --rules "$$RULES"; \
	[ -z "$$JOBS" ] || set -- "$$@" --jobs "$$JOBS"; \
	exec $(BIN)/python -m extractor extract "$$@" -- "$$CORPUS"

report: $(READY)  ## one page about what DB holds, written to REPORT
	@exec $(BIN)/python -m extractor report --db "$$DB" -o "$$REPORT"

rules-check: $(READY)  ## validate every rule file and run its examples (RULES=dir)
	@set --; [ -z "$$RULES" ] || set -- --rules "$$RULES"; \
	exec $(BIN)/python -m extractor rules check "$$@"

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest

check: lint types test rules-check  ## lint, types, tests and rules

lint: $(READY)
	$(BIN)/python -m ruff check .

types: $(READY)
	$(BIN)/python -m mypy

bench: $(READY)  ## measure the speed on SIZE megabytes made from CORPUS, with JOBS processes, and what more rules cost
	@set -- --corpus "$$CORPUS" --size "$$SIZE"; \
	[ -z "$$JOBS" ] || set -- "$$@" --jobs "$$JOBS"; \
	$(BIN)/python -m tests.bench "$$@"; \
	exec $(BIN)/python -m tests.bench_rules --corpus "$$CORPUS"

fmt: $(READY)  ## mend what the linter can mend
	$(BIN)/python -m ruff check --fix .

clean:  ## remove caches; databases, exports and .venv stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	find . -name .venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# The first Python that is new enough, PYTHON=… before all others.
$(READY): pyproject.toml
	@found=; \
	for p in "$$PYTHON" python3 python3.13 python3.12 python3.11 python3.14 python; do \
		if [ -n "$$p" ] && "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$p; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python of version 3.11 or later was found. Install one, or name one: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)" >&2; \
	"$$found" -m venv $(VENV) || { \
		echo "The virtual environment could not be made; on Debian and Ubuntu install python3-venv." >&2; exit 1; }; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[forms,dev]' || { \
		echo "The packages could not be installed. This step, and only this one, needs the network." >&2; exit 1; }; \
	touch $(READY)
