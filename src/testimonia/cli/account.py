"""What `run` says in the end: a short account that a reader can check against the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from testimonia.domain.figure import Figure, Findings


def account(findings: Findings, report: Path) -> str:
    """Documents in, set aside and why, origins, individuals, countries, reasons, what waits, where the report is."""
    return "\n".join(
        (
            *_documents(findings),
            *_people(findings),
            *_reasons(findings),
            *_waiting(findings),
            f"Report         {report}",
        )
    )


def _value(findings: Findings, id: str) -> int:
    figure = findings.figure(id)
    return int(figure.value) if figure else 0


def _documents(findings: Findings) -> Iterator[str]:
    steps = {step.stage: step for step in findings.attrition}
    if "capture" in steps:
        yield f"Documents      {steps['capture'].entered} in"
    aside: dict[str, int] = {}
    for step in findings.attrition:
        if step.stage not in ("resolve", "consult"):  # neither leaves a document out
            for reason, number in step.reasons.items():
                aside[reason] = aside.get(reason, 0) + number
    why = ", ".join(f"{reason.replace('_', ' ')} {number}" for reason, number in sorted(aside.items()))
    yield f"Set aside      {sum(aside.values())}" + (f" ({why})" if why else "")
    origins, copies = _value(findings, "articles.origins.count"), _value(findings, "articles.copies.count")
    yield f"Origins        {origins} ({copies} copies of them)"


def _people(findings: Findings) -> Iterator[str]:
    figure = findings.figure("count.individuals")
    if figure is None:
        return
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    yield f"Individuals    at least {low:g} (best estimate {figure.value:g}, between {low:g} and {high:g})"
    codes = [one for one in findings.figures if _is(one, "country.", ".count") and one.id != "country.unknown.count"]
    codes.sort(key=lambda one: (-one.value, one.id))
    names = ", ".join(f"{one.id.split('.')[1]} {one.value:g}" for one in codes)
    yield f"Countries      {_value(findings, 'count.countries')}" + (f" ({names})" if names else "")


def _reasons(findings: Findings) -> Iterator[str]:
    for family in ("leaving", "joining"):
        given = [one for one in findings.figures if _is(one, f"{family}.", ".count") and one.id.count(".") == 2]
        given = [one for one in given if one.id.split(".")[1] not in ("any", "none") and one.value]
        given.sort(key=lambda one: (-one.value, one.id))
        words = ", ".join(f"{one.title} {one.value:g}" for one in given) or "none given"
        yield f"{family.capitalize():14} {words}"


def _waiting(findings: Findings) -> Iterator[str]:
    kinds = [one for one in findings.figures if _is(one, "review.open.", ".count") and one.id.count(".") == 3]
    words = ", ".join(f"{one.id.split('.')[2]} {one.value:g}" for one in kinds)
    total = _value(findings, "review.open.count")
    yield f"Waits for you  {total} question{'' if total == 1 else 's'}" + (f" ({words})" if words else "")


def _is(figure: Figure, start: str, end: str) -> bool:
    return figure.id.startswith(start) and figure.id.endswith(end)
