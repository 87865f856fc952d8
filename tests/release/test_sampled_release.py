"""A round drawn at random, coded by people, published: the share three ways, how far people agree, or why nothing is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from testimonia import Study
from testimonia.domain.round import Round

FIRST = ["Omid", "Tarek", "Walid", "Nils", "Samar", "Leila", "Idris", "Faris", "Jamal", "Rami"]
LAST = ["Karsten", "Sabbagh", "Jabbour", "Brandt", "Hilal", "Mansour", "Qader"]
HUNGER, BLOOD, GREED = "leaving/quality_of_life", "leaving/brutality", "leaving/corruption"
SAYS = (
    (GREED, "I left because the commanders were corrupt and took everything"),
    (BLOOD, "They killed innocent women and children in front of us"),
    (HUNGER, "There was no pay and no electricity, and we were hungry every night"),
    (GREED, "Whoever knew a cousin upstairs drove a new car within the month, and I left over that"),
)
"""What people read in the words; of the last the machine knows nothing."""
UNITS, DRAWN = 64, 36
STORY = """{first} {last} speaks out after leaving Islamic State

By staff, {paper}, {day} {month} 2015

GAZIANTEP - {first} {last}, a {age}-year-old Syrian who defected from Islamic State in March 2015, has spoken publicly about the months in {town} for the first time.

“{said},” {last} told the {paper}. “It was a cold year in {town}, and number {n} on the list.”
"""


def begun(folder: Path) -> None:
    """A study that reads by rules and cues alone, so that what the machine overlooks is the same everywhere."""
    Study.init(folder).close()
    settings = folder / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace("reader = true", "reader = false"), encoding="utf-8")


def story(n: int) -> str:
    first, last = FIRST[n % len(FIRST)], LAST[n % len(LAST)]
    return STORY.format(first=first, last=last, n=n, paper=f"Gazette {n}", day=n % 28 + 1, month=("May", "June", "July")[n % 3], age=19 + n % 30,
                        town=("Raqqa", "Manbij", "Tabqa", "Shaddadi")[n % 4], said=SAYS[n % 4][1])  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with a drawn round that nobody has coded yet."""
    home = tmp_path_factory.mktemp("sampled")
    (home / "articles").mkdir()
    for n in range(UNITS):
        (home / "articles" / f"{n:02d}.txt").write_text(story(n), encoding="utf-8")
    begun(home / "study")
    with Study.open(home / "study") as study:
        study.run([home / "articles"])
        study.draw("valid", coders=["ana", "bo"], n=DRAWN, codes=[GREED, BLOOD], seed=11, by="lead")
    return home / "study"


@pytest.fixture(scope="module")
def coded(written: Path) -> Path:
    """The same with all answers: bo overlooks every ninth unit, and the lead adjudicates."""
    with Study.open(written) as study:
        for coder in ("ana", "bo"):
            for n, unit in enumerate(study.assignments("valid", coder)):
                marks = [{"code": c, "quote": q} for c, q in truth(study, unit.appearance)]
                study.answer("valid", unit.appearance, [] if coder == "bo" and n % 9 == 0 else marks, by=coder)
        for one in study.conflicts("valid"):
            study.adjudicate("valid", one.appearance, take="ana", by="lead", reason="it stands there")
        study.release(written.parent / "release", signed_by="Ana Lind")
    return written


def truth(study: Study, appearance: str) -> list[tuple[str, str]]:
    """What people find in the unit of the two codes that the round looks for."""
    text = study.article(appearance.partition("@")[0]).text
    return [(code, quote) for code, quote in SAYS if quote in text and code != HUNGER]


@pytest.fixture(scope="module")
def ledger(coded: Path) -> dict[str, Any]:
    held = json.loads((coded.parent / "release" / "ledger.json").read_bytes())
    return {f["id"]: f for f in held["figures"]} | {"refusals": {r["id"]: r["reason"] for r in held["refusals"]}}


def test_the_three_shares_are_those_of_the_draw(coded: Path, ledger: dict[str, Any]) -> None:
    with Study.open(coded) as study:
        (event,) = (e for e in study.snapshot().decisions if isinstance(e.action, Round))
        drawn, state = event.action, study.snapshot()
        assert isinstance(drawn, Round)
        frame = {a for ids in drawn.frame.values() for a in ids}
        assert (
            len(drawn.units) == DRAWN
            and {len(ids) for ids in drawn.frame.values()} == {len(frame)}
            and len(frame) >= 60
        )
        rows = {(r.unit, r.code): r for r in state.sampled}
        assert {r.probability for r in rows.values()} == {DRAWN / len(frame)}
        labelled = [u.appearance for u in drawn.units]
        people = sum(any(c == GREED for c, _ in truth(study, a)) for a in labelled) / DRAWN
        machine = sum(rows[a, GREED].machine for a in frame) / len(frame)
    ppi, alone, naive = (ledger[f"leaving.corruption.{s}"] for s in ("powered", "people_alone", "machine_alone"))
    assert alone["value"] == pytest.approx(people, abs=1e-6) and naive["value"] == pytest.approx(machine, abs=1e-6)
    assert naive["value"] < 0.35 < ppi["value"] < 0.6, "half of all give the code; the machine sees one of two"
    assert ppi["interval"]["low"] <= 0.5 <= ppi["interval"]["high"]
    width = [f["interval"]["high"] - f["interval"]["low"] for f in (ppi, alone)]
    assert width[0] < width[1], "the machine makes the interval narrower"
    assert f"{DRAWN} of {len(frame)} units" in ppi["query"] and "came after the draw" not in ppi["query"]


