"""Every kind of bad file, through the whole program: kept or set aside with its reason, the good beside it untouched."""

from __future__ import annotations

import collections
from pathlib import Path

import pytest
from bad_files import BAD, OTHERS, of, write_all
from made import GOOD
from small import new_study

from testimonia import Study
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import SetAside
from testimonia.pipeline import STAGES


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("bad") / "heap")


@pytest.fixture(scope="module")
def study(heap: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    held = Study.init(tmp_path_factory.mktemp("study") / "study")
    held.run([heap])
    return held


def set_aside(study: Study, name: str) -> list[SetAside]:
    """Of the early stages, whatever of this file was set aside."""
    store = study._desk.store
    found = [*store.set_asides("capture"), *store.set_asides("clean")]
    return [a for a in found if a.source == f"heap/{name}" or a.source.startswith((f"heap/{name}!", f"heap/{name}#"))]


@pytest.mark.parametrize("name", [*BAD, *OTHERS])
def test_each_kind(study: Study, name: str) -> None:
    expected = OTHERS.get(name) if name in OTHERS else BAD[name][1]
    reasons = {a.reason.value for a in set_aside(study, name)}
    if expected:
        assert expected in reasons, (name, reasons)
    else:
        kept = {article.source for article in study._desk.store.articles()}
        assert not reasons, (name, set_aside(study, name))
        assert any(source.startswith(f"heap/{name}") for source in kept), name


def test_a_set_aside_says_what_is_wrong(study: Study) -> None:
    store = study._desk.store
    for aside in [*store.set_asides("capture"), *store.set_asides("clean")]:
        assert len(aside.detail) > 5, aside
        assert "Error:" not in aside.detail, aside  # ours are words, not names of exceptions


def test_the_good_one_is_read(study: Study) -> None:
    text = next(a.text for a in study._desk.store.articles() if a.source == "heap/good.txt")
    assert "There was no pay" in text
    assert any("Mansouri" in str(person) for person in study.snapshot().persons)


def test_nothing_vanishes(study: Study) -> None:
    """Captured = articles + set aside by clean; every file of the heap has left a trace."""
    store = study._desk.store
    captured = {c.id: c.source for c in store.captures()}
    articles = collections.Counter(a.source for a in store.articles())
    aside = collections.Counter(a.source for a in store.set_asides("clean"))
    assert articles + aside == collections.Counter(captured.values())
    names = {*captured.values(), *(a.source for a in store.set_asides("capture"))}
    for name in [*BAD, *OTHERS, "good.txt"]:
        inside = any(n == f"heap/{name}" or n.startswith((f"heap/{name}!", f"heap/{name}#")) for n in names)
        assert inside or name.endswith((".warc", ".warc.gz")), name  # records go by their address


def test_again_does_nothing(study: Study, heap: Path) -> None:
    assert {outcome.stage: outcome.new for outcome in study.run([heap])} == dict.fromkeys(("capture", *STAGES), 0)


@pytest.mark.parametrize("name", ["emoji.txt", "combining.txt", "both-ways.txt", "question-marks.txt"])
def test_offsets_hold(study: Study, name: str) -> None:
    """Code points, whatever stands before: emoji of many parts, marks over marks, words that run the other way."""
    store = study._desk.store
    article = next(a for a in store.articles() if a.source == f"heap/{name}")
    reading = next(r for r in store.all("detect", Reading) if r.article == article.id)
    spans = [m.span for one in reading.appearances for m in one.mentions]
    spans += [s.span for one in reading.appearances for s in one.speech]
    assert len(spans) > 5
    for span in spans:
        assert article.text[span.start : span.end] == span.quote


MARKS = {"questions": "?", "initials": "A. B. ", "quotes": '"so" she said and ', "titles": "Mr. ", "ends": "\u201d "}


def test_long_rows_of_marks_end(tmp_path: Path) -> None:
    """What once took the square of its length, and hours: the suite's time limit is the assertion."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, marks in MARKS.items():
        (folder / f"{name}.txt").write_text(of(f"Rima {name.title()}") + marks * (30_000 // len(marks)), "utf-8")
    with Study.open(new_study(tmp_path / "study")) as study:
        study.run([folder])
        assert {a.reason.value for a in study._desk.store.set_asides()} <= {"no_case"}
        assert len(list(study._desk.store.all("detect", Reading))) == len(MARKS)


def test_a_date_that_cannot_be_is_none(study: Study) -> None:
    article = next(a for a in study._desk.store.articles() if a.source == "heap/year-9999.html")
    assert article.published is None


def test_what_is_mended_is_taken_in(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_bytes(b"")
    with Study.init(tmp_path / "study") as study:
        study.run([folder])
        assert [a.reason.value for a in study._desk.store.set_asides("capture")] == ["empty"]
        (folder / "one.txt").write_text(GOOD, encoding="utf-8")
        study.run([folder])
        assert list(study._desk.store.set_asides("capture")) == []
        assert len(list(study._desk.store.articles())) == 1
