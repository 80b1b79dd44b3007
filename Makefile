# Two commands matter: `make build` and `make test`. They need make and Python 3.11, 3.12 or 3.13 with its venv module,
# and set up .venv by themselves. Paths are relative and programs are called as `python -m`, so that the checkout may
# lie in a folder with spaces in its name.
#
#   make PYTHON=/path/to/python3.12 build     with another interpreter
#   make VENV=.venv-other test                in another environment

PYTHON ?=
VENV ?= .venv
BENCH ?= ../shared/bench
RUN = "$(VENV)/bin/python" -m
export PYTHON VENV
unexport PYTHONHOME PYTHONPATH

.PHONY: help build test test-all fuzz bench-parse bench-html bench-validate mutants reference lint types imports tests setup-build setup-dev constraints clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

help:
	@echo "make build      the tables: seeds/ -> data/"
	@echo "make test       the gate: lint, format, types, imports, tests (minutes)"
	@echo "make test-all   the gate and the heavy tests, on each Python of 3.11, 3.12 and 3.13 that is here"
	@echo "make fuzz       a coverage-guided hunt for pages that the parser cannot take: make fuzz RUNS=1000000"
	@echo "make bench-parse  the parser beside other tools, on the pages of BENCH"
	@echo "make bench-html  parse_html beside its extractor alone, on the pages of BENCH"
	@echo "make bench-validate  nkdata validate beside frictionless and pandera, on the tables replicated to CLAIMS claims"
	@echo "make mutants    mistakes made on purpose in data and seeds, and which rule caught which: build/mutants/"
	@echo "make clean      remove environments and caches"

build: setup-build
	@$(RUN) nkdata build

# A process a core, each with a stretch of the tests; who is done takes over from the others.
WORKERS = --numprocesses logical --dist worksteal

test: setup-dev lint types imports
	$(RUN) pytest $(WORKERS) -m "not heavy"

# A Python that is not here is skipped, and said so; PYTHON and VENV are set anew for each.
test-all:
	@passed= failed= skipped=; \
	for version in 3.13 3.12 3.11; do \
		if python=$$(sh .ci/setup --find $$version); then \
			echo "== Python $$version: $$python"; \
			if $(MAKE) --no-print-directory PYTHON="$$python" VENV=.venv-$$version setup-dev lint types imports tests; \
			then passed="$$passed $$version"; else failed="$$failed $$version"; fi; \
		else \
			echo "== Python $$version: skipped, no python$$version here runs and has its venv module"; skipped="$$skipped $$version"; \
		fi; \
	done; \
	echo "== passed on:$${passed:- none}; failed on:$${failed:- none}; skipped:$${skipped:- none}"; \
	test -n "$$passed" && test -z "$$failed"

lint: setup-dev
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: setup-dev
	$(RUN) mypy

imports: setup-dev
	"$(VENV)/bin/python" -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

tests: setup-dev
	$(RUN) pytest $(WORKERS)

setup-build:
	@sh .ci/setup build

setup-dev:
	@sh .ci/setup dev

# Resolved on 3.11, the oldest: what serves it serves the later ones, which `make test-all` proves. The comment at the
# file's head is kept.
constraints:
	@python=$$(sh .ci/setup --find 3.11) || { echo "this needs Python 3.11"; exit 2; }; \
	rm -rf .venv-fresh && "$$python" -m venv .venv-fresh && \
	.venv-fresh/bin/python -m pip install --quiet --upgrade --disable-pip-version-check -e ".[dev,fuzz]" editables setuptools wheel && \
	{ sed -n '/^#/p' constraints.txt; .venv-fresh/bin/python -m pip freeze --all --exclude-editable --exclude pip | grep '=='; } > constraints.new && \
	mv constraints.new constraints.txt && rm -rf .venv-fresh && echo "constraints.txt is fresh: look at the difference, then make test-all"

# Linux only, as the fuzzer is. What it finds lies in .fuzz/: crash-* are inputs that broke an invariant.
RUNS ?= 20000
fuzz:
	@sh .ci/setup dev fuzz
	"$(VENV)/bin/python" tests/fuzz/parse.py $(RUNS)

# BENCH is a folder with harness.py and data/: pages with a known body, which are not ours to ship.
bench-parse: setup-dev
	"$(VENV)/bin/python" tests/bench/parse.py "$(BENCH)"

bench-html: setup-dev
	"$(VENV)/bin/python" tests/bench/extraction.py "$(BENCH)"

# The figure is that of CLAIMS=1000000, which takes some minutes and 3 GB of memory.
CLAIMS ?= 10000
bench-validate: setup-dev
	"$(VENV)/bin/python" tests/bench/validate.py --claims $(CLAIMS)

# Minutes; make mutants KINDS="quote-misspelt hop-removed" tries these alone and writes nothing.
KINDS ?=
OUT ?= build/mutants
mutants: setup-dev
	PYTHONPATH=tests $(RUN) mutants.run --out "$(OUT)" --document docs/checks.md $(KINDS)

reference: setup-dev
	@"$(VENV)/bin/python" tests/reference.py && echo "docs/, CITATION.cff and schemas/curation/ are current"

clean:
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .fuzz dist build
	find nkdata tests -name __pycache__ -type d -prune -exec rm -rf {} +
