"""Coefficients of agreement, each with its citation; None where one is not defined, never a made-up 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from testimonia.review.reliability import tables


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' verdicts on the same units; see `tables.kappa`."""
    return tables.kappa(Counter(pairs))


def alpha(units: Iterable[Sequence[str | None]]) -> float | None:
    """Krippendorff's alpha for nominal data: one row a unit, one column a rater, None for a missing verdict.

    Units with fewer than two verdicts do not count. None without units, and where only one verdict occurs.
    Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C.
    """
    return alpha_of(parts(units))


APART = ""
"""In the parts of alpha, what lies apart; every other key is a verdict with its number."""


def parts(units: Iterable[Sequence[str | None]]) -> Counter[str]:
    """What alpha is made of; the parts of several sets of units add up."""
    rows = [held for unit in units if len(held := [v for v in unit if v is not None]) >= 2]
    apart = sum((len(r) ** 2 - sum(c * c for c in Counter(r).values())) / (len(r) - 1) for r in rows)
    return Counter({**Counter(v for held in rows for v in held), APART: apart})


def alpha_of(found: Mapping[str, float]) -> float | None:
    """Alpha from its parts."""
    totals = [count for verdict, count in found.items() if verdict != APART]
    n = sum(totals)
    expected = n * n - sum(c * c for c in totals)
    return 1 - (n - 1) * found[APART] / expected if expected else None


def ac1(units: Iterable[Sequence[str | None]], categories: int) -> float | None:
    """Gwet's AC1 of any number of raters: one row a unit, one column a rater, None for a missing verdict.

    Agreement is taken over units with two verdicts or more, chance over all units with one or more.
    Source: K. L. Gwet, Handbook of Inter-Rater Reliability (4th ed. 2014), ch. 2 and 5.
    """
    rows = [held for unit in units if (held := Counter(v for v in unit if v is not None))]
    several = [held for held in rows if held.total() >= 2]
    if not several or categories < 2:
        return None
    agreed = sum(sum(c * (c - 1) for c in r.values()) / (r.total() * (r.total() - 1)) for r in several) / len(several)
    shares: Counter[str] = Counter()
    for held in rows:
        for verdict, count in held.items():
            shares[verdict] += count / held.total() / len(rows)  # type: ignore[assignment]
    chance = sum(p * (1 - p) for p in sorted(shares.values())) / (categories - 1)
    return (agreed - chance) / (1 - chance)
