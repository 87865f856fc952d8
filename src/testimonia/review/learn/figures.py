"""How good chances are on what people decided: log loss, Brier score, F1, before and after, with intervals.

Log loss and Brier score (G. W. Brier, Monthly Weather Review 78 (1950), 1-3) are means over decisions; both are proper: nobody improves them by saying
other chances than they believe (T. Gneiting and A. E. Raftery, JASA 102 (2007), 359-378). Intervals: percentile bootstrap over families of
articles, as in review/evaluate/bootstrap.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from testimonia.review.evaluate.bootstrap import Interval, quantile
from testimonia.review.evaluate.measures import f1

REPLICATES, LEVEL, SEED = 1000, 0.95, 2015
_FEWEST = 0.001
"""Chances are held within this and its opposite: one that is wholly wrong costs 6.9, not infinity."""
MEASURES = ("log_loss", "brier", "f1")
Sums = dict[str, float]
"""Of some families: "n", and "before." and "after." with "log_loss", "brier", "tp", "fp", "fn"."""
_NAMES = ("n", *(f"{when}.{name}" for when in ("before", "after") for name in ("log_loss", "brier", "tp", "fp", "fn")))


@dataclass(frozen=True, slots=True)
class Scored:
    """One decision, and the chances that the shipped and the learned weights gave it; the learned ones were fitted without its family."""

    right: bool
    family: str
    before: float
    after: float


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One measure. `low`, `high`: 95 % interval of after - before."""

    measure: str
    before: float
    after: float
    low: float
    high: float


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What learning does to one kind of decision: how many, how many of them say yes, in how many families of articles."""

    what: str
    decided: int
    right: int
    families: int
    threshold: float
    changes: tuple[Change, ...]

    def change(self, measure: str) -> Change:
        """The measure with this name."""
        return next(one for one in self.changes if one.measure == measure)

    @property
    def better(self) -> bool:
        """Whether the learned chances are better: a lower log loss, and no lower F1."""
        loss, hits = self.change("log_loss"), self.change("f1")
        return loss.after < loss.before and hits.after >= hits.before


def figures(what: str, scored: Sequence[Scored], threshold: float) -> Figures:
    """The figures of these decisions; there must be one at least."""
    sums = _by_family(scored, threshold)
    whole = _measured(_total((sums[family], 1) for family in sorted(sums)))
    drawn: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    for counts in _replicates([sums[family] for family in sorted(sums)]):
        for measure, (before, after) in _measured(counts).items():
            drawn[measure].append(after - before)
    return Figures(
        what=what,
        decided=len(scored),
        right=sum(one.right for one in scored),
        families=len(sums),
        threshold=threshold,
        changes=tuple(_change(measure, whole[measure], sorted(drawn[measure])) for measure in MEASURES),
    )


def _change(measure: str, pair: tuple[float, float], drawn: Sequence[float]) -> Change:
    tail = (1 - LEVEL) / 2
    low, high = _rounded((quantile(drawn, tail), quantile(drawn, 1 - tail)))
    before, after = _rounded(pair)
    return Change(measure=measure, before=before, after=after, low=low, high=high)


def _rounded(pair: Interval) -> Interval:
    return round(pair[0], 6) + 0.0, round(pair[1], 6) + 0.0


def _by_family(scored: Sequence[Scored], threshold: float) -> dict[str, Sums]:
    sums: dict[str, Sums] = {}
    for one in scored:
        mine = sums.setdefault(one.family, dict.fromkeys(_NAMES, 0.0))
        mine["n"] += 1
        for when, chance in (("before", one.before), ("after", one.after)):
            for name, value in _costs(chance, threshold, right=one.right):
                mine[f"{when}.{name}"] += value
    return sums


def _costs(chance: float, threshold: float, *, right: bool) -> Iterator[tuple[str, float]]:
    held = min(1 - _FEWEST, max(_FEWEST, chance))
    yield "log_loss", -math.log(held if right else 1 - held)
    yield "brier", (chance - right) ** 2
    if right or chance >= threshold:
        yield "fn" if chance < threshold else "tp" if right else "fp", 1.0


def _measured(sums: Sums) -> dict[str, Interval]:
    """Measure -> before and after."""
    found = {}
    for when in ("before", "after"):
        tp, fp, fn = (int(sums[f"{when}.{name}"]) for name in ("tp", "fp", "fn"))
        found[when] = (sums[f"{when}.log_loss"] / sums["n"], sums[f"{when}.brier"] / sums["n"], f1(tp, fp, fn))
    return dict(zip(MEASURES, zip(found["before"], found["after"], strict=True), strict=True))


def _replicates(sums: Sequence[Sums]) -> Iterator[Sums]:
    """Sums over families drawn with replacement."""
    rng = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(REPLICATES):
        drawn = Counter(rng.choices(range(len(sums)), k=len(sums)))
        yield _total((sums[i], weight) for i, weight in sorted(drawn.items()))


def _total(parts: Iterable[tuple[Sums, int]]) -> Sums:
    whole = dict.fromkeys(_NAMES, 0.0)
    for sums, weight in parts:
        for name, value in sums.items():
            whole[name] += weight * value
    return whole
