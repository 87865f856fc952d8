"""The models of cases and codes that ship are those fitted on the rows that are kept, and the rows are of the training texts alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tools"))
from fit_case_model import LEXICON, Fitted, beside, kept_rows  # noqa: E402
from fit_code_model import kept_cases, person_model, sentence_model  # noqa: E402
from fit_rows import keep, kept, numbers  # noqa: E402

ROWS = ROOT / "training" / "rows"
KINDS = {
    "code": "codes",
    "case_rules": "appearances",
    "case_reader_one": "appearances",
    "case_reader_two": "appearances",
}


def test_rows_come_back_as_they_were_kept(tmp_path: Path) -> None:
    lines = [
        {"folder": "training/w1a", "seen": numbers({"b": 0.123456789, "a": 1.0}, ["a", "b"])},
        {"folder": "é", "seen": []},
    ]
    keep(tmp_path / "x.jsonl.gz", {"rows": "codes"}, lines)
    head, found = kept(tmp_path / "x.jsonl.gz", "codes")
    assert head == {"rows": "codes"} and list(found) == lines
    assert lines[0]["seen"] == [1, 0.123457]
    before = (tmp_path / "x.jsonl.gz").read_bytes()
    keep(tmp_path / "x.jsonl.gz", head, lines)
    assert (tmp_path / "x.jsonl.gz").read_bytes() == before


def test_rows_of_another_model_are_refused(tmp_path: Path) -> None:
    keep(tmp_path / "x.jsonl.gz", {"rows": "codes"}, [])
    with pytest.raises(ValueError, match="holds rows of codes, not of appearances"):
        kept(tmp_path / "x.jsonl.gz", "appearances")


@pytest.mark.parametrize("name", KINDS)
def test_the_rows_are_of_the_training_texts_alone(name: str) -> None:
    folders = {line["folder"] for line in kept(ROWS / f"{name}.jsonl.gz", KINDS[name])[1]}
    held = {f"training/{path.name}" for path in (ROOT / "training").glob("w*")}
    assert folders == (held | {"src/testimonia/data/demo"}) - ({"training/w11a"} if name == "code" else set())


def test_the_shipped_code_model_is_the_one_fitted_on_the_kept_rows() -> None:
    shipped = yaml.safe_load((LEXICON / "code_model.yaml").read_text("utf-8"))
    folds = kept_cases(ROWS / "code.jsonl.gz")
    strength = (0.3, 0.3)
    sentence = sentence_model([case for held in folds.values() for case in held], strength[0])
    same(yaml.safe_load("\n".join(["x:", *sentence.lines()]))["x"], shipped["sentence"])
    same(yaml.safe_load("\n".join(["x:", *person_model(folds, strength).lines()]))["x"], shipped["person"])


@pytest.mark.parametrize("name", ["rules", "reader"])
def test_the_shipped_case_models_are_those_fitted_on_the_kept_rows(name: str) -> None:
    files = ["case_rules"] if name == "rules" else ["case_reader_one", "case_reader_two"]
    fitted = Fitted(
        [row for file in files for found, _ in kept_rows(ROWS / f"{file}.jsonl.gz").values() for row in found], 0.1
    )
    if name == "reader":
        beside(fitted, yaml.safe_load((ROOT / "tools/reader_model/case_model_before.yaml").read_text("utf-8")))
    shipped = yaml.safe_load((LEXICON / f"case_model_{name}.yaml").read_text("utf-8"))
    assert list(shipped["features"]) == fitted.names
    got = zip(fitted.weights, fitted.mean, fitted.scale, strict=True)
    same({"bias": fitted.bias, "weights": {n: v[0] for n, v in zip(fitted.names, got, strict=True)}},
         {"bias": shipped["bias"], "weights": {n: v[0] for n, v in shipped["features"].items()}})  # fmt: skip


def same(fitted: dict[str, Any], shipped: dict[str, Any]) -> None:
    """Another processor may round otherwise, in the last figure that is written."""
    assert fitted["bias"] == pytest.approx(shipped["bias"], abs=0.0002)
    assert fitted["weights"] == pytest.approx(shipped["weights"], abs=0.0002)
