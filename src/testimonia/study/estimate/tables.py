"""Two-by-two tables: exact tests, odds ratios with exact intervals, and what many tests at once cost."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from testimonia.domain.figure import Interval

Cells = tuple[int, int, int, int]
"""Both, only the first, only the second, neither."""


def fisher(cells: Cells) -> float:
    """Fisher's exact test, two-sided: how likely a table at least as unlikely, its margins being what they are.

    Source: R. A. Fisher, "On the interpretation of chi-squared from contingency tables, and the calculation of P", Journal of the
    Royal Statistical Society 85 (1922) 87-94; two-sided as in R's `fisher.test` (all tables no likelier than the one seen).
    """
    low, weights = _conditional(cells)
    top = max(weights)
    chances = [math.exp(w - top) for w in weights]
    seen = chances[cells[0] - low] * (1 + 1e-7)
    return min(1.0, sum(c for c in chances if c <= seen) / sum(chances))


def odds_ratio(cells: Cells, level: float = 0.95) -> tuple[float, Interval]:
    """The conditional maximum-likelihood odds ratio, and the exact interval of Cornfield (1956); infinite where a cell is empty.

    Source: J. Cornfield, "A statistical problem arising from retrospective studies", Proceedings of the Third Berkeley Symposium 4
    (1956) 135-148; the same as R's `fisher.test` and scipy's `contingency.odds_ratio(kind="conditional")`.
    """
    low, weights = _conditional(cells)
    seen, high = cells[0], low + len(weights) - 1
    tail = (1 - level) / 2
    method = f"exact (Cornfield) {100 * level:g} %"
    if low == high:
        return 1.0, Interval(low=0.0, high=math.inf, method=method)

    def mean(b: float) -> float:
        return sum((low + i) * p for i, p in _tilted(weights, b)) - seen

    def above(b: float) -> float:
        return sum(p for i, p in _tilted(weights, b) if low + i >= seen) - tail

    def below(b: float) -> float:
        return tail - sum(p for i, p in _tilted(weights, b) if low + i <= seen)

    value = 0.0 if seen == low else math.inf if seen == high else math.exp(_root(mean))
    lower = 0.0 if seen == low else math.exp(_root(above))
    upper = math.inf if seen == high else math.exp(_root(below))
    return value, Interval(low=lower, high=upper, method=method)


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """P-values after Holm: holding the chance of any false alarm among all of them.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65-70.
    """
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    adjusted, worst = [0.0] * len(chances), 0.0
    for rank, i in enumerate(order):
        worst = max(worst, min(1.0, (len(chances) - rank) * chances[i]))
        adjusted[i] = worst
    return tuple(adjusted)


def difference(k: int, n: int, j: int, m: int, level: float = 0.95) -> Interval:
    """The interval of the difference of two shares, k of n minus j of m; [-1, 1] where one of them is of nobody.

    Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    (1998) 873-890, method 10: from the two score intervals.
    """
    method = f"Newcombe {100 * level:g} %"
    if not n or not m:
        return Interval(low=-1.0, high=1.0, method=method)
    one, two = Interval.wilson(k, n, level), Interval.wilson(j, m, level)
    p, q = k / n, j / m
    low = p - q - math.hypot(p - one.low, two.high - q)
    high = p - q + math.hypot(one.high - p, q - two.low)
    return Interval(low=low, high=high, method=method)


def _conditional(cells: Cells) -> tuple[int, list[float]]:
    """The smallest possible first cell given the margins, and the log weight of each possible table from there on."""
    if min(cells) < 0:
        raise ValueError(f"a table needs counts of 0 and more, got {cells}")
    a, b, c, d = cells
    return _weights(a + b, c + d, a + c)


@lru_cache(maxsize=4096)
def _weights(row: int, rest: int, column: int) -> tuple[int, list[float]]:
    low, high = max(0, column - rest), min(row, column)
    return low, [_choose(row, x) + _choose(rest, column - x) for x in range(low, high + 1)]


def _tilted(weights: Sequence[float], log_odds: float) -> list[tuple[int, float]]:
    """The chance of each table at these odds, around the likeliest; what is under e^-40 of it is left out."""
    top = _mode(weights, log_odds)
    peak = weights[top] + top * log_odds
    first, last = top, top
    while first > 0 and weights[first - 1] + (first - 1) * log_odds > peak - 40:
        first -= 1
    while last + 1 < len(weights) and weights[last + 1] + (last + 1) * log_odds > peak - 40:
        last += 1
    raw = [math.exp(weights[i] + i * log_odds - peak) for i in range(first, last + 1)]
    total = math.fsum(raw)
    return [(first + i, r / total) for i, r in enumerate(raw)]


def _mode(weights: Sequence[float], log_odds: float) -> int:
    """The likeliest table: the steps between log weights only fall, so the last that rises is found by halving."""
    low, high = 0, len(weights) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if weights[middle + 1] - weights[middle] + log_odds > 0 else (low, middle)
    return low


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _root(rising: Callable[[float], float]) -> float:
    """Where a function that rises crosses zero, between the logarithms of odds of -40 and 40."""
    low, high = -40.0, 40.0
    for _ in range(44):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
