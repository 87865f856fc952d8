"""Shares of units with a code, where people coded a sample drawn at random; and codes on which coders agree too little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from testimonia.domain.figure import Figure, Interval
from testimonia.domain.finding import Refusal
from testimonia.domain.sample import Sampled
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count.ledger import seal
from testimonia.study.count.register import Register
from testimonia.study.estimate.powered import Labelled, Powered, powered
from testimonia.study.language import noted, said, say


def corrected(register: Register) -> tuple[tuple[Figure, ...], tuple[Refusal, ...]]:
    """For each code of the sample the share three ways: machine and people together, people alone, the machine alone."""
    by_code: dict[str, list[Sampled]] = defaultdict(list)
    for row in register.snapshot.sampled:
        by_code[row.code].append(row)
    figures: list[Figure] = []
    refusals: list[Refusal] = []
    for code in sorted(by_code):
        held, id = by_code[code], code.replace("/", ".")
        title = say("{code}, share of units", code=register.name(code))
        found = _unfit(held) or powered([_labelled(row) for row in held])
        if isinstance(found, str):
            refusals.append(Refusal(id=f"{id}.powered", title=title, reason=found))
        else:
            figures += _three(id, title, found, _beside(register, held))
    return tuple(figures), tuple(refusals)


def _labelled(row: Sampled) -> Labelled:
    human = None if row.human is None else float(row.human)
    return Labelled(unit=row.unit, machine=float(row.machine), human=human, probability=row.probability)


def _unfit(rows: Sequence[Sampled]) -> str:
    """Why these rows are no sample from which anything can be estimated; "" where they are."""
    if all(row.probability is None for row in rows):
        return say(
            "the units that people coded were not drawn at random, or it was not recorded from which units: they do not speak for the others"
        )
    if any(row.taught for row in rows):
        return say(
            "the machine has learned from these very answers, so its errors on them are not its errors elsewhere"
        )
    open_ = sum(row.unsettled for row in rows)
    if open_:
        return say(
            "not settled yet of the units that were drawn: {open}, where not all coders have answered, or they differ",
            open=open_,
        )
    return ""


def _beside(register: Register, rows: Sequence[Sampled]) -> str:
    """What must stand beside the estimate."""
    held = {row.unit for row in rows}
    later = sum(unit not in held for unit in register.owner)
    said = say("; units that came after the draw and are not spoken for: {later}", later=later) if later else ""
    return said if all(row.blind for row in rows) else said + say("; people saw what the machine proposes")


def _three(id: str, title: str, found: Powered, beside: str) -> Iterator[Figure]:
    base = say(
        "{labels} of {units} units (one person in one article) coded by people, drawn with recorded probabilities{beside}",
        labels=found.labels,
        units=found.units,
        beside=beside,
    )
    yield _share(f"{id}.powered", say("{title}: machine and people", title=title), say("{base}; prediction-powered (PPI++), the machine weighs {value}; it saves {value_b} of the labels that people alone would need for the same width", base=base, value=f"{found.weight:.2f}", value_b=f"{found.saved:.0%}"), found.value, found.interval)  # fmt: skip
    yield _share(
        f"{id}.people_alone",
        say("{title}: people alone", title=title),
        say("{base}; weighted by the probabilities", base=base),
        found.human_only,
        found.human_interval,
    )
    yield _share(f"{id}.machine_alone", say("{title}: the machine alone, not corrected", title=title),
                 say("share of {units} units to which the machine gives the code; its errors are in it", units=found.units), found.machine_only, None)  # fmt: skip


def _share(id: str, title: str, query: str, value: float, interval: Interval | None) -> Figure:
    return seal(Figure(id=id, title=title, query=query, value=round(value, 6), unit="share", interval=interval))


def agreements(register: Register) -> Iterator[Figure]:
    """Krippendorff's alpha of each code that people, or machine and people, coded twice; where it is defined."""
    for row in register.snapshot.agreement:
        if row.alpha is not None:
            who = said(_WHO[row.people])
            id = f"{row.code.replace('/', '.')}.{'agreement' if row.people else 'machine_agreement'}"
            query = say("Krippendorff's alpha, nominal, over {units} units that {who} coded", units=row.units, who=who)
            yield seal(Figure(id=id, title=say("{code}: how far {who} agree", code=register.name(row.code), who=who), query=query, value=round(row.alpha, 4), unit="alpha"))  # fmt: skip


_WHO = {True: noted("people"), False: noted("machine and people")}


def unreliable(snapshot: Snapshot) -> dict[str, str]:
    """Codes on which coders agree less than the study's floor, with the words that must stand beside them."""
    floor = snapshot.settings.agreement_floor
    found: dict[str, str] = {}
    for row in snapshot.agreement:
        if row.alpha is None or row.alpha < floor:
            level = say("is not defined") if row.alpha is None else say("is {value}", value=f"{row.alpha:.2f}")
            words = say(
                "agreement of {people} is not shown: alpha over {units} units {said}, the study asks for {value}",
                people=said(_WHO[row.people]),
                units=row.units,
                said=level,
                value=f"{floor:g}",
            )
            found[row.code] = f"{found[row.code]}; {words}" if row.code in found else words
    return found