def test_page_and_print_show_them_side_by_side(coded: Path, ledger: dict[str, Any]) -> None:
    folder = coded.parent / "release"
    tree = LexborHTMLParser((folder / "report.html").read_text("utf-8"))
    row = next(r for r in tree.css("table.sampled tbody tr") if "Corruption" in r.text())
    opened = {(n.attributes["href"] or "")[3:] for n in row.css("a.n[data-ref]")}
    ids = {f"leaving.corruption.{s}" for s in ("powered", "people_alone", "machine_alone", "agreement")}
    assert opened == ids
    printed = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(folder / "report.pdf").pages)
    said = {f["id"]: f["ref"] for f in json.loads((folder / "ledger.json").read_bytes())["figures"]}
    for id in ids:
        assert re.search(rf"\b{said[id]}\b", printed), id


def test_agreement_of_people_decides_what_is_said_beside_a_share(coded: Path, ledger: dict[str, Any]) -> None:
    with Study.open(coded) as study:
        alphas = {code: m.value for code, m in study.agreement("valid", replicates=0).all_coders.items()}
        held = {a.code: a for a in study.snapshot().agreement if a.people}
    assert held[GREED].alpha == pytest.approx(alphas[GREED]) and held[GREED].units == DRAWN
    figure = ledger["leaving.corruption.agreement"]
    assert figure["value"] == pytest.approx(alphas[GREED], abs=1e-4) and 0.667 < figure["value"] < 1
    assert "agreement of people" not in ledger["leaving.corruption.share"]["query"]


def test_a_code_below_the_floor_is_published_with_that_said(coded: Path, tmp_path: Path) -> None:
    settings = coded / "study.toml"
    before = settings.read_text("utf-8")
    settings.write_text("agreement_floor = 0.99\n" + before, encoding="utf-8")
    try:
        with Study.open(coded) as study:
            study.release(tmp_path / "low")
    finally:
        settings.write_text(before, encoding="utf-8")
    said = "Agreement of people is not shown: alpha over 36 units is 0."
    assert said in LexborHTMLParser((tmp_path / "low" / "report.html").read_text("utf-8")).text()
    pages = " ".join(" ".join(p.extract_text().split()) for p in PdfReader(tmp_path / "low" / "report.pdf").pages)
    assert said in pages
    assert said in " ".join((tmp_path / "low" / "press.txt").read_text("utf-8").split())
    assert "coders agree too little on it" in " ".join(
        PdfReader(tmp_path / "low" / "brief.pdf").pages[0].extract_text().split()
    )


# -- refused, with the reason


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Study]:
    (tmp_path / "articles").mkdir()
    for n in range(40):
        (tmp_path / "articles" / f"{n:02d}.txt").write_text(story(n), encoding="utf-8")
    begun(tmp_path / "study")
    with Study.open(tmp_path / "study") as study:
        study.run([tmp_path / "articles"])
        yield study


def reason(study: Study, code: str = "leaving.corruption") -> str:
    return next((r.reason for r in study.findings().refusals if r.id == f"{code}.powered"), "")


def test_what_people_judge_without_a_draw_speaks_for_nobody_else(fresh: Study) -> None:
    assert reason(fresh) == ""
    for coding in fresh.snapshot().codings:
        fresh.accept(coding.id, by="ana")
    assert "were not drawn at random" in reason(fresh)


def test_a_round_that_is_not_finished_estimates_nothing(fresh: Study) -> None:
    fresh.draw("valid", coders=["ana"], n=32, each=1, decides=True, seed=2, by="lead")
    todo = fresh.assignments("valid", "ana")
    for unit in todo[:-1]:
        fresh.answer(
            "valid", unit.appearance, [{"code": c, "quote": q} for c, q in truth(fresh, unit.appearance)], by="ana"
        )
    assert "not settled yet of the units that were drawn: 1," in reason(fresh)
    last = todo[-1].appearance
    fresh.answer("valid", last, [{"code": c, "quote": q} for c, q in truth(fresh, last)], by="ana")
    assert reason(fresh) == "" and fresh.findings().figure("leaving.corruption.powered") is not None


def test_units_that_came_later_are_not_spoken_for(fresh: Study, tmp_path: Path) -> None:
    fresh.draw("valid", coders=["ana"], n=32, each=1, decides=True, seed=2, by="lead")
    for unit in fresh.assignments("valid", "ana"):
        fresh.answer(
            "valid", unit.appearance, [{"code": c, "quote": q} for c, q in truth(fresh, unit.appearance)], by="ana"
        )
    before = fresh.findings().figure("leaving.corruption.powered")
    later = tmp_path / "later.txt"
    later.write_text(story(45), encoding="utf-8")
    fresh.run([later])
    after = fresh.findings().figure("leaving.corruption.powered")
    assert before is not None and after is not None
    assert "units that came after the draw and are not spoken for: 1" in after.query
    assert (after.value, after.interval) == (before.value, before.interval)


def test_answers_that_differ_wait_for_the_adjudicator(fresh: Study) -> None:
    fresh.draw("valid", coders=["ana", "bo"], n=32, seed=2, by="lead")
    for coder in ("ana", "bo"):
        for unit in fresh.assignments("valid", coder):
            marks = [{"code": c, "quote": q} for c, q in truth(fresh, unit.appearance)]
            fresh.answer("valid", unit.appearance, marks if coder == "ana" else [], by=coder)
    assert "not settled yet" in reason(fresh)
    assert "not settled yet" in reason(fresh, "leaving.brutality")
