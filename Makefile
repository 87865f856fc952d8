# Two commands: `make demo` and `make test`. Both do all the set-up.
PYTHON ?= python3
BIN := .venv/bin
.PHONY: setup demo test check format bench model screenshots clean

setup: .venv/.done  ## makes .venv with .venv/bin/testimonia in it

.venv/.done: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[dev,pg,reader,report,web,desk,sweep,timestamp]'
	touch $@

demo: setup  ## the demo study: set up, run, report
	rm -rf demo
	$(BIN)/testimonia demo demo

.venv/.spark: .venv/.done  ## Spark is large, and only its tests need it
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[spark]'
	touch $@

test: setup .venv/.spark  ## everything that must hold
	tools/debian_packages.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[exchange]'
	PYTHON=$(BIN)/python tools/open_elsewhere.sh
	$(BIN)/python -m pytest

check: setup  ## format, lint, types, imports, docs that match the code
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/docs/test_docs.py

bench: setup .venv/.spark  ## documents per second, cost of one more article; the sweep and near copies against public tools, and identity, into docs/
	tools/debian_packages.sh
	$(BIN)/python tools/bench.py --rules 100 1000 10000
	$(BIN)/python tools/bench.py 100 1000
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -c constraints.txt datasketch rensa resiliparse
	$(BIN)/python tools/bench_sweep.py pages 5000
	$(BIN)/python tools/bench_sweep.py copies 1000
	$(BIN)/python tools/bench_sweep.py engines 1000
	$(BIN)/python tools/bench_identity.py 1000 10000 100000
	$(BIN)/python tools/bench_one_article.py 1000 10000

format: setup
	$(BIN)/ruff format src tests tools
	$(BIN)/ruff check --fix-only src tests tools

words: setup  ## gathers the report's words into the catalogue that teams translate
	$(BIN)/python tools/words.py

model: setup  ## trains the learned reader anew from training/ (needs some gigabytes for torch, about an hour on two cores)
	tools/reader_model/make.sh

screenshots: setup  ## docs/images/desk/*.png: every page of the desk on a desktop, a phone and in the dark
	$(BIN)/python tools/screenshots.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo
