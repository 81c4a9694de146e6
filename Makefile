# Two commands do everything on a machine with python3 and a package index:
#   make demo   sets up, and writes the sample company's health check into reports/demo/
#   make test   sets up, and runs the tests
# With uv on the path the set-up takes seconds, without it pip does the same.

PYTHON ?= python3
VENV   := .venv
PEERS  := .venv-peers
UV     := $(shell command -v uv 2>/dev/null)

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
PEERS_BIN := $(PEERS)/Scripts
else
BIN := $(VENV)/bin
PEERS_BIN := $(PEERS)/bin
endif

.PHONY: demo test slow golden browser engines fuzz check format sample method benchmark peers clean

demo: $(VENV)/.program
	$(BIN)/alignment demo -o reports/demo

test: $(VENV)/.tools
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto

slow: $(VENV)/.tools
	$(BIN)/python -m pytest -m slow --numprocesses auto

# After words of the report were changed on purpose: keeps them as they are now, to be read in the diff.
golden: $(VENV)/.tools
	$(BIN)/python -m pytest --golden tests/report/test_golden.py

# $(call with,GROUP): a group of dependencies beside those of every day.
with = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check) --group $(1)

# In the chromium that the machine has: on the path, or where CHROMIUM says. None is downloaded.
browser: $(VENV)/.tools
	$(call with,browser)
	$(BIN)/python -m pytest -m browser tests/browser

# Spark needs a Java, 17 or later; the server of PostgreSQL is the machine's own. What is not there is said to be skipped.
engines: $(VENV)/.tools
	$(call with,engines)
	$(BIN)/python -m pytest -m slow tests/interactions

# So many seconds for each target; make fuzz SECONDS=600 TARGETS="csv cells" looks longer at fewer.
SECONDS ?= 60
fuzz: $(VENV)/.tools
	$(call with,fuzz)
	$(BIN)/python tests/hostile/fuzz.py $(TARGETS) --seconds $(SECONDS)

check: $(VENV)/.tools
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tools
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

sample: $(VENV)/.program
	$(BIN)/python sample_data/make_sample.py

method: $(VENV)/.program
	$(BIN)/python docs/make_method.py
	$(BIN)/python docs/make_advice.py

benchmark: $(VENV)/.program
	$(BIN)/python benchmarks/stages.py

# The libraries that are compared with stay out of the everyday environment.
peers: $(PEERS)/.made
	$(PEERS_BIN)/python benchmarks/peers.py $(PARTS)

# An environment that this Makefile did not finish is not trusted: it is made anew.
$(VENV)/.program: pyproject.toml
ifdef UV
	$(UV) venv --quiet --clear --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python --editable .
else
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
endif
	@touch $@

$(VENV)/.tools: $(VENV)/.program
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python --group dev
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
endif
	@touch $@

$(PEERS)/.made: pyproject.toml
ifdef UV
	$(UV) venv --quiet --clear --python $(PYTHON) $(PEERS)
	$(UV) pip install --quiet --python $(PEERS_BIN)/python --editable . --group peers
else
	$(PYTHON) -m venv --clear $(PEERS)
	$(PEERS_BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(PEERS_BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group peers
endif
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) .make .fuzz dist build reports/demo
