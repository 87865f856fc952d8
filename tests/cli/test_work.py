"""How a stage goes over its items: bad ones are set aside, unchanged ones left alone, quotes checked where they are made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testimonia import Study
from testimonia.domain.origin import OriginLink
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.span import Span
from testimonia.errors import EvidenceError, StoreError
from testimonia.pipeline import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.identity import readings
from testimonia.pipeline.work import Job, only, work


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Study.init(tmp_path / "study") as held:
        yield held._desk


def jobs(*items: str, mark: str = "1") -> list[Job[str]]:
    return [Job(item, f"{item}.txt", mark, lambda item=item: item) for item in items]  # type: ignore[misc]


def do(item: str) -> OriginLink | SetAside:
    if item.startswith("bad"):
        raise ValueError("a \ud800 surrogate\nand a line")
    if item.startswith("aside"):
        return SetAside(stage="s", subject=item, source=item, reason=Reason.EMPTY)
    if item.startswith("odd"):
        return OriginLink(article="\ud800", origin="x")
    if item.startswith("wrong"):
        raise EvidenceError("a quote does not stand")
    return OriginLink(article=item, origin=item)


def test_bad_items_are_set_aside_and_the_rest_goes_on(desk: Desk) -> None:
    outcome = work(desk, "s", "items", jobs("a", "bad", "aside", "odd", "wrong", "b"), do)
    assert (outcome.new, outcome.kept, outcome.set_aside) == (6, 2, 4)
    assert [link.article for link in desk.store.all("s", OriginLink)] == ["a", "b"]
    reasons = {aside.subject: (aside.reason.value, aside.detail) for aside in desk.store.set_asides("s")}
    assert {subject: reason for subject, (reason, _) in reasons.items()} == {
        "bad": "failed", "aside": "empty", "odd": "failed", "wrong": "failed",
    }  # fmt: skip
    assert reasons["bad"][1] == "ValueError: a \\ud800 surrogate and a line"


def test_what_stops_the_program_is_no_set_aside(desk: Desk) -> None:
    def full(item: str) -> OriginLink:
        raise StoreError("the disk of the store is full")

    with pytest.raises(StoreError):
        work(desk, "s", "items", jobs("a"), full)
    assert desk.store.done("s") == {}


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.dictionaries(st.sampled_from(["a", "b", "bad", "aside"]), st.sampled_from("12")), max_size=4))
def test_after_any_history_the_store_holds_just_the_last_round(desk: Desk, rounds: list[dict[str, str]]) -> None:
    before = desk.store.done("s")
    for marks in rounds:
        todo = [one for item, mark in marks.items() for one in jobs(item, mark=mark)]
        outcome = work(desk, "s", "items", todo, do)
        assert outcome.new == sum(before.get(item) != mark for item, mark in marks.items())
        assert outcome.new == outcome.kept + outcome.set_aside
        before = desk.store.done("s")
        assert before == marks


def test_one_item_gives_one_result() -> None:
    with pytest.raises(StoreError, match="0 results"):
        only([], "clean")


def test_a_quote_that_does_not_stand_never_reaches_the_store(study: Path) -> None:
    with Study.open(study) as held:
        reading = next(one for one in readings(held._desk) if one.appearances)
        article = held.article(reading.article)
    assert proven(reading, article) is reading
    import msgspec

    first = reading.appearances[0]
    broken = msgspec.structs.replace(first, scope=(*first.scope, Span(start=3, end=9, quote="nobody said this")))
    with pytest.raises(EvidenceError):
        proven(msgspec.structs.replace(reading, appearances=(broken,)), article)
