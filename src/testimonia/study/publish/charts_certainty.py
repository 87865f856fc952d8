"""Charts of what can be known: months with what is yet to come, odds ratios with their intervals, estimates beside the count."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from testimonia.domain.finding import CorrectedMonth
from testimonia.study.language import say
from testimonia.study.publish import svg
from testimonia.study.publish.charts_growth import ticks
from testimonia.study.publish.views import Chart, Num, Table
from testimonia.study.publish.wording import date_words, month_short, number, ratio_words

LEFT, RIGHT, TOP, UPPER, GAP, LOWER = 30.0, 12.0, 22.0, 150.0, 44.0, 74.0


def months(id: str, title: str, rows: Sequence[CorrectedMonth], note: str) -> Chart | None:
    """Persons of each month (steady sources solid, later ones hatched, what may yet come as a whisker) over the articles read."""
    if not rows:
        return None
    said = {"spoke": say("first spoke"), "left": "left"}[rows[0].series]
    desc = say(
        "From {month} to {month_b}: people who {said}, month by month, over the articles read.",
        month=date_words(rows[0].month),
        month_b=date_words(rows[-1].month),
        said=said,
    )
    has_articles = rows[0].series == "spoke"

    def draw(width: int, size: str) -> Markup:
        hatch = f"{id}-{size}-h"
        parts = [svg.hatch(hatch), *_people(rows, width, f"url(#{hatch})", said)]
        bottom = TOP + UPPER
        if has_articles:
            parts += _articles(rows, width, bottom + GAP)
            bottom += GAP + LOWER
        parts += _axis(rows, width, bottom)
        return svg.drawing(id, width, bottom + 40, title, desc, parts, size)

    head = (
        say("Month"),
        say("People who {said}", said=said),
        say("Of them, by later sources alone"),
        say("Articles of steady sources"),
        say("Expected in the end"),
    )
    table = Table(caption=title, head=head, rows=tuple(_row(r) for r in rows))
    key = [
        ("k-solid", say("told by a source that was read from the start")),
        ("k-hatch", say("told by sources that came later alone")),
    ]
    if any(r.high is not None and r.high > r.seen for r in rows):
        key.append(("k-line", say("95% interval of the month once all have been seen")))
    return Chart(anchor=id, title=title, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"), table=table,
                 key=tuple(key) if has_articles else tuple(k for k in key if k[0] != "k-hatch"), note=note)  # fmt: skip


def _row(r: CorrectedMonth) -> tuple[Num, ...]:
    expected = say("not corrected") if r.expected is None else number(r.expected)
    if r.low is not None and r.high is not None and r.high > r.low:
        expected += say(" ({low} to {high})", low=number(r.low), high=number(r.high))
    cells = (date_words(r.month), number(r.seen), number(r.from_new), number(r.articles), expected)
    return tuple(Num(text=c) for c in cells)


def _pitch(rows: Sequence[CorrectedMonth], width: float) -> float:
    return (width - LEFT - RIGHT) / len(rows)


def _people(rows: Sequence[CorrectedMonth], width: float, hatch: str, said: str) -> list[Markup]:
    pitch = _pitch(rows, width)
    marks = ticks(max(1, *(math.ceil(min(r.high or 0.0, 3.0 * max(r.seen, 1))) for r in rows), *(r.seen for r in rows)))
    scale, base = UPPER / marks[-1], TOP + UPPER
    parts = [svg.text(0, 12, say("People who {said}, by month", said=said), "t strong")]
    parts += [_grid(base - v * scale, v, width) for v in marks]
    broad = min(40.0, pitch - max(1.0, pitch * 0.18))
    for i, r in enumerate(rows):
        x, solid = LEFT + (i + 0.5) * pitch, r.seen - r.from_new
        parts.append(svg.rect(x - broad / 2, base - solid * scale, broad, solid * scale, "c-people"))
        if r.from_new:
            parts.append(
                svg.rect(x - broad / 2, base - r.seen * scale, broad, r.from_new * scale, "c-unknown", fill=hatch)
            )
        if r.high is not None and r.low is not None and r.high > max(r.low, float(r.seen)):
            parts += _whisker(x, base - min(r.high, marks[-1]) * scale, base - r.low * scale, min(4.0, broad / 2))
    return parts


def _whisker(x: float, top: float, foot: float, half: float) -> list[Markup]:
    ends = ((x, top, x, foot), (x - half, top, x + half, top), (x - half, foot, x + half, foot))
    return [svg.line(x, top, x, foot, "c-halo"), *(svg.line(*e, "c-whisker") for e in ends)]


def _articles(rows: Sequence[CorrectedMonth], width: float, top: float) -> list[Markup]:
    pitch = _pitch(rows, width)
    marks = ticks(max(1, *(r.articles for r in rows)))[:: 2 if LOWER < 90 else 1]
    full = max(marks[-1], *(r.articles for r in rows))
    steps = [(LEFT, top + LOWER)]
    for i, r in enumerate(rows):
        y = top + LOWER - r.articles / full * LOWER
        steps += [(LEFT + i * pitch, y), (LEFT + (i + 1) * pitch, y)]
    steps.append((LEFT + len(rows) * pitch, top + LOWER))
    parts = [svg.text(0, top - 12, say("Articles of steady sources, by month"), "t strong")]
    parts += [_grid(top + LOWER - v / full * LOWER, v, width) for v in marks]
    return [*parts, svg.path(steps, "c-area", close=True), svg.path(steps[1:-1], "c-line")]


def _grid(y: float, value: int, width: float) -> Markup:
    style = "c-grid" if value else "c-axis"
    return svg.line(LEFT, y, width - RIGHT, y, style) + svg.text(LEFT - 6, y + 4, number(value), "t tiny", at="end")


def _axis(rows: Sequence[CorrectedMonth], width: float, y: float) -> list[Markup]:
    pitch = _pitch(rows, width)
    every = next((n for n in (1, 2, 3, 6, 12) if n * pitch >= 27), 0)
    parts: list[Markup] = []
    last = -40.0
    for i, r in enumerate(rows):
        month, x = int(r.month[5:7]), LEFT + i * pitch
        if every and (month - 1) % every == 0:
            # a broad label beside a year's line would stand on it
            tight = pitch < 27 and (month == 1 or i == 0)
            place = (x + 5, "start") if tight else (x + pitch / 2, "middle")
            parts.append(svg.text(place[0], y + 16, month_short(r.month), "t tiny", at=place[1]))
        if month == 1 or i == 0:
            parts.append(svg.line(x, y, x, y + 34, "c-axis"))
            if x - last >= 38 and width - x >= 40:
                parts.append(svg.text(x + 5, y + 33, r.month[:4], "t strong small"))
                last = x
    return parts


class Odds(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the forest: an odds ratio with its interval. `firm`: it stands after Holm's correction."""

    label: str
    value: float
    low: float
    high: float
    said: Num
    both: Num
    chance: str
    firm: bool


