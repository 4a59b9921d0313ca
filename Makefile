# Alongside. `make` prints what there is; `make run` and `make test` do all their own set-up.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .stamps
FLASK := $(BIN)/flask --app app
export PYTHONDONTWRITEBYTECODE =
export PYTHONPYCACHEPREFIX = $(CURDIR)/$(STAMPS)/compiled
SOURCES = $(wildcard static/js/*.js static/css/*.css static/icons/*.svg) static/service-worker.js
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run dev demo test test-security test-postgres test-faults lint audit routes bench bench-quick screenshots assets lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(STAMPS)/run $(STAMPS)/assets ## set up what is missing, then serve on http://127.0.0.1:8000
	@$(FLASK) serve

dev: $(STAMPS)/run $(STAMPS)/assets ## the same with a reloader, for working on it: what is changed is there at the next look
	@$(FLASK) migrate
	@$(BIN)/flask --app dev run --debug --port $${PORT:-8000} --extra-files "$$(printf '%s:' $(SOURCES))"

demo: $(STAMPS)/run $(STAMPS)/assets ## a demo school in its own database, served on http://127.0.0.1:8000
	@DATABASE_URL=$${DATABASE_URL:-sqlite:///instance/demo.db} $(FLASK) demo
	@DATABASE_URL=$${DATABASE_URL:-sqlite:///instance/demo.db} $(FLASK) serve

# The second wall is PostgreSQL's own, so the tests of it bring a server even here.
test: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser $(STAMPS)/sso ## every test, the browser's included
	@$(if $(ARGS),,TEST_POSTGRES=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/test_postgres.py tests/test_row_security.py tests/test_evidence.py tests/test_anchors.py tests/test_append_only.py)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

test-security: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser $(STAMPS)/sso ## every threat at length: random hostile input (EXAMPLES of each), texts in a real browser
	@EXAMPLES=$${EXAMPLES:-100} $(BIN)/python -m pytest -n 2 --dist loadfile -m "security or not security" tests/test_threats.py tests/threats tests/browser/test_threats.py $(ARGS)

test-postgres: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/sso ## the tests of data and requests on a PostgreSQL server of their own
	@TEST_POSTGRES=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests --ignore=tests/browser --ignore=tests/webkit $(ARGS)

test-faults: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser ## kills, power cuts, full disks, lost replies …, each at length; WRITE=1 puts them into docs/reliability.md
	@$(BIN)/python -m faults $(if $(WRITE),--write-docs) $(ARGS)

lint: $(STAMPS)/dev ## ruff, mypy, djlint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint templates --lint --quiet

audit: $(STAMPS)/audit ## known faults of the dependencies, and bills of materials into audit/; fails where it cannot ask
	@.venv-audit/bin/python audit.py

routes: $(STAMPS)/run $(STAMPS)/assets ## write docs/routes-by-role.md and tests/permissions.txt again, after a change of access that was meant
	@$(FLASK) routes-by-role --write

bench: $(STAMPS)/bench ## speed, size and growth at 1,000, 100,000 and 1,000,000 records; WRITE=1 puts them into docs/performance.md
	@$(BIN)/python -m bench 1000 100000 1000000 $(if $(WRITE),--write-docs) $(ARGS)

bench-quick: $(STAMPS)/bench ## the same at 1,000 and 100,000, in two minutes
	@$(BIN)/python -m bench 1000 100000 --quick $(if $(WRITE),--write-docs) $(ARGS)

screenshots: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser ## every screen at three sizes, light and dark, into screenshots/
	@$(BIN)/python -m tests.browser.screenshots

assets: ## build the front-end files again
	@rm -f $(STAMPS)/assets && $(MAKE) --no-print-directory $(STAMPS)/assets

lock: $(STAMPS)/dev ## pin the dependencies again, with hashes and without hosts
	@$(BIN)/python -m pip install --quiet uv
	@for name in requirements requirements-dev requirements-bench requirements-audit requirements-sso-test; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 $$name.in -o $$name.txt; done
	@npm install --package-lock-only

clean: ## take away what was built (never the database)
	@rm -rf .venv .venv-bench .venv-audit .venv-sso audit $(STAMPS) node_modules static/vendor .pytest_cache .mypy_cache .ruff_cache screenshots test-results

$(STAMPS)/venv:
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Alongside needs Python 3.11 or newer.")'
	@$(PYTHON) -m venv .venv
	@touch $@

$(STAMPS)/run: $(STAMPS)/venv requirements.txt
	@echo "Installing the Python packages (hashes checked) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements-dev.txt
	@echo "Installing what the tests need (hashes checked) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(STAMPS)/assets: $(STAMPS)/venv package-lock.json build_assets.py sources.py pack_assets.mjs cut_typeface.mjs draw_icons.py models/registry.py views/words.py $(SOURCES) $(shell find templates -name '*.html')
	@echo "Building the front-end files (hashes checked) …"
	@$(BIN)/python build_assets.py
	@touch $@

$(STAMPS)/browser: $(STAMPS)/dev tests/browser/install.sh
	@bash tests/browser/install.sh $(BIN)/python
	@touch $@

$(STAMPS)/sso: $(STAMPS)/venv requirements-sso-test.txt
	@echo "Installing the OpenID provider that the tests sign in at (hashes checked) …"
	@$(PYTHON) -m venv .venv-sso
	@.venv-sso/bin/python -m pip install --quiet --require-hashes -r requirements-sso-test.txt
	@touch $@

$(STAMPS)/bench: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser requirements-bench.txt
	@echo "Installing what Alongside is compared to (hashes checked) …"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

$(STAMPS)/audit: $(STAMPS)/venv requirements-audit.txt
	@echo "Installing what the audit asks with (hashes checked) …"
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --require-hashes -r requirements-audit.txt
	@touch $@
