"""Agreement is measured as the textbooks measure it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "study"))
from snapshots import LEAVING, demo_snapshot, random_snapshot

from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.span import Span
from testimonia.review.reliability import reliability
from testimonia.review.reliability.coefficients import alpha, kappa


def table(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[tuple[str, str]]:
    return [("yes", "yes")] * yes_yes + [("yes", "no")] * yes_no + [("no", "yes")] * no_yes + [("no", "no")] * no_no


def test_kappa_of_the_textbook_tables() -> None:
    # 50 grant proposals, two readers: the standard worked example
    assert kappa(table(20, 5, 10, 15)) == pytest.approx(0.4)
    # the same percentage, other margins (60 of 100 agree)
    assert kappa(table(45, 15, 25, 15)) == pytest.approx(0.1304, abs=5e-5)
    assert kappa(table(25, 35, 5, 35)) == pytest.approx(0.2593, abs=5e-5)


def test_alpha_of_krippendorffs_own_examples() -> None:
    # Krippendorff 2011, A: two observers, binary data
    meg, owen = "0100000010", "1110010000"
    assert alpha(list(zip(meg, owen, strict=True))) == pytest.approx(0.095, abs=5e-4)
    # C: four observers, nominal data, missing verdicts
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[None if v == "." else v for v in unit] for unit in zip(*rows, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_what_is_not_defined_is_none() -> None:
    assert kappa([]) is None and alpha([]) is None
    assert kappa(table(7, 0, 0, 0)) is None and alpha(table(7, 0, 0, 0)) is None
    assert alpha([("a", None), (None, None)]) is None
    assert kappa(table(3, 0, 0, 4)) == 1.0 and alpha(table(3, 0, 0, 4)) == 1.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_coefficients_never_exceed_one(pairs: list[tuple[str, str]]) -> None:
    for value in (kappa(pairs), alpha(pairs)):
        assert value is None or value <= 1 + 1e-12


def coding(appearance: str, code: str, status: str = "proposed", coder: str = "machine:m@1", **more: Any) -> Coding:
    id = f"k-{appearance}-{code}-{coder}"
    return Coding(id=id, appearance=appearance, article="d", code=code, coder=coder,
                  span=Span(start=0, end=1, quote="x"), confidence=0.5, status=CodingStatus(status),
                  **more)  # fmt: skip


def test_machine_against_people() -> None:
    held = [
        coding("a", "x", "accepted"),
        coding("b", "x", "rejected"),
        coding("c", "x", "accepted", "human:ruth"),
        coding("d", "y", "accepted"),  # d was reviewed: neither gave x there
        coding("e", "x"),  # nobody looked yet: e says nothing
        coding("f", "x"), coding("f", "y", "rejected"),  # f was reviewed, but not this proposal
    ]  # fmt: skip
    x, y = reliability(held, ["x", "y"])
    assert (x.units, x.agreed, x.confirmed, x.refused, x.added, x.coded) == (4, 2, 1, 1, 1, 3)
    assert x.agreement == 0.5 and x.coded_only == pytest.approx(1 / 3)
    assert x.kappa == pytest.approx(0.0)
    assert (y.units, y.confirmed, y.refused) == (5, 1, 1)


def test_a_denial_is_a_verdict_of_its_own() -> None:
    held = [
        coding("a", "x", "rejected"),
        coding("a", "x", "accepted", "human:ruth", stance=Stance.DENIED),
        coding("b", "x", "accepted", stance=Stance.DENIED),
    ]
    (x,) = reliability(held, ["x"])
    assert (x.units, x.agreed, x.refused, x.added) == (2, 1, 1, 0)


def test_without_decisions_there_is_nothing_to_say() -> None:
    (x,) = reliability([coding("a", "x")], ["x"])
    assert (x.units, x.agreement, x.kappa, x.alpha, x.interval.high) == (0, None, None, None, 1.0)


def test_whole_studies() -> None:
    for snapshot, _ in (demo_snapshot(), random_snapshot(4, 25)):
        for row in reliability(snapshot.codings, LEAVING):
            assert row.confirmed + row.refused + row.added == row.coded <= row.units
            assert 0 <= row.interval.low <= (row.agreement or 0) <= row.interval.high <= 1
