"""Agreement over time, drawn: for two coders and a level, one small panel a measure; a point for each stretch of time, with its interval.

Coordinates are those of the picture (`WIDTH` by `HEIGHT`), so that the template only writes them down. All panels share one scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from testimonia.domain.agreement import Drift, Measure

WIDTH, HEIGHT = 240, 146
_LEFT, _RIGHT, _TOP, _FOOT = 34, 12, 10, 30
"""Room for the scale, and around."""
MEASURES = {
    "agreement": "Agree",
    "coded_only": "Of coded",
    "kappa": "Cohen\u2019s kappa",
    "alpha": "Krippendorff\u2019s alpha",
    "ac1": "Gwet\u2019s AC1",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """A stretch on a panel. `low`, `high`: ends of the interval, None where there is none."""

    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One measure. `lines`: runs of points without a gap, as SVG writes them. `said`: the same in words."""

    name: str
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    said: str


@dataclass(frozen=True, kw_only=True)
class Course:
    """Two coders on one level. `rows`: the stretches, as the table has them. `ticks`: height, number. `days`: of the first and the last answer."""

    left: str
    right: str
    level: str
    panels: tuple[Panel, ...]
    rows: tuple[Drift, ...]
    ticks: tuple[tuple[float, str], ...]
    days: tuple[str, str]
    start: int = _LEFT
    end: int = WIDTH - _RIGHT
    width: int = WIDTH
    height: int = HEIGHT


def courses(drift: Sequence[Drift]) -> Iterator[Course]:
    """One for each pair and level, in the order in which they come."""
    least = min((end for one in drift for m in _all(one) for end in (m.value, m.low) if end is not None), default=0.0)
    floor = min(0.0, math.floor(least * 4) / 4)
    for (left, right, level), held in groupby(drift, lambda one: (one.left, one.right, one.level)):
        rows = tuple(held)
        yield Course(
            left=left,
            right=right,
            level=level,
            rows=rows,
            days=(rows[0].first[:10], rows[-1].last[:10]),
            panels=tuple(
                _panel(label, [getattr(one, name) for one in rows], floor) for name, label in MEASURES.items()
            ),
            ticks=tuple((_height(value, floor), f"{value:g}") for value in sorted({floor, 0.0, 0.5, 1.0})),
        )


def _all(one: Drift) -> Iterable[Measure]:
    return (one.agreement, one.coded_only, one.kappa, one.alpha, one.ac1)


def _panel(name: str, measures: Sequence[Measure], floor: float) -> Panel:
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(measures))
    points = [_point(one, _LEFT + step * (n + 0.5), floor) for n, one in enumerate(measures)]
    runs = (list(run) for is_there, run in groupby(points, lambda one: one is not None) if is_there)
    lines = tuple(" ".join(f"{p.x},{p.y}" for p in run if p) for run in runs if len(run) > 1)
    said = ", ".join("not defined" if one.value is None else f"{one.value:.2f}" for one in measures)
    return Panel(name=name, points=tuple(p for p in points if p), lines=lines, said=said)


def _point(one: Measure, x: float, floor: float) -> Point | None:
    if one.value is None:
        return None
    ends = (None if end is None else _height(end, floor) for end in (one.low, one.high))
    low, high = ends
    return Point(x=round(x, 1), y=_height(one.value, floor), low=low, high=high)


def _height(value: float, floor: float) -> float:
    """Where a value stands: 1 at the top, the floor at the foot."""
    share = (1.0 - max(floor, min(1.0, value))) / (1.0 - floor)
    return round(_TOP + share * (HEIGHT - _TOP - _FOOT), 1)
