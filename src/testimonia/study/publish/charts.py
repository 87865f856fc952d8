"""Charts of people: squares that are persons, bars that are shares with what is not known, and the range of the count."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from testimonia.domain.figure import Figure
from testimonia.study.language import say, say_many
from testimonia.study.publish import svg
from testimonia.study.publish.views import Chart, Num, Table
from testimonia.study.publish.wording import number, percent

ROW = 27
SQUARE, STEP = 14, 17
MANY, GUTTER = 8, 48
"""From more rows than this on, a wide chart with short rows is set in two columns, so far apart."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of squares. `known`: False for "not stated"."""

    label: str
    count: Num
    value: int
    known: bool = True


def unit_rows(
    id: str, title: str, head: tuple[str, str], rows: Sequence[Row], *, width: int = svg.WIDE
) -> Chart | None:
    """A row of squares for each value, one square a person (bars where squares would not fit). None where nothing is known."""
    if not any(r.value for r in rows if r.known):
        return None
    desc = "; ".join(f"{r.label}: {r.count.text}" for r in rows) + "."

    def draw(width: int, size: str) -> Markup:
        columns = _columns(rows, width)
        room = (width - GUTTER * (columns - 1)) / columns
        beside = _label_width(rows)
        stacked = beside > room * 0.58
        label_w, high = (0.0, ROW + 19) if stacked else (beside, ROW)
        deep = -(-len(rows) // columns)
        step = min(float(STEP), (room - label_w - 44) / max(r.value for r in rows))
        parts = [svg.hatch(f"{id}-{size}-h")]
        for i, row in enumerate(rows):
            x, y = (i // deep) * (room + GUTTER), (i % deep) * high
            parts.append(svg.text(x, y + 18, svg.fits(row.label, room), "t" if row.known else "t soft"))
            parts.append(_squares(row, x + label_w, y + (19 if stacked else 0), step, f"url(#{id}-{size}-h)"))
        return svg.drawing(id, width, deep * high + 2, title, desc, parts, size)

    table = Table(caption=title, head=head, rows=tuple((Num(text=r.label), r.count) for r in rows))
    return Chart(anchor=id, title=title, wide=draw(width, "wide"), narrow=draw(svg.NARROW, "narrow"), table=table)


def _columns(rows: Sequence[Row], width: int) -> int:
    half = (width - GUTTER) / 2
    return 2 if len(rows) > MANY and max(r.value for r in rows) * STEP <= half - _label_width(rows) - 44 else 1


def _label_width(rows: Sequence[Row]) -> float:
    return max(60.0, max(len(r.label) for r in rows) * 6.5 + 16)


def _squares(row: Row, x: float, y: float, step: float, hatch: str) -> Markup:
    style, fill = ("c-people", "") if row.known else ("c-unknown", hatch)
    top = y + (ROW - SQUARE) / 2
    if step >= 9:
        side = min(SQUARE, step - 2)
        shapes = [svg.rect(x + i * step, top, side, side, style, fill=fill) for i in range(row.value)]
    else:
        shapes = [svg.rect(x, top, row.value * step, SQUARE, style, fill=fill)]
    end = svg.text(x + row.value * step + 7, y + 18, row.count.text, "t strong" if row.value else "t soft")
    return Markup("").join(shapes) + svg.link(row.count.href, end)


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One bar of the reasons chart: `share` with its interval and bounds, among `whole` persons."""

    label: str
    share: Figure
    percent: Num
    count: Num
    denied: Num
    silent: Num


def share_bars(id: str, title: str, subtitle: str, family: str, shares: Sequence[Share], whole: Num) -> Chart:
    """For each reason a bar from 0 to 100 %: who gave it (solid), who did not mention it (hatched), who denied it (empty)."""
    desc = " ".join(
        say(
            "{label}: {count} of {whole} ({text}); if all who do not mention it shared it, up to {high}.",
            label=s.label,
            count=s.count.text,
            whole=whole.text,
            text=s.percent.text,
            high=percent(s.share.high or 0),
        )
        for s in shares
    )

    def draw(width: int, size: str) -> Markup:
        hatch = f"{id}-{size}-h"
        parts = [svg.hatch(hatch, f"c-hatch {family}")]
        bottom = len(shares) * 58 + 4
        parts += [_tick(width, t / 4, bottom) for t in range(5)]
        parts += [_share_bar(s, i * 58, width, family, f"url(#{hatch})", whole.text) for i, s in enumerate(shares)]
        return svg.drawing(id, width, bottom + 22, title, desc, parts, size)

    key = (
        (f"k-solid {family}", say("gave this reason")),
        (f"k-hatch {family}", say("did not mention it: not a no")),
        ("k-empty", say("said it was not their reason")),
        ("k-line", say("95% interval of the share given")),
    )
    return Chart(
        anchor=id, title=title, subtitle=subtitle, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"),
        table=_share_table(title, shares), key=key,
    )  # fmt: skip


def _tick(width: float, share: float, bottom: float) -> Markup:
    x = 1 + share * (width - 2)
    at = "start" if share == 0 else "end" if share == 1 else "middle"
    return svg.line(x, 22, x, bottom, "c-grid") + svg.text(x, bottom + 16, percent(share), "t tiny", at=at)


def _share_bar(s: Share, y: float, width: float, family: str, hatch: str, whole: str) -> Markup:
    figure, room = s.share, width - 2
    low, high = figure.value * room, (figure.high if figure.high is not None else 1.0) * room
    words = say("{count} of {whole} · {text}", count=s.count.text, whole=whole, text=s.percent.text)
    label = svg.text(1, y + 18, svg.fits(s.label, width - len(words) * 6.6 - 12, 6.9), "t strong")
    label += svg.link(s.percent.href, svg.text(width - 1, y + 18, words, "t", at="end"))
    bars = svg.rect(1, y + 27, room, 18, "c-empty")
    bars += svg.rect(1 + low, y + 27, high - low, 18, "c-silent", fill=hatch)
    bars += svg.rect(1, y + 27, low, 18, f"c-{family}")
    return label + bars + (_whisker(figure, y + 36, room) if whole != "0" else Markup(""))


def _whisker(figure: Figure, y: float, room: float) -> Markup:
    if figure.interval is None:
        return Markup("")
    a, b = 1 + figure.interval.low * room, 1 + figure.interval.high * room
    strokes = [(a, y, b, y), (a, y - 5, a, y + 5), (b, y - 5, b, y + 5)]
    return Markup("").join(svg.line(*s, style) for style in ("c-halo", "c-whisker") for s in strokes)


def _share_table(title: str, shares: Sequence[Share]) -> Table:
    rows = []
    for s in shares:
        interval = s.share.interval
        words = say("{low} to {high}", low=percent(interval.low), high=percent(interval.high)) if interval else ""
        bounds = say("{low} to {high}", low=percent(s.share.low or 0), high=percent(s.share.high or 0))
        rows.append((Num(text=s.label), s.count, s.percent, Num(text=words), Num(text=bounds), s.silent, s.denied))
    head = (
        say("Reason"),
        say("People"),
        say("Share"),
        say("95% interval"),
        say("Bounds"),
        say("Not mentioned"),
        say("Denied"),
    )
    return Table(caption=title, head=head, rows=tuple(rows))


def range_scale(id: str, figure: Figure, count: Num) -> Chart | None:
    """Where the count lies between its floor and its ceiling; None where they are the same."""
    low, best, high = (int(v if v is not None else figure.value) for v in (figure.low, figure.value, figure.high))
    if low == high:
        return None
    title = say("The count and its range")
    desc = say(
        "Best estimate {best}; at least {low}, at most {high}, depending on how the open questions are answered.",
        best=best,
        low=low,
        high=high,
    )

    def draw(width: int, size: str) -> Markup:
        left, right, y = 60.0, width - 60.0, 30.0
        place = {v: left + (v - low) / (high - low) * (right - left) for v in (low, best, high)}
        parts = [svg.line(left, y, right, y, "c-range"), svg.line(left, y - 7, left, y + 7, "c-range"),
                 svg.line(right, y - 7, right, y + 7, "c-range")]  # fmt: skip
        if high - low <= 24:
            marks = [left + i / (high - low) * (right - left) for i in range(high - low + 1)]
            parts += [svg.line(x, y - 4, x, y + 4, "c-axis") for x in marks]
        parts += [
            svg.circle(place[best], y, 7, "c-best"),
            svg.text(place[best], y - 14, number(best), "t strong", at="middle"),
        ]
        parts += [svg.text(left - 12, y + 4, number(low), "t", at="end"), svg.text(right + 12, y + 4, number(high))]
        parts += [
            svg.text(left, y + 26, say("fewest"), "t tiny", at="middle"),
            svg.text(right, y + 26, say("most"), "t tiny", at="middle"),
        ]
        return svg.drawing(id, width, 62, title, desc, parts, size)

    rows = (
        (Num(text=say("Fewest, if every open question lowers the count")), Num(text=number(low), href=count.href)),
        (Num(text=say("Best estimate")), count),
        (Num(text=say("Most, if every open question raises it")), Num(text=number(high), href=count.href)),
    )
    table = Table(caption=title, head=("", say_many("Person", "People", best)), rows=rows)
    return Chart(anchor=id, title=title, wide=draw(344, "wide"), narrow=draw(svg.NARROW, "narrow"), table=table)
