"""However the articles came in, the pairs kept are those that one look at the whole study finds, also among many of one name."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia import Study
from testimonia.adapters.names import plain
from testimonia.domain.pair import PairScore
from testimonia.domain.setaside import Reason, SetAside
from testimonia.identity.match import MatchOptions
from testimonia.identity.match import match as match_all
from testimonia.pipeline import copies, corpus, identity
from testimonia.pipeline.matching import PAIR, TO_DO, match

FIRST = ("Karim", "Kareem", "Omid")
FAMILIES = tuple(
    f"{start}{end}" for start in ("Ber", "Dol", "Fan", "Gar", "Hel", "Lom", "Mar") for end in ("dak", "tos", "pin")
)
NATIONS = ("a Tunisian", "a Jordanian", "a Syrian")
NARROW = MatchOptions(reach=2)
"""Three under one key are a crowd."""


def story(number: int) -> str:
    """One account; the people share first names, trades and nationalities, and some are told of twice."""
    first, family = FIRST[number % 3], FAMILIES[number // 2 % len(FAMILIES)]
    name = first if number % 7 == 0 else f"Abu {FIRST[number % 2]}" if number % 7 == 1 else f"{first} {family}"
    return (
        f"Former Islamic State guard speaks out, {number}\n\nBy staff, Prairie Herald, {1 + number % 28} May 201{5 + number % 3}\n\n"
        f"GAZIANTEP - {name}, {NATIONS[number % 3]} aged {24 + number % 4} who defected from Islamic State in April 2015, has spoken publicly about "
        f"months as a guard for the first time.\n\n“There was no pay where number {number} stood, and we were hungry,” he told the Prairie Herald."
    )


def check(study: Study, options: MatchOptions) -> int:
    """Brings the pairs up to date; they are those of the whole, and found from either side."""
    desk = study._desk
    for stage in (corpus.clean, copies.dedupe, identity.detect):
        stage(desk)
    match(desk, options)
    people = identity.appearances(identity.readings(desk))
    expected = {
        (pair.left, pair.right): pair for pair in match_all(list(people.values()), copies.facts(desk), options, plain)
    }
    kept = {(pair.left, pair.right): pair for pair in desk.store.all("match", PairScore)}
    assert kept == expected
    assert desk.store.under(PAIR, people) == {f"{left}|{right}" for left, right in expected}
    assert desk.store.filed(TO_DO) == 0
    return len(kept)


@settings(max_examples=4, deadline=None)
@given(
    order=st.permutations(range(48)),
    sizes=st.lists(st.integers(1, 20), min_size=2, max_size=5),
    lost=st.sets(st.integers(0, 20), max_size=4),
)
def test_any_order_gives_the_pairs_of_the_whole(order: list[int], sizes: list[int], lost: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for number in order:
            (home / f"{number:02}.txt").write_text(story(number), "utf-8")
        with Study.init(home / "study") as study:
            at = 0
            for size in (*sizes, 48):
                study.capture([home / f"{number:02}.txt" for number in order[at : at + size]])
                at += size
                check(study, NARROW)
            held = list(study._desk.store.all("clean", corpus.Cleaned))
            for number in lost:  # as if a newer cleaner could not read it
                one = held[number]
                aside = SetAside(stage="clean", subject=one.capture, source=one.source, reason=Reason.EMPTY)
                study._desk.store.put("clean", one.capture, study._desk.store.done("clean")[one.capture], aside)
                study._desk.texts.forget()
                check(study, NARROW)
            wide = check(study, MatchOptions())
            assert wide > check(study, NARROW)


def test_a_name_that_many_bear_weighs_less(tmp_path: Path) -> None:
    with Study.init(tmp_path / "study") as study:
        for number in range(48):
            source = tmp_path / f"{number:02}.txt"
            source.write_text(story(number), "utf-8")
            study.capture([source])
        check(study, MatchOptions())
        common = [pair for pair in study._desk.store.all("match", PairScore) if "common name" in pair.parts]
        assert common
        assert all(pair.parts["common name"] < 0 for pair in common)
        assert any("the name is common here: some 16 people or more bear it" in pair.counter_reasons for pair in common)
