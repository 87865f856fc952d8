"""Whether something grows: the rate a month against the articles read, with an interval and a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import msgspec

from testimonia.study.estimate.linear import Fit, negative_binomial, regress
from testimonia.study.language import say

MONTHS, PERSONS = 8, 20
"""Below so many months with articles, or so many persons in them, no trend is given."""


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """The factor by which the rate changes in twelve months, with its interval. `family`: "Poisson" or "negative binomial"."""

    factor: float
    low: float
    high: float
    family: str
    months: int
    persons: float
    dispersion: float


def trend(counts: Sequence[float], exposure: Sequence[float], level: float = 0.95) -> Trend | str:
    """The trend of counts by month against the exposure of each; or the reason why none is given.

    log E(count) = log(exposure) + a + b t; the factor is exp(12 b). Where the counts scatter more than Poisson allows (Pearson's
    chi-squared by its degrees of freedom above 1.25) the negative binomial is used. Months without exposure are left out; an
    exposure may hold what share of the month can have been seen; an offset in the sense of
    McCullagh and Nelder, Generalized Linear Models (1989), 6.2.
    """
    held = [(t, y, e) for t, (y, e) in enumerate(zip(counts, exposure, strict=True)) if e > 0]
    people = sum(y for _, y, _ in held)
    if len(held) < MONTHS:
        return say(
            "only {held} months have articles to measure against; a trend needs {months}", held=len(held), months=MONTHS
        )
    if people < PERSONS:
        return say(
            "only {value} persons stand in these months; a trend needs {persons}", value=f"{people:g}", persons=PERSONS
        )
    rows = [(1.0, t / 12) for t, _, _ in held]
    ys, offsets = [y for _, y, _ in held], [math.log(e) for _, _, e in held]
    fit: Fit = regress(rows, ys, offsets)
    if fit.dispersion > 1.25:
        fit = negative_binomial(rows, ys, offsets)
    if not fit.converged:
        return say("the regression finds no maximum: the persons stand in too few months")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    b, half = fit.beta[1], z * fit.error(1)
    return Trend(
        factor=math.exp(b), low=math.exp(b - half), high=math.exp(b + half), months=len(held), persons=people,
        family=say("negative binomial") if fit.alpha else "Poisson", dispersion=fit.dispersion,
    )  # fmt: skip
