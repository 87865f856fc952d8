"""Shares of units with a code, where people coded a sample drawn at random; and codes on which coders agree too little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.figure import Figure, Interval
from testimonia.domain.finding import Refusal
from testimonia.domain.sample import Sampled
from testimonia.study.count.ledger import seal
from testimonia.study.count.register import Register
from testimonia.study.estimate.powered import Labelled, Powered, powered


def corrected(register: Register) -> tuple[tuple[Figure, ...], tuple[Refusal, ...]]:
    """For each code of the sample the share three ways: machine and people together, people alone, the machine alone."""
    by_code: dict[str, list[Sampled]] = defaultdict(list)
    for row in register.snapshot.sampled:
        by_code[row.code].append(row)
    figures: list[Figure] = []
    refusals: list[Refusal] = []
    for code in sorted(by_code):
        rows = [Labelled(unit=r.unit, machine=float(r.machine), human=None if r.human is None else float(r.human), probability=r.probability)
                for r in by_code[code]]  # fmt: skip
        found, id = powered(rows), code.replace("/", ".")
        title = f"{register.name(code)}, share of units"
        if isinstance(found, str):
            refusals.append(Refusal(id=f"{id}.powered", title=title, reason=found))
        else:
            figures += _three(id, title, found)
    return tuple(figures), tuple(refusals)


def _three(id: str, title: str, found: Powered) -> Iterator[Figure]:
    base = f"{found.labels} of {found.units} units coded by people, drawn with recorded probabilities"
    yield _share(f"{id}.powered", f"{title}: machine and people", f"{base}; prediction-powered (PPI++), the machine weighs {found.weight:.2f}; "
                 f"it saves {found.saved:.0%} of the labels that people alone would need for the same width", found.value, found.interval)  # fmt: skip
    yield _share(
        f"{id}.people_alone",
        f"{title}: people alone",
        f"{base}; weighted by the probabilities",
        found.human_only,
        found.human_interval,
    )
    yield _share(f"{id}.machine_alone", f"{title}: the machine alone, not corrected",
                 f"share of {found.units} units to which the machine gives the code; its errors are in it", found.machine_only, None)  # fmt: skip


def _share(id: str, title: str, query: str, value: float, interval: Interval | None) -> Figure:
    return seal(Figure(id=id, title=title, query=query, value=round(value, 6), unit="share", interval=interval))


def unreliable(register: Register) -> dict[str, str]:
    """Codes on which coders agree less than the study's floor, with the words that must stand beside them."""
    floor = register.snapshot.settings.agreement_floor
    found = {}
    for row in register.snapshot.agreement:
        if row.alpha is None or row.alpha < floor:
            said = "is not defined" if row.alpha is None else f"is {row.alpha:.2f}"
            found[row.code] = (
                f"agreement of coders is not shown: alpha over {row.units} units {said}, the study asks for {floor:g}"
            )
    return found
