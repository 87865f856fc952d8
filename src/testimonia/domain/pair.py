"""How alike two appearances are: are they the same person?"""

from __future__ import annotations

import enum

import msgspec


class Verdict(enum.StrEnum):
    """What the machine makes of a pair."""

    SAME = "same"
    OPEN = "open"  # a question for people, and part of the count's range
    DIFFERENT = "different"


class PairScore(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A naked score says nothing: `parts` holds each named comparison with its contribution.

    `left` < `right` are appearance ids. `score` is 0 to 1. `reasons` speak for, `counter_reasons` against.
    """

    left: str
    right: str
    score: float
    verdict: Verdict
    parts: dict[str, float] = {}
    reasons: tuple[str, ...] = ()
    counter_reasons: tuple[str, ...] = ()
