# Everything below needs Python 3.11+, make and a package index, and nothing else; `make lock` alone needs uv.
# A second run takes seconds: environments are made anew only when their lock changes.

DEV := .venv
WITH_CHECKOV := .venv-checkov
BIN := $(DEV)/bin

UV ?= uv
LOCK_OPTIONS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

# Tests with these markers need a tool beside Python; `make test-tools` runs them and fails where one is missing.
TOOLS := chromium or node or redis or terraform

export LP_CHECKOV = $(abspath $(WITH_CHECKOV)/bin/checkov)

.DEFAULT_GOAL := help
.PHONY: help setup setup-checkov demo test test-tools lint format types contracts deps docs docs-check wheel wheel-file container bench mutate ci lock clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 14

setup: $(DEV)/.project ## the environment for work on the project
setup-checkov: $(WITH_CHECKOV)/.project ## an environment of its own for Checkov, which pins much

demo: setup setup-checkov ## a bad plan, a good plan, and the bad plan through Checkov
	@sh tools/demo.sh $(BIN) $(WITH_CHECKOV)/bin

test: setup setup-checkov ## all tests that need nothing beside Python
	$(BIN)/python -m pytest -m "not ($(TOOLS))"

test-tools: setup setup-checkov tests/node/node_modules/.package-lock.json ## the tests that need a tool; a missing tool is a failure
	LP_REQUIRE_TOOLS=1 $(BIN)/python -m pytest -m "checkov or $(TOOLS)"

lint: setup ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup ## puts the style right where that can be done without a person
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup ## mypy, strict
	$(BIN)/mypy

contracts: setup ## imports go downwards only
	$(BIN)/lint-imports

deps: setup ## every import is declared, every declaration is used
	$(BIN)/deptry .

docs: setup ## writes the generated pages and schemas
	$(BIN)/python tools/docs.py

docs-check: setup ## the generated pages and schemas are those that are committed
	$(BIN)/python tools/docs.py --check

wheel: setup ## builds the wheel, installs it in an empty environment and runs it
	sh tools/wheel.sh $(BIN)/python

wheel-file: setup ## the wheel, in dist/
	rm -rf dist && mkdir dist
	$(BIN)/python -c 'import hatchling.build as build; build.build_wheel("dist")'

container: wheel-file ## runs the steps of the Dockerfile, and what they made as nobody; needs no Docker
	$(BIN)/python tools/container.py .

bench: setup ## how fast, in ratios
	$(BIN)/python tools/bench.py

mutate: setup ## how much the tests of all guardrails notice; takes a quarter of an hour
	$(BIN)/python tools/mutate.py

ci: lint types contracts deps docs-check test wheel ## what .ci/run runs

lock: ## pins what pyproject.toml asks for, with hashes and without hosts
	$(UV) pip compile $(LOCK_OPTIONS) pyproject.toml --output-file requirements/run.lock
	$(UV) pip compile $(LOCK_OPTIONS) pyproject.toml --extra server --output-file requirements/server.lock
	$(UV) pip compile $(LOCK_OPTIONS) pyproject.toml --extra server --group dev --output-file requirements/dev.lock
	$(UV) pip compile $(LOCK_OPTIONS) pyproject.toml --extra checkov --output-file requirements/checkov.lock

clean: ## removes the environments and what was built
	rm -rf $(DEV) $(WITH_CHECKOV) build dist

$(DEV)/.locked: requirements/dev.lock tools/venv.sh
	sh tools/venv.sh $(DEV) requirements/dev.lock
	@touch $@

$(WITH_CHECKOV)/.locked: requirements/checkov.lock tools/venv.sh
	sh tools/venv.sh $(WITH_CHECKOV) requirements/checkov.lock
	@touch $@

# Both environments run the checkout itself. The editable wheel is built once, in the environment that has hatchling:
# it cannot live beside Checkov, which pins an older `packaging`.
build/editable/.built: $(DEV)/.locked pyproject.toml lambda_policies/__init__.py
	rm -rf build/editable && mkdir -p build/editable
	$(BIN)/python -c 'import hatchling.build as build; build.build_editable("build/editable")'
	@touch $@

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --silent

%/.project: %/.locked build/editable/.built
	$*/bin/python -m pip install -qq --disable-pip-version-check --no-index --no-deps --force-reinstall \
		build/editable/lambda_policies-*.whl
	@touch $@
