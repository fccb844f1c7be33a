# What one needs every day. Nothing but Python 3.11 or newer, make and pip's package index.
#
#   make demo    the whole service on this machine, with phones to hold; ARGS=--once plays and ends
#   make test    every test; ARGS="-k relay" picks some
#   make check   lint, the unit tests and a dozen stories, in under a minute: before each commit
#   make record  transcripts as they go now, after a change of a text, and what changed in them
#   make faults  breaks everything while people text, lets infiltrators loose, counts; MINUTES=5 SEED=…
#   make understanding  what is made of texts as people write them, over the webhooks; ARGS=FILE plays another
#   make lint    style, types, columns and states, imports, the flows, known holes in what comes along
#   make bench   how fast it is
#   make install what runs and nothing of the tests: for a server

VENV  := .venv
PY    := $(VENV)/bin/python
READY := $(VENV)/.ready
ARGS  ?=
MINUTES ?= 5
SEED  ?=

# Read once and kept, or each of hundreds of processes would read all of the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup install demo test check quick record faults understanding lint format pictures ids bench lock sbom clean
help:
	@sed -n 's/^#   //p' Makefile

setup: $(READY)

PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# Nothing is taken that was not looked at when the locks were written; they name all that is needed, and
# what builds the package itself.
LOCKED := --require-hashes --requirement requirements.lock
OURSELVES := --quiet --no-deps --no-build-isolation --editable .

# Made anew only where what it is made from has changed.
$(READY): requirements.lock requirements-dev.lock pyproject.toml
	@$(PY) -c '' 2>/dev/null || sh tools/venv.sh $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(PIP) $(LOCKED) --requirement requirements-dev.lock
	@$(PIP) $(OURSELVES)
	@touch $@

# What runs and nothing else: for a server.
install:
	@$(PY) -c '' 2>/dev/null || sh tools/venv.sh $(VENV)
	@$(PIP) $(LOCKED)
	@$(PIP) $(OURSELVES)

demo: $(READY)
	@$(PY) -m hotline.cli demo $(ARGS)

# Whichever process has nothing left to do takes from the other, so that both end together.
test: $(READY)
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

# Side by side: lint is over first, and leaves its core to the tests.
check: $(READY)
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint quick

STORIES := main nobody relay erase stop urgent

quick: $(READY)
	$(PY) -m pytest -n 2 --dist worksteal tests/unit $(foreach story,$(STORIES),$(foreach language,en ar,\
	    'tests/transcripts/test_stories.py::test_story[sqlite-$(story)-$(language)]'))

record: $(READY)
	$(PY) tools/record.py $(ARGS)

# The storm and the infiltrators, each on each database for so long. The seed that is printed repeats what was
# broken and said.
faults: $(READY)
	FAULTS_SECONDS=$$(($(MINUTES) * 60)) FAULTS_SEED=$(SEED) $(PY) -m pytest tests/faults tests/audit -s $(ARGS)

# By kind and language; each text that went wrong or was not understood in full.
understanding: $(READY)
	@CORPORA="$(ARGS)" $(PY) -m pytest -q tests/understanding/play.py

lint: $(READY)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) tools/message_ids.py --check
	$(PY) -m mypy
	$(PY) tools/columns.py
	$(VENV)/bin/lint-imports
	$(PY) -m hotline.cli flows check
	$(PY) tools/known_holes.py

format: $(READY)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# docs/states.md, docs/flows.md and docs/understanding.md, from the tables, flows and list themselves.
pictures: $(READY)
	$(PY) tools/pictures.py

# The ids of all messages as types, from the catalogs: after a message has come, gone, or got another name.
ids: $(READY)
	$(PY) tools/message_ids.py

bench: $(READY)
	$(PY) -m benchmarks $(ARGS)

# The newest of everything that pyproject.toml allows, written down with its hashes; ARGS=--keep for no newer.
lock: $(READY)
	$(PY) tools/locks.py $(ARGS)

# The list of all parts of a release (CycloneDX), to stand beside it.
sbom: $(READY)
	$(PY) -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --short-PURLs \
	    --output-reproducible --output-format JSON --output-file hotline.cdx.json

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