DEEP, LINE = 46.0, 17.0
"""Height of a row with one line of label, and of each line more."""
EDGE = 0.05, 20.0
"""The axis of odds ratios; what lies beyond is drawn to its edge, with an arrow."""


def forest(id: str, title: str, subtitle: str, rows: Sequence[Odds], note: str) -> Chart | None:
    """Odds ratios on a logarithmic axis around 1, each with its label above. None without rows."""
    if not rows:
        return None
    desc = "; ".join(f"{r.label}: {r.said.text}, {r.chance}" for r in rows) + "."

    def draw(width: int, size: str) -> Markup:
        labels = [svg.lines(r.label, width) for r in rows]
        bottom = sum(DEEP + (len(lines) - 1) * LINE for lines in labels) + 6

        def at(v: float) -> float:
            low, high = (math.log(e) for e in EDGE)
            return 8 + (math.log(min(max(v, EDGE[0]), EDGE[1])) - low) / (high - low) * (width - 16)

        parts: list[Markup] = []
        for mark in (0.1, 0.3, 1.0, 3.0, 10.0):
            parts.append(svg.line(at(mark), 0, at(mark), bottom, "c-axis" if mark == 1 else "c-grid"))
            parts.append(svg.text(at(mark), bottom + 16, f"{mark:g}", "t tiny", at="middle"))
        y = 0.0
        for r, lines in zip(rows, labels, strict=True):
            for i, words in enumerate(lines):
                parts.append(svg.rect(0, y + 2 + i * LINE, len(words) * 6.9, LINE, "c-paper"))
                parts.append(svg.text(0, y + 15 + i * LINE, words, "t strong" if r.firm else "t"))
            y += (len(lines) - 1) * LINE
            parts += _bar(at, r, y + 32)
            y += DEEP
        parts.append(svg.text(0, bottom + 34, say("seldom together"), "t tiny"))
        parts.append(svg.text(width, bottom + 34, say("often together"), "t tiny", at="end"))
        return svg.drawing(id, width, bottom + 40, title, desc, parts, size)

    table = Table(caption=title, head=(say("Pair"), say("People with both"), say("Odds ratio"), say("95% interval"), say("Fisher, after Holm")),
                  rows=tuple((Num(text=r.label), r.both, r.said, Num(text=say("{low} to {high}", low=ratio_words(r.low), high=ratio_words(r.high))), Num(text=r.chance)) for r in rows))  # fmt: skip
    key = (
        ("k-dot", say("odds ratio; at the edge: beyond the axis")),
        ("k-line", say("95% interval; an arrow: it goes on")),
    )
    return Chart(anchor=id, title=title, subtitle=subtitle, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"),
                 table=table, key=key, note=note)  # fmt: skip


