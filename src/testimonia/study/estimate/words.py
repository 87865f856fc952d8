"""Words for shares, bound to declared ranges, and the conditions of turns of phrase."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

SMALL = 10
"""Below this many persons a share is not put in words, and says how few it rests on."""

COARSE = 30
"""Below this many persons finer words than the coarse ones would suggest a precision that is not there."""


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
