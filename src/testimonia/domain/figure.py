"""A number is a query with its evidence."""

from __future__ import annotations

import msgspec


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """An interval with the method that made it, e.g. "Wilson 95 %"."""

    low: float
    high: float
    method: str


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the report.

    Attributes:
        id: dotted name, "count.individuals", "leaving.brutality.share".
        title: what it counts, in words. query: how it is computed from the study, in words that a reader can check.
        value: the number. low, high: its range, where it has one (identity, not-mentioned bounds). interval: sampling interval.
        unit: "persons", "countries", "articles", "share", ...
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
    """A claim found in an article beside the registry's own number under the same definition (None: not comparable)."""

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


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a study at one state of its log: the ledger."""

    figures: tuple[Figure, ...]
    growth_spoke: tuple[SeriesPoint, ...] = ()
    growth_left: tuple[SeriesPoint, ...] = ()
    cross: tuple[CrossCell, ...] = ()
    attrition: tuple[AttritionStep, ...] = ()
    reported: tuple[ReportedTotal, ...] = ()

    def figure(self, id: str) -> Figure | None:
        """The figure with this id, or None."""
        return next((f for f in self.figures if f.id == id), None)
