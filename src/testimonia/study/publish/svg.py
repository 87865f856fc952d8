"""Drawing by hand: small SVG pieces whose colours are the style sheet's, so that they follow dark mode and print."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from markupsafe import Markup

WIDE, NARROW = 720, 344
"""Widths of the two drawings of each chart, in user units; one of them is shown."""


def num(value: float) -> str:
    """A coordinate, to a tenth, without a trailing zero; the same on every machine."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def rect(x: float, y: float, width: float, height: float, style: str, *, fill: str = "", radius: float = 0) -> Markup:
    """A rectangle of class `style`; `fill` overrides its colour, for patterns."""
    extra = Markup(' fill="{}"').format(fill) if fill else Markup("")
    extra += Markup(' rx="{}"').format(num(radius)) if radius else Markup("")
    shape = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>')
    return shape.format(style, num(x), num(y), num(max(0.0, width)), num(max(0.0, height)), extra)


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    """A straight line."""
    shape = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>')
    return shape.format(style, num(x1), num(y1), num(x2), num(y2))


def path(points: Iterable[tuple[float, float]], style: str, *, close: bool = False) -> Markup:
    """A line through the points, or the area inside."""
    steps = " ".join(f"{'M' if i == 0 else 'L'}{num(x)} {num(y)}" for i, (x, y) in enumerate(points))
    return Markup('<path class="{}" d="{}{}"/>').format(style, steps, "Z" if close else "")


def circle(x: float, y: float, radius: float, style: str) -> Markup:
    """A dot."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(style, num(x), num(y), num(radius))


def text(x: float, y: float, words: str, style: str = "t", *, at: str = "start") -> Markup:
    """Words; `at` is "start", "middle" or "end"."""
    place = Markup("") if at == "start" else Markup(' text-anchor="{}"').format(at)
    return Markup('<text class="{}" x="{}" y="{}"{}>{}</text>').format(style, num(x), num(y), place, words)


def link(href: str, inner: Markup) -> Markup:
    """A drawn number that opens with the mouse; the keyboard has the same link in the table behind the chart."""
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(href, inner) if href else inner


def hatch(id: str, style: str = "c-hatch") -> Markup:
    """A pattern of slanting lines: what is not known."""
    stripe = Markup('<path class="{}" d="M-1 1L1 -1M0 6L6 0M5 7L7 5"/>').format(style)
    head = Markup('<pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse">').format(id)
    return Markup("<defs>") + head + stripe + Markup("</pattern></defs>")


def drawing(id: str, width: float, height: float, title: str, desc: str, parts: Iterable[Markup], size: str) -> Markup:
    """The whole SVG, with a title and a description for those who do not see it. `size` is "wide" or "narrow"."""
    name = f"{id}-{size}"
    head = Markup(
        '<svg class="{size}" role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}"><title id="{name}-t">{title}</title><desc id="{name}-d">{desc}</desc>'
    ).format(size=size, name=name, width=num(width), height=num(height), title=title, desc=desc)
    return head + Markup("").join(parts) + Markup("</svg>")


def lines(words: str, room: float, per_letter: float = 7.0) -> list[str]:
    """The words in as many lines as it takes for them to fit into `room` user units."""
    return textwrap.wrap(words, int(room / per_letter)) or [words]


def fits(words: str, room: float, per_letter: float = 6.3) -> str:
    """The words, cut with an ellipsis where they would not fit into `room` user units."""
    most = max(4, int(room / per_letter))
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
