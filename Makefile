# `make site` is the first command, `make test` is everything that CI checks.
# Another interpreter: make site PYTHON=python3.12

# Another address of the live preview: make serve ADDR=127.0.0.1:8001

PYTHON ?= python3
ADDR ?= 127.0.0.1:8000
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/made

# The theme's notice about MkDocs 2.0 is for maintainers of themes: mkdocs is pinned below 2.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help site serve test lock clean

help:
	@echo "make site   check the postmortems and build the site"
	@echo "make serve  live preview: saving a postmortem reloads the page"
	@echo "make test   every check that CI runs"
	@echo "make lock   renew requirements.txt from pyproject.toml (needs uv)"
	@echo "make clean  remove what these commands made"

site: $(STAMP)
	$(BIN)/postmortems check
	$(BIN)/mkdocs build --strict
	@echo
	@echo "The site is in $(CURDIR)/site, ready for any web server."
	@echo "Look at it with: make serve"

serve: $(STAMP)
	$(BIN)/mkdocs serve --no-strict --dev-addr $(ADDR)

test: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: see CONTRIBUTING.md."; exit 1; }
	.ci/lock $(UV)

clean:
	rm -rf $(VENV) site dist .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# The environment is made again when what it is made of has changed, and only then.
$(STAMP): requirements.txt pyproject.toml
	@.ci/python-is-new-enough "$(PYTHON)"
	"$(PYTHON)" -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
