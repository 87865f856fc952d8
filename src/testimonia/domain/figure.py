"""A number is a query with its evidence."""

from __future__ import annotations

import math
from statistics import NormalDist

import msgspec

from testimonia.domain.finding import Association, Compared, CorrectedMonth, Refusal, Saying, Sensitivity


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """An interval with the method that made it, e.g. "Wilson 95 %"."""

    low: float
    high: float
    method: str

    @classmethod
    def wilson(cls, k: int, n: int, level: float = 0.95) -> Interval:
        """The score interval of a proportion of `k` in `n`; the whole of [0, 1] where `n` is 0.

        Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
        American Statistical Association 22 (1927) 209-212; without continuity correction, method 3 of R. G. Newcombe,
        "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998) 857-872.
        """
        if not 0 <= k <= n or not 0 < level < 1:
            raise ValueError(f"wilson needs 0 <= k <= n and 0 < level < 1, got k={k}, n={n}, level={level}")
        method = f"Wilson {100 * level:g} %"
        if n == 0:
            return cls(low=0.0, high=1.0, method=method)
        z = NormalDist().inv_cdf(0.5 + level / 2)
        centre = (k + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
        # At the edges the formula gives 0 and 1 exactly; floating point misses them by a hair.
        low = 0.0 if k == 0 else max(0.0, centre - half)
        high = 1.0 if k == n else min(1.0, centre + half)
        return cls(low=low, high=high, method=method)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the report.

    Attributes:
        id: dotted name, "count.individuals", "leaving.brutality.share".
        title: what it counts, in words. query: how it is computed from the study, in words that a reader can check.
        value: the number. low, high: its range, where it has one (identity, not-mentioned bounds).
        interval: sampling interval.
        unit: "persons", "countries", "articles", "share", "estimate" (of persons), "ratio" (odds, rates), ...
        denominator: id of the figure it is a share of, or None.
        members: ids of the persons (or articles) counted; len(members) == value for counts.
        evidence: coding ids or appearance ids on which membership rests, for each member (same order).
        hash: SHA-256 over the rest.
    """

    id: str
    title: str
    query: str
    value: float
    low: float | None = None
    high: float | None = None
    interval: Interval | None = None
    unit: str
    denominator: str | None = None
    members: tuple[str, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()
    hash: str = ""


class SeriesPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One month of a time series and the persons in it."""

    month: str
    value: int
    members: tuple[str, ...] = ()


class CrossCell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of the leaving x joining table."""

    leaving: str
    joining: str
    value: int
    members: tuple[str, ...] = ()


class AttritionStep(msgspec.Struct, frozen=True, kw_only=True):
    """entered = kept + set aside, for one stage; `reasons` counts the set-asides by reason."""

    stage: str
    unit: str
    entered: int
    kept: int
    set_aside: int
    reasons: dict[str, int] = {}


class ReportedTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A claim found in an article beside the registry's own number under the same definition (None: not comparable).

    `difference`: what explains it, in words. `unlisted`: ids of the persons of ours that stand just outside the definition.
    """

    claim: str
    article: str
    reported: float
    unit: str
    qualifier: str
    scope: str
    country: str | None
    ours: float | None
    figure: str | None
    note: str
    difference: str = ""
    unlisted: tuple[str, ...] = ()


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a study at one state of its log: the ledger."""

    figures: tuple[Figure, ...]
    growth_spoke: tuple[SeriesPoint, ...] = ()
    growth_left: tuple[SeriesPoint, ...] = ()
    cross: tuple[CrossCell, ...] = ()
    attrition: tuple[AttritionStep, ...] = ()
    reported: tuple[ReportedTotal, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    sayings: tuple[Saying, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    corrected: tuple[CorrectedMonth, ...] = ()
    associations: tuple[Association, ...] = ()
    compared: tuple[Compared, ...] = ()

    def figure(self, id: str) -> Figure | None:
        """The figure with this id, or None."""
        return next((f for f in self.figures if f.id == id), None)
