"""Intervals, bounds and words for shares. Each formula carries its citation."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from testimonia.domain.figure import Interval

SMALL = 10
"""Below this many persons a share is not put in words, and says how few it rests on."""

COARSE = 30
"""Below this many persons finer words than the coarse ones would suggest a precision that is not there."""


def wilson(k: int, n: int, level: float = 0.95) -> Interval:
    """The interval of Wilson (1927) for a proportion of `k` in `n`: see `Interval.wilson`."""
    return Interval.wilson(k, n, level)


def bounds(present: int, denied: int, n: int) -> tuple[float, float]:
    """Between which shares the truth lies, whatever the silent ones would have said.

    Of `n` persons `present` gave the reason and `denied` ruled it out; the rest did not mention it. Low: none of them
    had it; high: all had it. Without persons nothing is known: (0, 1).
    Source: C. F. Manski, "Nonparametric bounds on treatment effects", American Economic Review 80 (1990) 319-323, and
    Partial Identification of Probability Distributions (2003), ch. 1: missing outcomes without assumptions.
    """
    if present < 0 or denied < 0 or present + denied > n:
        raise ValueError(f"bounds needs present + denied <= n, got {present} + {denied} > {n}")
    return (present / n, (n - denied) / n) if n else (0.0, 1.0)


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """These words are used for shares from the previous wording's `below` up to this one's (exclusive)."""

    below: float
    words: str


FINE: tuple[Wording, ...] = (
    Wording(below=0.05, words="very few"),
    Wording(below=0.15, words="a small number"),
    Wording(below=0.225, words="about a fifth"),
    Wording(below=0.29, words="about a quarter"),
    Wording(below=0.38, words="about a third"),
    Wording(below=0.45, words="a large minority"),
    Wording(below=0.55, words="about half"),
    Wording(below=0.62, words="a majority"),
    Wording(below=0.71, words="about two thirds"),
    Wording(below=0.90, words="most"),
    Wording(below=1.0, words="nearly all"),
)
"""From 30 persons on."""

ROUGH: tuple[Wording, ...] = (
    Wording(below=0.15, words="a small number"),
    Wording(below=0.28, words="a minority"),
    Wording(below=0.40, words="about a third"),
    Wording(below=0.60, words="about half"),
    Wording(below=0.72, words="about two thirds"),
    Wording(below=1.0, words="most"),
)
"""From 10 to 29 persons."""


def verbal(share: float, n: int) -> str:
    """The words for a share of `n` persons, bound to declared ranges (`FINE`, `ROUGH`).

    Fewer than 10 persons are not put in words that suggest more: "2 of 7". Nobody asked: "not known".
    """
    if n == 0:
        return "not known"
    if n < SMALL:
        return f"{round(share * n)} of {n}"
    if share <= 0:
        return "none"
    if share >= 1:
        return "all"
    return _word(share, ROUGH if n < COARSE else FINE)


def _word(share: float, wordings: Sequence[Wording]) -> str:
    return next(w.words for w in wordings if share < w.below)


def caution(n: int) -> str:
    """What must be said beside a share of `n` persons; empty where nothing must."""
    if n == 0:
        return "nobody is in the denominator: the share is not known"
    if n < SMALL:
        return (
            f"only {n} {'person is' if n == 1 else 'persons are'} in the denominator: read the numbers, not the share"
        )
    return ""
