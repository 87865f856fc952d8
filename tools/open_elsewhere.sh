#!/usr/bin/env bash
# Opens what goes out in another program's own importer, and brings in what that program writes itself: Taguette, in an environment of its
# own (.venv-taguette, some 80 MB). QualCoder cannot be tried so: it is on no package index.
set -euo pipefail
cd "$(dirname "$0")/.."
theirs=.venv-taguette/bin ours=${PYTHON:-.venv/bin/python}
[ -x $theirs/taguette ] || { python3 -m venv .venv-taguette && $theirs/python -m pip install --quiet --disable-pip-version-check 'taguette==1.5.2'; }
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
PYTHONPATH=src "$ours" tools/elsewhere/ours.py write "$box"
$theirs/python tools/elsewhere/taguette_side.py "$box"
PYTHONPATH=src "$ours" tools/elsewhere/ours.py read "$box"
