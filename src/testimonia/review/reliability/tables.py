"""Coefficients of agreement of two raters, from the table of their verdicts: (left, right) -> units.

Tables add up, so one of a whole study is the sum of those of its articles; that is what the bootstrap draws.
None where a coefficient is not defined, never a made-up 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

Table = Mapping[tuple[str, str], float]


def percent(table: Table) -> float | None:
    """The share of units with the same verdict."""
    n = sum(table.values())
    return _same(table) / n if n else None


def coded_only(table: Table, absent: str) -> float | None:
    """The same among the units in which at least one of the two gave the code: what nobody coded says nothing here."""
    return percent({pair: n for pair, n in table.items() if pair != (absent, absent)})


def kappa(table: Table) -> float | None:
    """Cohen's kappa; None where both always give the same single verdict (chance agreement is 1).

    Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960) 37-46.
    """
    n = sum(table.values())
    left, right = _margins(table)
    observed = _same(table) * n
    chance = sum(left[c] * right[c] for c in left)  # both times n squared: whole numbers, no rounding at the edge
    return (observed - chance) / (n * n - chance) if n and chance != n * n else None


def alpha(table: Table) -> float | None:
    """Krippendorff's alpha for nominal data and two raters who both judged every unit; None where only one verdict occurs.

    Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section A: 1 - (n - 1) (sum of what is apart) / (sum of products
    of the marginal frequencies), n = number of verdicts, twice that of units.
    """
    left, right = _margins(table)
    totals = left + right
    n = sum(totals.values())
    expected = n * n - sum(c * c for c in totals.values())
    apart = 2 * (sum(table.values()) - _same(table))
    return 1 - (n - 1) * apart / expected if expected else None


def ac1(table: Table, categories: int) -> float | None:
    """Gwet's AC1. `categories`: how many verdicts the raters could choose from, used or not.

    Source: K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of Mathematical
    and Statistical Psychology 61 (2008) 29-48: chance = sum of p (1 - p) over the categories / (categories - 1), p = mean of the two shares.
    """
    n = sum(table.values())
    if not n or categories < 2:
        return None
    left, right = _margins(table)
    shares = [(left[c] + right[c]) / (2 * n) for c in left.keys() | right.keys()]
    chance = sum(p * (1 - p) for p in sorted(shares)) / (categories - 1)
    return (_same(table) / n - chance) / (1 - chance)


def _same(table: Table) -> float:
    return sum(n for (a, b), n in table.items() if a == b)


def _margins(table: Table) -> tuple[Counter[str], Counter[str]]:
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for (a, b), n in table.items():
        left[a] += n  # type: ignore[assignment]
        right[b] += n  # type: ignore[assignment]
    return left, right
