"""How many there are beside those who were found: Chao's lower bound from how often each was found."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import NormalDist

import msgspec

from testimonia.study.language import say

OVERLAP = 5
"""So many persons must have been found exactly twice; with fewer the bound would rest on a handful."""


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """A lower bound of a number of persons, with its interval and what it rests on."""

    value: float
    low: float
    high: float
    once: int
    twice: int
    seen: int


def chao(found: Sequence[int], level: float = 0.95) -> Bound | str:
    """From how often each person was found (1 and more): n + f1^2 / 2 f2, a bound whoever is easy or hard to find; or why none is given.

    The interval is the log-normal one.
    Source: A. Chao, "Estimating the population size for capture-recapture data with unequal catchability", Biometrics 43 (1987)
    783-791, equations 2 (variance) and 11 (interval).
    """
    times = Counter(f for f in found if f > 0)
    n, f1, f2 = sum(times.values()), times[1], times[2]
    if f2 < OVERLAP:
        return say(
            "only {f} persons have exactly two independent origins; the bound needs {overlap}", f=f2, overlap=OVERLAP
        )
    return bound(n, f1, f2, level)


def bound(n: int, f1: int, f2: int, level: float = 0.95) -> Bound:
    """The same from the counts themselves; no check of overlap."""
    unseen, ratio = f1 * f1 / (2 * f2), f1 / f2
    variance = f2 * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    if not unseen:
        return Bound(value=float(n), low=float(n), high=float(n), once=f1, twice=f2, seen=n)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    spread = math.exp(z * math.sqrt(math.log(1 + variance / unseen**2)))
    return Bound(value=n + unseen, low=n + unseen / spread, high=n + unseen * spread, once=f1, twice=f2, seen=n)
