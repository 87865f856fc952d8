"""Attrition as a flow: what entered each step, what went on, what was set aside."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from testimonia.domain.figure import AttritionStep
from testimonia.study.publish import svg
from testimonia.study.publish.views import Chart, Stage, Table
from testimonia.study.publish.views import Num as N

STEP, BAR = 84, 20


def flow(id: str, title: str, steps: Sequence[AttritionStep], stages: Sequence[Stage]) -> Chart | None:
    """One bar a step; the kept part flows on to the next step, the part set aside leaves to the right."""
    if not steps:
        return None
    desc = " ".join(
        f"{s.name}: {s.entered} {s.unit} entered, {s.kept} kept, {s.set_aside.text} set aside." for s in stages
    )

    def draw(width: int, size: str) -> Markup:
        parts = [svg.hatch(f"{id}-{size}-h")]
        for i, (step, stage) in enumerate(zip(steps, stages, strict=True)):
            following = steps[i + 1] if i + 1 < len(steps) else None
            parts.append(_step(step, stage, following, i * STEP, width, steps, f"url(#{id}-{size}-h)"))
        return svg.drawing(id, width, len(steps) * STEP, title, desc, parts, size)

    return Chart(
        anchor=id, title=title, wide=draw(svg.WIDE, "wide"), narrow=draw(svg.NARROW, "narrow"), table=_table(title, stages),
        key=(("k-solid people", "went on"), ("k-hatch people", "set aside")),
    )  # fmt: skip


def _scale(step: AttritionStep, steps: Sequence[AttritionStep], room: float) -> float:
    """User units an item. Documents share one scale, people in them another: they are not the same things."""
    alike = [s.entered for s in steps if _kind(s) == _kind(step)]
    return room / max(1, *alike)


def _kind(step: AttritionStep) -> str:
    return "people" if step.unit in ("appearances", "persons", "people") else "documents"


def _step(
    step: AttritionStep, stage: Stage, following: AttritionStep | None, y: float, width: float,
    steps: Sequence[AttritionStep], hatch: str,
) -> Markup:  # fmt: skip
    scale = _scale(step, steps, width - 2)
    kept, gone = step.kept * scale, step.set_aside * scale
    words = f"{stage.entered} {stage.unit}" + (f", {stage.set_aside.text} set aside" if step.set_aside else "")
    parts = svg.text(1, y + 16, stage.name, "t strong")
    parts += svg.text(width - 1, y + 16, words, "t", at="end")
    parts += svg.rect(1, y + 24, kept, BAR, "c-flow") + svg.rect(1 + kept, y + 24, gone, BAR, "c-silent", fill=hatch)
    if following is not None and _kind(following) == _kind(step):
        onward = following.entered * _scale(following, steps, width - 2)
        edge = [(1.0, y + 24 + BAR), (1 + kept, y + 24 + BAR), (1 + onward, y + STEP + 24), (1.0, y + STEP + 24)]
        parts += svg.path(edge, "c-stream", close=True)
    elif following is not None:
        parts += svg.text(1, y + 24 + BAR + 22, "from here on, people in these articles are counted", "t tiny")
    return parts


def _table(title: str, stages: Sequence[Stage]) -> Table:
    rows = tuple(
        (N(text=s.name), N(text=s.unit), N(text=s.entered), N(text=s.kept), s.set_aside, N(text=", ".join(s.reasons) or "–"))
        for s in stages
    )
    return Table(caption=title, head=("Step", "What", "Entered", "Kept", "Set aside", "Why"), rows=rows)


