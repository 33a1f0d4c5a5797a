# Every target first makes sure of .venv: Python 3.11 or later, and exactly the packages of uv.lock.

PYTHON ?= python3
UV     := 0.13.9
STAMP  := .venv/.synced
BIN    := .venv/bin
CODE   := contracts shared services deploy tests
FILE   ?= tests/scenarios
KILLS  ?= 200

# Hundreds of processes are started; where nothing may be kept each of them compiles all of its code anew, for a second or two.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check up down status play bench storm explore contracts lint types fmt clean
help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

demo: $(STAMP) ## the platform at work, start to finish, on this machine
	@$(BIN)/selvbooking demo

test: $(STAMP) ## all tests; real Kafka, PostgreSQL and Redis are started and stopped (ARGS='-k word' for some)
	@echo "== tests"
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=15 $(ARGS)

check: lint types contracts ## everything that needs no server: lint, types, walls between packages, generated files

lint: $(STAMP) ## ruff (rules and format) and the walls between packages
	@echo "== ruff check"
	@$(BIN)/ruff check $(CODE)
	@echo "== ruff format --check"
	@$(BIN)/ruff format --check $(CODE)
	@echo "== lint-imports"
	@$(BIN)/lint-imports

types: $(STAMP) ## mypy, strict
	@echo "== mypy"
	@$(BIN)/mypy $(CODE)

contracts: $(STAMP) ## are the generated files what the code says, and is nothing released broken?
	@echo "== contracts"
	@$(BIN)/selvbooking contracts check

fmt: $(STAMP) ## format, and repair what ruff can repair
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

up: $(STAMP) ## start servers and platform, or find and repair them
	@$(BIN)/selvbooking up

down: $(STAMP) ## stop them and remove their data
	@$(BIN)/selvbooking down

status: $(STAMP) ## what runs, and what is wrong with it
	@$(BIN)/selvbooking status

play: $(STAMP) ## play scenarios on the real platform: make play FILE=tests/scenarios/some.yaml
	@$(BIN)/selvbooking play $(if $(wildcard $(FILE)/.),$(sort $(wildcard $(FILE)/*.yaml)),$(FILE))

bench: $(STAMP) ## measure throughput and delay on this machine
	@$(BIN)/selvbooking bench pipeline

storm: $(STAMP) ## kill, freeze, restart at random under a living town: make storm KILLS=1000 SEED=7
	@$(BIN)/python -m tests.storm --kills $(KILLS) $(if $(SEED),--seed $(SEED)) $(if $(CITIZENS),--citizens $(CITIZENS)) \
	    $(if $(CALM),--calm $(CALM))
explore: $(STAMP) ## faults by the thousand, every choice from a seed: make explore SCHEDULES=2000 SEED=17
	@PYTHONHASHSEED=0 $(BIN)/python -m tests.explore --schedules $(or $(SCHEDULES),200) $(if $(SEED),--seed $(SEED))

clean: ## stop everything, then remove .venv, .local (downloads too) and caches
	@if [ -x $(BIN)/selvbooking ]; then $(BIN)/selvbooking down; fi
	rm -rf .venv .local .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "$(PYTHON) cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@if [ ! -x $(BIN)/python ]; then echo "== making .venv"; $(PYTHON) -m venv .venv; fi
	@if [ ! -x $(BIN)/uv ]; then echo "== installing uv $(UV)"; $(BIN)/python -m pip install -q uv==$(UV); fi
	@echo "== installing the packages of uv.lock"
	@$(BIN)/uv sync --locked --quiet
	@touch $(STAMP)
