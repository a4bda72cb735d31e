# Everything one does here has a name. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto
SOAK ?= 600

BIN := .venv/bin
READY := .venv/.ready
PO := $(wildcard portal/translations/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
MESSAGES := .venv/messages.pot
EXTRACTED := --mapping pyproject.toml --ignore-dirs '.*' --keywords _l --add-location never
UPDATED := --ignore-obsolete --ignore-pot-creation-date --no-fuzzy-matching

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench soak pictures messages lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

setup: $(READY) $(MO) ## make .venv with the pinned requirements and the `portal` command

$(READY): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Baseline needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another one: make setup PYTHON=python3.12" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the pinned requirements into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po | $(READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

run: export PORTAL_PUBLIC_URL ?= http://127.0.0.1:$(PORT)
run: setup ## make the demo organisation on the shipped method, publish what is new, serve both on http://127.0.0.1:8000
	@$(BIN)/portal demo
	@$(BIN)/portal content publish
	@$(BIN)/portal run --port $(PORT)

test: setup ## all tests; what this machine lacks is skipped and said (PORTAL_REQUIRE_ALL=1 refuses that)
	@$(BIN)/python -m pytest -n $(WORKERS)

check: setup ## lint, types, imports, templates, translations, content; all complaints at once
	@status=0; check() { echo "$$*"; $(BIN)/"$$@" || status=1; }; \
	check ruff check .; \
	check ruff format --check .; \
	check mypy; \
	check lint-imports; \
	check djlint --quiet --lint templates; \
	check pybabel --quiet extract $(EXTRACTED) --output-file $(MESSAGES) portal templates; \
	$(if $(PO),check pybabel --quiet update --check $(UPDATED) --input-file $(MESSAGES) --output-dir portal/translations;) \
	check portal content check; \
	exit $$status

bench: setup ## pages and search against Flask's hello on the same server
	@$(BIN)/python -m tests.bench

soak: setup ## the load and kill tests at full length (SOAK=600 seconds each)
	@$(BIN)/python -m pytest -n 0 --timeout 0 -m soak --soak $(SOAK)

pictures: setup ## the README's pictures, from the demo organisation
	@$(BIN)/python -m tests.pictures

messages: setup ## bring every translation up to date with the program's sentences
	@$(BIN)/pybabel --quiet extract $(EXTRACTED) --output-file $(MESSAGES) portal templates
	@$(if $(PO),$(BIN)/pybabel update $(UPDATED) --input-file $(MESSAGES) --output-dir portal/translations,echo "There are no translations yet; CONTRIBUTING.md says how to begin one.")

lock: $(READY) ## renew the pinned requirements from pyproject.toml
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@for set in run dev; do \
	  test $$set = run && extras="--extra build" || extras="--extra build --extra dev"; \
	  $(BIN)/uv pip compile --quiet pyproject.toml $$extras --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url --no-emit-find-links $(UPGRADE) --output-file requirements/$$set.txt || exit 1; \
	done

clean: ## take away what these commands made, but never an instance
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis $(MO)
	@find portal tests -name __pycache__ -type d -prune -exec rm -rf {} +
