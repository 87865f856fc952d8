"""How long it takes until something is seen, where only what has been seen by now is known; and what is still to come."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

LEAST = 20
"""Below so many delays no distribution is given."""


class Delay(msgspec.Struct, frozen=True, kw_only=True):
    """The distribution of a delay in months, up to the longest that could have been seen.

    `within[d]`: the chance of a delay of at most d months, given one of at most `len(within) - 1`; `variance[d]`: of its logarithm.
    `cases`: delays that it rests on.
    """

    within: tuple[float, ...]
    variance: tuple[float, ...]
    cases: int

    def quantile(self, share: float) -> int:
        """The months within which at least this share has been seen."""
        return next(d for d, f in enumerate(self.within) if f >= share - 1e-12)


def delays(cases: Sequence[tuple[int, int]]) -> Delay | None:
    """From (delay, longest delay that could have been seen), both in months; None where fewer than 20 are known.

    The reverse-time product: F(d) = product over x > d of 1 - n(x) / N(x), with n(x) cases of delay x, and N(x) those of a delay of at
    most x that could have been seen at x. The variance of log F is Greenwood's, in reverse time. It says nothing of delays longer
    than any that could have been seen.
    Source: J. D. Kalbfleisch and J. F. Lawless, "Inference based on retrospective ascertainment", Journal of the American
    Statistical Association 84 (1989) 360-372; S. W. Lagakos, L. M. Barraj and V. De Gruttola, "Nonparametric analysis of truncated
    survival data, with application to AIDS", Biometrika 75 (1988) 515-523.
    """
    held = [(d, top) for d, top in cases if 0 <= d <= top]
    reach = sorted((top for _, top in held), reverse=True)
    if len(held) < LEAST:
        return None
    # longer delays than half of LEAST cases could have shown are left out: there the product would rest on a handful
    horizon = reach[LEAST // 2 - 1]
    held = [(d, top) for d, top in held if d <= horizon]
    longest = max((d for d, _ in held), default=0)
    events = Counter(d for d, _ in held)
    within, variance = [1.0] * (longest + 1), [0.0] * (longest + 1)
    for x in range(longest, 0, -1):
        at_risk = sum(1 for d, top in held if d <= x <= top)
        n = events[x]
        if n and n == at_risk:
            return None  # whoever could have been seen at x was seen at x: nothing is known of what lies below
        within[x - 1] = within[x] * (1 - n / at_risk) if at_risk else within[x]
        variance[x - 1] = variance[x] + (n / (at_risk * (at_risk - n)) if n else 0.0)
    return Delay(within=tuple(within), variance=tuple(variance), cases=len(held))


def nowcast(seen: int, elapsed: int, delay: Delay, level: float = 0.95) -> tuple[float, float, float, float]:
    """The share of a month that can have been seen after `elapsed` months; its persons once all are seen, and their interval.

    The expected number is seen / F. To come are n / F - n: negative binomial with that mean and n for its size, widened by the variance
    of log F (half a person more than is seen keeps both finite). The interval is the shortest run of whole numbers that holds `level` of
    that distribution: nobody is taken back, so with few to come its lower end is what is seen and all of the error lies above; equal
    tails would leave the lower one empty and hold too often.
    Source: J. F. Lawless, "Adjustments for reporting delays and the prediction of occurred but not reported events", Canadian Journal
    of Statistics 22 (1994) 15-31.
    """
    at = min(max(elapsed, 0), len(delay.within) - 1)
    share = delay.within[at]
    if share >= 1:
        return 1.0, float(seen), float(seen), float(seen)
    expected, base = seen / share, seen + 0.5
    mean = base * (1 - share) / share
    variance = mean / share + base * base * delay.variance[at] / (share * share)
    low, high = _shortest(mean, variance, level)
    return share, expected, min(float(seen + low), expected), max(expected, float(seen + high))


def _shortest(mean: float, variance: float, level: float) -> tuple[int, int]:
    """The fewest whole numbers in a row that hold `level` of the negative binomial of this mean and variance (larger than the mean)."""
    size = mean * mean / (variance - mean)
    log_kept, log_rest = math.log(size / (size + mean)), math.log(mean / (size + mean))

    def chance(k: int) -> float:
        return math.exp(math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1) + size * log_kept + k * log_rest)

    low = high = max(0, int(mean * (size - 1) / size))  # the likeliest number
    held, below, above = chance(low), chance(low - 1) if low else 0.0, chance(high + 1)
    while held < level and below + above > 0:
        if above >= below:
            high, held, above = high + 1, held + above, chance(high + 2)
        else:
            low, held = low - 1, held + below
            below = chance(low - 1) if low else 0.0
    return low, high