def _bar(at: object, r: Odds, y: float) -> list[Markup]:
    """The interval with its dot; an arrow where it goes on beyond the axis, and the dot at the edge where its value lies there."""
    assert callable(at)
    low, high = at(r.low), at(r.high)
    parts = [svg.line(low, y, high, y, "c-whisker")]
    for x, v, out in ((low, r.low, -1), (high, r.high, 1)):
        if EDGE[0] <= v <= EDGE[1]:
            parts.append(svg.line(x, y - 5, x, y + 5, "c-whisker"))
        else:
            parts += [svg.line(x + out * 7, y, x + out, y + side, "c-whisker") for side in (-5, 5)]
            parts.append(svg.line(x, y, x + out * 7, y, "c-whisker"))
    parts.append(svg.link(r.said.href, svg.circle(at(r.value), y, 5.0, "c-best" if r.firm else "c-dot")))
    return parts


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the chart of estimates: a number with the range around it."""

    label: str
    value: float
    low: float
    high: float
    said: Num
    range: str


def levels(id: str, title: str, rows: Sequence[Level], note: str) -> Chart | None:
    """The count and what the estimates add to it, over one axis from 0. None where there is only the count."""
    if len(rows) < 2:
        return None
    most = max(r.high for r in rows)
    marks = ticks(math.ceil(most))
    desc = "; ".join(f"{r.label}: {r.said.text} ({r.range})" for r in rows) + "."

    def draw(width: int, size: str) -> Markup:
        bottom = len(rows) * DEEP + 6

        def at(v: float) -> float:
            return 4 + v / marks[-1] * (width - 44)

        parts = [svg.line(at(v), 0, at(v), bottom, "c-grid" if v else "c-axis") for v in marks]
        parts += [svg.text(at(v), bottom + 16, number(v), "t tiny", at="start" if v == 0 else "middle") for v in marks]
        for i, r in enumerate(rows):
            y = i * DEEP
            parts.append(svg.rect(6, y + 2, len(r.label) * 6.9 + 6, 17, "c-paper"))
            parts.append(svg.text(11, y + 15, svg.fits(r.label, width * 0.97), "t"))
            if r.high > r.low:
                parts += [svg.line(at(r.low), y + 32, at(r.high), y + 32, "c-whisker"),
                          *(svg.line(at(v), y + 27, at(v), y + 37, "c-whisker") for v in (r.low, r.high))]  # fmt: skip
            parts.append(svg.link(r.said.href, svg.circle(at(r.value), y + 32, 5.0, "c-best" if i == 0 else "c-dot")))
        return svg.drawing(id, width, bottom + 24, title, desc, parts, size)

    table = Table(
        caption=title,
        head=(say("Number"), say("Value"), say("Range")),
        rows=tuple((Num(text=r.label), r.said, Num(text=r.range)) for r in rows),
    )
    return Chart(
        anchor=id, title=title, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"), table=table, note=note
    )
