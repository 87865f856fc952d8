"""Intervals, bounds and words for shares, against published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.study.estimate import FINE, ROUGH, bounds, caution, verbal, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_newcombes_table(k: int, n: int, low: float, high: float) -> None:
    interval = wilson(k, n)
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert interval.method == "Wilson 95 %"


def test_wilson_on_the_share_that_the_press_gave_in_three_versions() -> None:
    # 34 and 39 of 58 cannot be told apart: "almost 60 %" and "two thirds" say more than the numbers hold
    low, high = wilson(34, 58), wilson(39, 58)
    assert (round(low.low, 3), round(low.high, 3)) == (0.458, 0.704)
    assert (round(high.low, 3), round(high.high, 3)) == (0.544, 0.779)


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from((0.5, 0.9, 0.95, 0.99)))
def test_wilson_holds_the_share_and_stays_within_zero_and_one(a: int, b: int, level: float) -> None:
    k, n = min(a, b), max(a, b)
    interval = wilson(k, n, level)
    assert 0 <= interval.low <= (k / n if n else 0.5) <= interval.high <= 1


@pytest.mark.parametrize(("k", "n", "level"), [(3, 2, 0.95), (-1, 2, 0.95), (1, 2, 1.0), (1, 2, 0.0)])
def test_wilson_refuses_nonsense(k: int, n: int, level: float) -> None:
    with pytest.raises(ValueError, match="wilson needs"):
        wilson(k, n, level)


def test_bounds_leave_the_silent_ones_open() -> None:
    assert bounds(20, 5, 58) == (20 / 58, 53 / 58)  # 33 did not mention it
    assert bounds(20, 38, 58) == (20 / 58, 20 / 58)  # all spoke: the bounds meet
    assert bounds(0, 0, 58) == (0.0, 1.0)  # nobody mentioned it: nothing is known
    assert bounds(0, 0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="bounds needs"):
        bounds(3, 3, 5)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_bounds_hold_the_truth_whatever_it_is(yes: int, no: int, hidden_yes: int, hidden_no: int) -> None:
    n = yes + no + hidden_yes + hidden_no
    low, high = bounds(yes, no, n)
    assert low <= ((yes + hidden_yes) / n if n else 0.5) <= high


@pytest.mark.parametrize(
    ("share", "n", "words"),
    [
        (0.0, 58, "none"), (0.03, 58, "very few"), (0.1, 58, "a small number"), (0.2, 58, "about a fifth"),
        (0.25, 58, "about a quarter"), (1 / 3, 58, "about a third"), (0.4, 58, "a large minority"),
        (0.5, 58, "about half"), (34 / 58, 58, "a majority"), (39 / 58, 58, "about two thirds"), (0.8, 58, "most"),
        (0.95, 58, "nearly all"), (1.0, 58, "all"),
        (0.0, 18, "none"), (2 / 18, 18, "a small number"), (4 / 18, 18, "a minority"), (6 / 18, 18, "about a third"),
        (9 / 18, 18, "about half"), (12 / 18, 18, "about two thirds"), (17 / 18, 18, "most"), (1.0, 18, "all"),
        (2 / 7, 7, "2 of 7"), (0.0, 1, "0 of 1"), (0.0, 0, "not known"),
    ],
)  # fmt: skip
def test_words_are_bound_to_declared_ranges(share: float, n: int, words: str) -> None:
    assert verbal(share, n) == words


def test_the_ranges_cover_everything_in_order() -> None:
    for wordings in (FINE, ROUGH):
        edges = [w.below for w in wordings]
        assert edges == sorted(set(edges)) and edges[-1] == 1.0
        assert len({w.words for w in wordings}) == len(wordings)


def test_a_share_of_few_says_so() -> None:
    assert caution(0).startswith("nobody")
    assert caution(1).startswith("only 1 person is")
    assert caution(9).startswith("only 9 persons are")
    assert caution(10) == ""
