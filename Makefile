# The two commands of the README are `make demo` and `make test`; each sets up what it needs.
# ARGS passes further words on: make demo ARGS="--port 8600".
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint bench fuzz screenshots tour messages docs lock clean setup browser

BIN := .venv/bin
PACKAGES := validation data metrics dashboard

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

demo: setup ## show the public record and the simulated example in a browser
	@exec $(BIN)/partnerships demo $(ARGS)

test: browser lint ## every check: style, types, imports, tests with coverage
	$(BIN)/pytest -n 2 --dist loadgroup --cov

lint: setup ## style, imports and types only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/basedpyright --threads 2

bench: setup ## print ratios against the obvious way, each measured in one run
	$(BIN)/python -m benchmarks $(ARGS)

fuzz: setup ## hand broken files to intake: make fuzz ARGS="--files 2000 --seed 2"
	$(BIN)/python -m tests.fuzzing $(ARGS)

screenshots: browser ## draw every page of both workspaces into .screenshots/
	$(BIN)/pytest tests/journeys/screenshots.py -k draw $(ARGS)

tour: browser ## draw the pictures of docs/tour.md: make tour ARGS="-k ledger"
	$(BIN)/pytest tests/journeys/screenshots.py -k tour $(ARGS)

messages: setup ## collect every marked text into the message catalogue
	scripts/messages.sh dashboard/messages/partnerships.pot

docs: setup ## write the pages of docs/ that come from the code
	$(BIN)/python -m dashboard.docs
	$(BIN)/python -m benchmarks.validation
	$(BIN)/python -m benchmarks.evaluations

lock: ## bring requirements.lock up to pyproject.toml (needs uv; ARGS=--upgrade for newer releases)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev \
		--no-header --no-annotate --no-emit-index-url --no-strip-extras --output-file requirements.lock pyproject.toml $(ARGS)

clean: ## remove the environment, caches and screenshots
	rm -rf .venv .venv-peers .screenshots .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* build dist
	find $(PACKAGES) tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@scripts/setup.sh

browser: setup
	@scripts/setup.sh browser
