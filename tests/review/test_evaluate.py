"""Our evaluation gives what score.py gives; it also survives what score.py does not, and says how sure it is."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from testimonia.errors import InputError
from testimonia.review.evaluate import evaluate

TESTS = Path(__file__).parents[1]
LEAVING = ("infighting", "brutality", "corruption", "quality_of_life", "other")
JOINING = ("defend_sunnis", "ideology", "material", "adventure", "coercion", "other")
FILLER = ("the", "road", "was", "long", "and", "we", "walked", "at", "night", "with", "bags", "bread", "from", "home")
NAMES = ("Samir", "Nadia", "Émile", "Ülkü", "Farid", "Leïla", "Tomas", "Abu Salim", "Umm Rayan")


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", TESTS / "corpus" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def sentence(rng: random.Random, n: int = 12) -> str:
    return " ".join(rng.choice(FILLER) for _ in range(n)) + f" {rng.randint(0, 999)}’s."


def gold_person(rng: random.Random, i: int, surface: list[str]) -> dict[str, Any]:
    reasons = {
        group: [{"code": rng.choice(codes), "sub": "", "evidence": sentence(rng)} for _ in range(rng.randint(0, 3))]
        for group, codes in (("leaving", LEAVING), ("joining", JOINING))
    }
    return {
        "id": f"P{i:02d}",
        "role": rng.choice(("case", "case", "case", "non_case")),
        "type": rng.choice(("traveller", "expert", "killed")),
        "surface": surface,
        "nationality": rng.choice((None, "SY", "GB", "DE")),
        "gender": rng.choice((None, "F", "M")),
        "age": rng.choice((None, 17, 26, 40)),
        **reasons,
    }


def gold_document(rng: random.Random, n: int) -> dict[str, Any]:
    persons = []
    for i in rng.sample(range(20), rng.randint(0, 4)):
        name = f"{NAMES[i % len(NAMES)]} {chr(65 + i)}lin"
        persons.append(gold_person(rng, i, [name, name.split()[-1], f"the {20 + i}-year-old man"]))
    claims = [
        {"figure": rng.choice((None, 58, 17, 2)), "unit": "persons", "quote": sentence(rng, 6)}
        for _ in range(rng.randint(0, 2))
    ]
    first, last = sentence(rng), sentence(rng)
    return {
        "doc": f"g-{n}", "file": f"g-{n}.html", "lang": rng.choice(("en", "en", "de")), "first_sentence": first,
        "last_sentence": last, "boilerplate": [sentence(rng, 4) for _ in range(rng.randint(0, 3))],
        "persons": persons, "claims": claims,
    }  # fmt: skip


def study_of(rng: random.Random, gold: list[dict[str, Any]]) -> dict[str, Any]:
    """A bundle as a fallible program would give it: things missed, invented, mixed up."""
    documents, cases, review, claims = [], {}, [], []
    for g in gold:
        if rng.random() < 0.1:
            continue
        id = "d-" + g["doc"]
        kept = [s for s in (g["first_sentence"], g["last_sentence"], *g["boilerplate"]) if rng.random() < 0.8]
        documents.append({"id": id, "source": f"in\\{g['file']}", "text": "\n\n".join(kept) + "\u00a0end"})
        for p in g["persons"]:
            if rng.random() < 0.7:
                add_case(rng, cases, p, id)
        if rng.random() < 0.4:
            quotes = [] if rng.random() < 0.2 else [rng.choice(NAMES), "the 24-year-old man"]
            review.append({"kind": "case", "document": id, "quotes": quotes, "case": None, "why": "?"})
        for c in g["claims"]:
            if c["figure"] is not None and rng.random() < 0.8:
                claims.append({"document": id, "figure": c["figure"] + rng.choice((0, 0, 1)), "quote": c["quote"][4:]})
    return {"format": "testimonia-bundle", "documents": documents, "cases": list(cases.values()), "review": review,
            "claims": claims}  # fmt: skip


def add_case(rng: random.Random, cases: dict[str, Any], p: dict[str, Any], document: str) -> None:
    id = p["id"] if rng.random() < 0.8 else rng.choice(("P01", "P-new"))
    case = cases.setdefault(
        id,
        {"id": id, "status": rng.choice(("included", "candidate", "candidate", "excluded")), "mentions": [],
         "codings": [], "passages": [], "nationality": rng.choice((None, "SY", "GB")), "gender": "M", "age": 26},
    )  # fmt: skip
    case["mentions"] += [{"document": document, "quote": q.upper()} for q in p["surface"] if rng.random() < 0.6]
    for group, codes in (("leaving", LEAVING), ("joining", JOINING)):
        for reason in p[group]:
            code = f"{group}/{reason['code'] if rng.random() < 0.7 else rng.choice(codes)}"
            quote = reason["evidence"] if rng.random() < 0.7 else sentence(rng)
            status = rng.choice(("proposed", "accepted", "rejected"))
            case["codings"].append({"code": code, "document": document, "quote": quote, "status": status})
            passage = {"code": code, "document": document, "quote": quote, "rank": rng.randint(1, 10)}
            case["passages"].append(passage)


def without_crash(bundle: dict[str, Any], gold: list[dict[str, Any]]) -> dict[str, Any]:
    """score.py fails where a document has both a claim without a figure in gold and one in the bundle."""
    bad = {f"d-{g['doc']}" for g in gold if any(c["figure"] is None for c in g["claims"])}
    return bundle | {"claims": [c for c in bundle["claims"] if c["document"] not in bad]}


def write_gold(folder: Path, gold: list[dict[str, Any]]) -> Path:
    (folder / "b1").mkdir()
    (folder / "b1" / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


@pytest.mark.parametrize("seed", range(12))
def test_the_measures_are_those_of_the_scorer(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    gold = [gold_document(rng, n) for n in range(rng.choice((1, 5, 30)))]
    bundle = without_crash(study_of(rng, gold), gold)
    folder = write_gold(tmp_path, gold)
    scorer = load_scorer()
    wanted, errors = scorer.score(scorer.load_gold(folder), bundle)
    got = evaluate(bundle, folder, replicates=2)
    assert got.false_by_type == wanted.pop("case.false_by_type")
    assert {m.name for m in got.measures} == set(wanted)
    for name, value in wanted.items():
        assert got.value(name) == (None if value is None else pytest.approx(value, abs=1e-9)), name
    assert sorted(got.errors) == sorted(errors)


def perfect(tmp_path: Path) -> tuple[dict[str, Any], Path]:
    rng = random.Random(3)
    gold = [gold_document(rng, n) for n in range(12)]
    documents, cases = [], {}
    for g in gold:
        g["claims"] = [c for c in g["claims"] if c["figure"] is not None]
        id = "d-" + g["doc"]
        documents.append({"id": id, "source": g["file"], "text": g["first_sentence"] + g["last_sentence"]})
        for p in (p for p in g["persons"] if p["role"] == "case"):
            p |= {"nationality": "SY", "gender": "F", "age": 30}
            case = cases.setdefault(p["id"], {"id": p["id"], "mentions": [], "codings": [], "passages": [],
                                              "nationality": "SY", "gender": "F", "age": 30})  # fmt: skip
            case["mentions"] += [{"document": id, "quote": q} for q in p["surface"]]
            for group in ("leaving", "joining"):
                for i, r in enumerate(p[group]):
                    place = {"code": f"{group}/{r['code']}", "document": id, "quote": r["evidence"]}
                    case["codings"].append(place)
                    case["passages"].append(place | {"rank": i + 1})
    claims = [{"document": "d-" + g["doc"], **c} for g in gold for c in g["claims"]]
    return {"documents": documents, "cases": list(cases.values()), "claims": claims}, write_gold(tmp_path, gold)


def test_a_perfect_study_scores_one_everywhere(tmp_path: Path) -> None:
    bundle, folder = perfect(tmp_path)
    got = evaluate(bundle, folder, replicates=50)
    for name in ("text.kept", "text.boilerplate_dropped", "case.f1", "leaving.f1_macro", "joining.f1_macro",
                 "evidence.overlap", "evidence.first_five", "resolve.b3_f1", "claims.f1", "attr.age"):  # fmt: skip
        assert got.value(name) == 1.0, name
    assert got.errors == ()
    assert got.value("study.individuals_counted") == got.value("study.individuals_true")


def test_a_claim_without_a_figure_is_missed_and_does_not_crash(tmp_path: Path) -> None:
    claims = [{"figure": None, "unit": "persons", "quote": "hundreds have left"}]
    gold = [{"doc": "a", "file": "a.txt", "lang": "en", "first_sentence": "x", "last_sentence": "x",
             "boilerplate": [], "persons": [], "claims": claims}]  # fmt: skip
    found = [{"document": "d", "figure": 100, "quote": "hundreds have left"}]
    bundle = {"documents": [{"id": "d", "source": "a.txt", "text": "x"}], "cases": [], "claims": found}
    got = evaluate(bundle, write_gold(tmp_path, gold))
    assert (got.value("claims.recall"), got.value("claims.precision")) == (0.0, 0.0)
    assert got.errors == ("a: missed claim None persons: 'hundreds have left'",)


def test_intervals_hold_the_value_repeat_and_are_printed(tmp_path: Path) -> None:
    rng = random.Random(5)
    gold = [gold_document(rng, n) for n in range(40)]
    bundle = study_of(rng, gold)
    folder = write_gold(tmp_path, gold)
    first, again = evaluate(bundle, folder, replicates=200), evaluate(bundle, folder, replicates=200)
    assert first == again
    by_name = {m.name: m for m in first.measures}
    for name in ("case.f1", "case.recall", "leaving.f1_macro", "resolve.b3_f1", "claims.f1", "text.kept"):
        m = by_name[name]
        assert m.low is not None and m.high is not None and m.value is not None
        assert 0 <= m.low < m.value < m.high <= 1, name
    assert by_name["case.gold"].low is None
    line = next(row for row in first.table().splitlines() if row.startswith("case.f1 "))
    assert f"{by_name['case.f1'].value:.3f}" in line and " to " in line


def test_one_document_gives_no_interval(tmp_path: Path) -> None:
    gold = [gold_document(random.Random(1), 0)]
    got = evaluate(study_of(random.Random(2), gold), write_gold(tmp_path, gold))
    assert all(m.low is None for m in got.measures)


@pytest.mark.parametrize("bundle", [{}, {"documents": 3}, {"documents": [{"id": "d"}]}, [], None])
def test_what_is_no_bundle_is_said_so(bundle: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no study bundle"):
        evaluate(bundle, write_gold(tmp_path, []))


def test_what_is_no_annotation_is_said_so(tmp_path: Path) -> None:
    bundle = {"documents": []}
    with pytest.raises(InputError, match="no annotation here"):
        evaluate(bundle, tmp_path)
    (tmp_path / "gold.json").write_bytes(b'[{"doc": "a"')
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(bundle, tmp_path)
    (tmp_path / "gold.json").write_bytes(b"\xff\xfe[")
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(bundle, tmp_path)


def test_nothing_against_nothing_divides_by_nothing(tmp_path: Path) -> None:
    got = evaluate({"documents": []}, write_gold(tmp_path, []))
    assert got.value("documents") == 0
    assert got.value("case.f1") == 0.0
    assert got.value("attr.age") is None
