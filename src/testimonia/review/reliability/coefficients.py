"""Coefficients of agreement, each with its citation; None where one is not defined, never a made-up 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' verdicts on the same units.

    None without units, and where both always give the same single verdict (chance agreement is 1).
    Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960) 37-46.
    """
    units = list(pairs)
    n = len(units)
    if n == 0:
        return None
    left, right = Counter(a for a, _ in units), Counter(b for _, b in units)
    observed = sum(a == b for a, b in units) * n
    chance = sum(left[c] * right[c] for c in left)  # both times n squared: whole numbers, no rounding at the edge
    return (observed - chance) / (n * n - chance) if chance != n * n else None


def alpha(units: Iterable[Sequence[str | None]]) -> float | None:
    """Krippendorff's alpha for nominal data: one row a unit, one column a rater, None for a missing verdict.

    Units with fewer than two verdicts do not count. None without units, and where only one verdict occurs.
    Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C.
    """
    rows = [held for unit in units if len(held := [v for v in unit if v is not None]) >= 2]
    totals = Counter(v for held in rows for v in held)
    n = sum(totals.values())
    expected = n * n - sum(c * c for c in totals.values())
    if n == 0 or expected == 0:
        return None
    apart = sum((len(r) ** 2 - sum(c * c for c in Counter(r).values())) / (len(r) - 1) for r in rows)
    return 1 - (n - 1) * apart / expected
