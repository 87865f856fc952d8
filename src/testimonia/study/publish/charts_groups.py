"""The chart of declared patterns: a share in a group beside that among all others, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from testimonia.domain.figure import Figure
from testimonia.study.language import say
from testimonia.study.publish import svg
from testimonia.study.publish.views import Chart, Num, Table
from testimonia.study.publish.wording import percent

DEEP, LABEL, STEP = 64.0, 20.0, 22.0
"""Height of a row beside its label, of a line of the label, and between its two dots."""
END = 44.0
"""Room at the right for the number of the longest bar."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A pattern: the share in the group and, where there are others, theirs. `apart`, `chance`: as the table says them; "–" where there are none."""

    label: str
    inside: Figure
    inside_said: Num
    inside_of: Num
    outside: Figure | None
    outside_said: Num
    outside_of: Num
    apart: str
    settled: str
    chance: str
    firm: bool


def dumbbells(id: str, title: str, subtitle: str, rows: Sequence[Pair], note: str) -> Chart | None:
    """Each pattern with the group's dot above that of the others, from 0 to 100 %. None without rows."""
    if not rows:
        return None
    desc = (
        "; ".join(
            say(
                "{label}: {inside_said}, others {outside_said}",
                label=r.label,
                inside_said=r.inside_said.text,
                outside_said=r.outside_said.text,
            )
            for r in rows
        )
        + "."
    )

    def draw(width: int, size: str) -> Markup:
        room = width - 2 - END
        labels = [svg.lines(r.label, width) for r in rows]
        bottom = sum(_height(r, len(lines)) for r, lines in zip(rows, labels, strict=True))
        parts: list[Markup] = []
        for t in range(5):
            x = 1 + t / 4 * room
            parts.append(svg.line(x, 24, x, bottom, "c-grid" if t else "c-axis"))
            parts.append(svg.text(x, bottom + 16, percent(t / 4), "t tiny", at="middle" if t else "start"))
        y = 0.0
        for r, lines in zip(rows, labels, strict=True):
            for i, words in enumerate(lines):
                parts.append(svg.rect(0, y + 2 + i * LABEL, len(words) * 7.0, LABEL, "c-paper"))
                parts.append(svg.text(0, y + 17 + i * LABEL, words, "t strong" if r.firm else "t"))
            first = y + LABEL * len(lines) + 16
            parts += _dot(r.inside, r.inside_said, first, room, "c-best")
            if r.outside is not None:
                parts += _dot(r.outside, r.outside_said, first + STEP, room, "c-dot")
            y += _height(r, len(lines))
        return svg.drawing(id, width, bottom + 22, title, desc, parts, size)

    head = (
        say("Pattern"),
        say("In the group"),
        say("Of"),
        say("Among others"),
        say("Of"),
        say("Difference, points"),
        say("Whatever the silent would say"),
        say("Fisher, after Holm"),
    )
    table = Table(caption=title, head=head, rows=tuple(
        (Num(text=r.label), r.inside_said, r.inside_of, r.outside_said, r.outside_of, Num(text=r.apart), Num(text=r.settled), Num(text=r.chance)) for r in rows
    ))  # fmt: skip
    key = (
        ("k-dot best", say("in the group")),
        ("k-dot", say("among all others who give a reason")),
        ("k-line", say("95% interval")),
    )
    return Chart(anchor=id, title=title, subtitle=subtitle, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"),
                 table=table, key=key, note=note)  # fmt: skip


def _height(row: Pair, lines: int) -> float:
    return LABEL * lines + (DEEP if row.outside is not None else DEEP - STEP)


def _dot(figure: Figure, said: Num, y: float, room: float, style: str) -> list[Markup]:
    parts: list[Markup] = []
    end = figure.value
    if figure.interval is not None:
        a, b = 1 + figure.interval.low * room, 1 + figure.interval.high * room
        parts = [svg.line(*s, "c-whisker") for s in ((a, y, b, y), (a, y - 5, a, y + 5), (b, y - 5, b, y + 5))]
        end = figure.interval.high
    parts.append(svg.link(said.href, svg.circle(1 + figure.value * room, y, 5.5, style)))
    parts.append(svg.link(said.href, svg.text(1 + end * room + 9, y + 4.5, said.text, "t")))
    return parts
