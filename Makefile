# Plainpact. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
# As many as the cores it is written for: what tests start works while they wait for it.
JOBS ?= 2
export JOBS
# The tests start hundreds of processes, which compile all modules anew where nobody may keep them.
unexport PYTHONDONTWRITEBYTECODE
# Names and messages are in two scripts, whatever the machine's locale.
export PYTHONUTF8 := 1
NEEDS := run
LOCK := --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help run test check suite browser setup bench faults gates sbom screenshots lock css catalog tools

help: ## list every command
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/ready: requirements.txt .ci/system-packages
	@bash .ci/system-packages $(NEEDS)
	@$(PY) -m pip --version >/dev/null 2>&1 || python3 -m venv .venv
	@$(PIP) -r requirements.txt
	@touch $@

# All at once, so that nobody is asked to install twice.
.venv/tools: NEEDS := test
.venv/tools: .venv/ready tests/requirements.txt
	@bash .ci/system-packages test
	@$(PIP) -r tests/requirements.txt
	@touch $@

tools: .venv/tools ## install what the tests and checks need

run: .venv/ready ## install, migrate, fill with demo stories and serve on 127.0.0.1:8000
	@$(PY) -m app.cli run

check: .venv/tools ## format, lint, types, layers, catalogs, migrations
	@$(PY) -m ruff format --check app tests migrations
	@$(PY) -m ruff check app tests migrations
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m app.translations.catalog check
	@$(PY) -m app.cli db check

test: .venv/tools ## check, and every test but the long suites
	@$(MAKE) --no-print-directory --jobs=2 check suite

suite: .venv/tools
	@$(PY) -m pytest -n $(JOBS) -m "not long"

browser: .venv/tools ## the whole journey and every page in headless browsers
	@bash .ci/system-packages browser
	@$(PY) -m pytest tests/browser -m long

setup: .venv/tools ## run the README's two commands on a fresh clone
	@$(PY) -m pytest tests/setup -m long -s

# One process more than cores: killed work waits for its lease to run out.
faults: .venv/tools ## kill the worker at every point and at random; race signers; flip 1,000 bytes
	@$(PY) -m pytest -n 3 --dist loadgroup tests/faults tests/attacks -m long

bench: .venv/tools ## print the figures and write build/bench.json
	@$(PY) -m tests.bench

gates: .venv/tools ## print what each gate of the product measures, and its target
	@$(PY) -m tests.gates

sbom: .venv/tools ## write the bill of materials to build/sbom.json
	@mkdir -p build
	@.venv/bin/cyclonedx-py requirements requirements.txt --output-file build/sbom.json

screenshots: .venv/tools ## take the pictures in docs/screenshots
	@bash .ci/system-packages browser
	@$(PY) -m tests.browser.screenshots

css: ## compile the style sheet from its sources (needs node; the result is committed)
	@sh app/web/static/src/build.sh

catalog: .venv/tools ## collect new strings into the Chinese catalog
	@$(PY) -m app.translations.catalog update

lock: .venv/tools ## pin requirements anew, with hashes
	@$(PY) -m piptools compile $(LOCK) --output-file requirements.txt pyproject.toml
	@$(PY) -m piptools compile $(LOCK) --extra test --output-file tests/requirements.txt pyproject.toml
