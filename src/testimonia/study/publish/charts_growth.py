"""Growth over time: people by the month of their first public word, and how they add up."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from testimonia.domain.figure import SeriesPoint
from testimonia.study.language import say
from testimonia.study.publish import svg
from testimonia.study.publish.views import Chart, Num, Table
from testimonia.study.publish.wording import date_words, month_short, number

UPPER, LOWER = 170, 110
LEFT, RIGHT, BROADEST = 26, 34, 44.0


def growth(id: str, title: str, points: Sequence[SeriesPoint], counts: Sequence[Num], note: str) -> Chart | None:
    """Two panels over one axis of months: the sum so far (a stepped area), and each month (columns). None without months."""
    if not points:
        return None
    sums = _sums(points)
    first, last = date_words(points[0].month), date_words(points[-1].month)
    peak = max(points, key=lambda p: p.value)
    desc = say(
        "From {first} to {last}, {sums} people in all; the most in one month, {peak}, in {month}.",
        first=first,
        last=last,
        sums=sums[-1],
        peak=peak.value,
        month=date_words(peak.month),
    )

    def draw(width: int, size: str) -> Markup:
        parts = [*_area(points, sums, width), *_columns(points, counts, width), *_axis(points, width)]
        return svg.drawing(id, width, 22 + UPPER + 40 + LOWER + 40, title, desc, parts, size)

    rows = tuple(
        (Num(text=date_words(p.month)), n, Num(text=number(s))) for p, n, s in zip(points, counts, sums, strict=True)
    )
    return Chart(
        anchor=id, title=title, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"), note=note,
        table=Table(caption=title, head=(say("Month"), say("First spoke"), say("In all, so far")), rows=rows),
    )  # fmt: skip


def _sums(points: Sequence[SeriesPoint]) -> list[int]:
    sums, total = [], 0
    for point in points:
        total += point.value
        sums.append(total)
    return sums


def _pitch(points: Sequence[SeriesPoint], width: float) -> float:
    return (width - LEFT - RIGHT) / len(points)


def ticks(most: int) -> list[int]:
    """Whole round numbers from 0 to at least `most`, four or five of them where there is room."""
    step = next(s * 10**k for k in range(7) for s in (1, 2, 5) if s * 10**k * 4 >= most)
    return list(range(0, -(-most // step) * step + 1, step))


def _area(points: Sequence[SeriesPoint], sums: Sequence[int], width: float) -> list[Markup]:
    top, pitch, marks = 22.0, _pitch(points, width), ticks(max(sums))

    def level(v: float) -> float:
        return top + UPPER - v / marks[-1] * UPPER

    steps: list[tuple[float, float]] = [(LEFT, level(0))]
    for i, total in enumerate(sums):
        x = LEFT + i * pitch
        steps += [(x, steps[-1][1]), (x, level(total))]
    end = LEFT + len(points) * pitch
    steps.append((end, level(sums[-1])))
    parts = [svg.text(0, 12, say("People who have spoken, in all"), "t strong")]
    parts += [_gridline(level(v), v, width) for v in marks]
    parts += [svg.path([*steps, (end, level(0))], "c-area", close=True), svg.path(steps, "c-line")]
    parts += [svg.circle(end, level(sums[-1]), 3.5, "c-best")]
    return [*parts, svg.text(end + 7, level(sums[-1]) + 4, number(sums[-1]), "t strong")]


def _columns(points: Sequence[SeriesPoint], counts: Sequence[Num], width: float) -> list[Markup]:
    top, pitch = 22.0 + UPPER + 40, _pitch(points, width)
    marks = ticks(max(1, *(p.value for p in points)))
    parts = [svg.text(0, top - 12, say("First public word, by month"), "t strong")]
    parts += [_gridline(top + LOWER - v / marks[-1] * LOWER, v, width) for v in marks]
    broad = min(BROADEST, pitch - max(1.0, pitch * 0.18))
    for i, (point, count) in enumerate(zip(points, counts, strict=True)):
        high = point.value / marks[-1] * LOWER
        column = svg.rect(LEFT + (i + 0.5) * pitch - broad / 2, top + LOWER - high, broad, high, "c-people")
        parts.append(svg.link(count.href, column) if point.value else Markup(""))
    return parts


def _gridline(y: float, value: int, width: float) -> Markup:
    style = "c-grid" if value else "c-axis"
    return svg.line(LEFT, y, width - RIGHT, y, style) + svg.text(LEFT - 6, y + 4, number(value), "t tiny", at="end")


def _axis(points: Sequence[SeriesPoint], width: float) -> list[Markup]:
    """Month names where there is room, years below the first of their months."""
    y, pitch = 22.0 + UPPER + 40 + LOWER, _pitch(points, width)
    every = next((n for n in (1, 2, 3, 6, 12) if n * pitch >= 27), 12)
    parts: list[Markup] = []
    for i, point in enumerate(points):
        number_of_month = int(point.month[5:7])
        x = LEFT + (i + 0.5) * pitch
        if (number_of_month - 1) % every == 0:
            # a broad label beside a year's line would stand on it
            tight = pitch < 27 and (number_of_month == 1 or i == 0)
            place = (LEFT + i * pitch + 5, "start") if tight else (x, "middle")
            parts.append(svg.text(place[0], y + 16, month_short(point.month), "t tiny", at=place[1]))
        if number_of_month == 1 or i == 0:
            room = _months_left(points, i) * pitch
            parts.append(svg.line(LEFT + i * pitch, y, LEFT + i * pitch, y + 34, "c-axis"))
            if room >= 34:
                parts.append(svg.text(LEFT + i * pitch + 5, y + 33, point.month[:4], "t strong small"))
    return parts


def _months_left(points: Sequence[SeriesPoint], at: int) -> int:
    return sum(p.month[:4] == points[at].month[:4] for p in points[at:])
