"""Attrition as a flow: what entered each step, what went on, what was set aside."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from testimonia.domain.figure import AttritionStep
from testimonia.study.language import say
from testimonia.study.publish import svg
from testimonia.study.publish.pages import Stage
from testimonia.study.publish.views import Chart, Num, Table

STEP, BAR, LABEL = 72, 22, 236
"""Height of a step and of its bar; width of the column of labels, where there is room for one."""


def flow(id: str, title: str, steps: Sequence[AttritionStep], stages: Sequence[Stage]) -> Chart | None:
    """One bar a step; the kept part flows on to the next step, the part set aside leaves to the right."""
    if not any(s.entered for s in steps):
        return None
    desc = " ".join(
        say(
            "{name}: {entered} {unit} entered, {kept} kept, {set_aside} set aside.",
            name=s.name,
            entered=s.entered,
            unit=s.unit,
            kept=s.kept,
            set_aside=s.set_aside.text,
        )
        for s in stages
    )

    def draw(width: int, size: str) -> Markup:
        parts = [svg.hatch(f"{id}-{size}-h")]
        left = LABEL if size == "wide" else 0
        for i, (step, stage) in enumerate(zip(steps, stages, strict=True)):
            following = steps[i + 1] if i + 1 < len(steps) else None
            bar = Bar(
                left=left + 1, top=i * STEP + (8 if left else 40), room=width - left - 2, hatch=f"url(#{id}-{size}-h)"
            )
            parts += [
                _labels(stage, i * STEP, beside=left > 0),
                _bar(step, bar, steps),
                _stream(step, following, bar, steps),
            ]
        return svg.drawing(id, width, len(steps) * STEP, title, desc, parts, size)

    return Chart(
        anchor=id, title=title, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"), table=_table(title, stages),
        key=(("k-solid people", say("went on")), ("k-hatch people", say("set aside"))),
    )  # fmt: skip


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """Where a step's bar is drawn, and with which pattern for what was set aside."""

    left: float
    top: float
    room: float
    hatch: str


def _scale(step: AttritionStep, steps: Sequence[AttritionStep], room: float) -> float:
    """User units an item. Documents share one scale, people in them another: they are not the same things."""
    return room / max(1, *(s.entered for s in steps if _kind(s) == _kind(step)))


def _kind(step: AttritionStep) -> str:
    return "people" if step.unit in ("appearances", "persons", "people") else "documents"


def _labels(stage: Stage, y: float, *, beside: bool) -> Markup:
    words = f"{stage.entered} {stage.unit}" + (
        "" if stage.set_aside.text == "0" else say(", {set_aside} set aside", set_aside=stage.set_aside.text)
    )
    first = y + (17 if beside else 16)
    return svg.text(0, first, stage.name, "t strong") + svg.text(0, first + 17, words, "t tiny")


def _bar(step: AttritionStep, bar: Bar, steps: Sequence[AttritionStep]) -> Markup:
    scale = _scale(step, steps, bar.room)
    kept = svg.rect(bar.left, bar.top, step.kept * scale, BAR, "c-flow")
    gone = svg.rect(bar.left + step.kept * scale, bar.top, step.set_aside * scale, BAR, "c-unknown", fill=bar.hatch)
    return kept + gone if step.set_aside else kept


def _stream(step: AttritionStep, following: AttritionStep | None, bar: Bar, steps: Sequence[AttritionStep]) -> Markup:
    """What was kept, flowing on into the next step; none where the next step counts other things, or beside labels."""
    if following is None or _kind(following) != _kind(step) or bar.left < LABEL:
        return Markup("")
    here, there = (
        bar.left + n * _scale(s, steps, bar.room) for s, n in ((step, step.kept), (following, following.entered))
    )
    low, high = bar.top + BAR, bar.top + STEP
    return svg.path([(bar.left, low), (here, low), (there, high), (bar.left, high)], "c-stream", close=True)


def _table(title: str, stages: Sequence[Stage]) -> Table:
    rows = tuple(
        (
            Num(text=s.name),
            Num(text=s.unit),
            Num(text=s.entered),
            Num(text=s.kept),
            s.set_aside,
            Num(text=", ".join(s.reasons) or "–"),
        )
        for s in stages
    )
    return Table(
        caption=title,
        head=(say("Step"), say("What"), say("Entered"), say("Kept"), say("Set aside"), say("Why")),
        rows=rows,
    )
