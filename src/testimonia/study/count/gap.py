"""Why a reported total and our own differ: by persons just outside the definition, by rules, by sources we did not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from testimonia.domain.claim import Claim, Qualifier
from testimonia.domain.figure import Figure
from testimonia.domain.person import Person, Status
from testimonia.study.count.ledger import Counted, by_appearances, tally
from testimonia.study.count.register import Register
from testimonia.study.language import say

NEAR = 0.1
"""What a report calls "about" so many is met within a tenth."""


class Outside(NamedTuple):
    """Persons of the study who stand just outside a claim's definition, by what keeps them out."""

    undated: tuple[Person, ...]
    later: tuple[Person, ...]
    country_unknown: tuple[Person, ...]
    excluded: tuple[Person, ...]

    def all(self) -> tuple[Person, ...]:
        """Everybody, once."""
        return tuple({p.id: p for group in self for p in group}.values())


@dataclass(frozen=True)
class Near:
    """Them as rows of a figure, and in numbers: `listed` by what keeps them out."""

    rows: tuple[Counted, ...]
    listed: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, held: Outside) -> Near:
        """Counted once, for every claim that has this definition."""
        listed = (
            (len(held.undated), say("without a date")), (len(held.later), say("who first spoke later")),
            (len(held.country_unknown), say("whose country is not stated")), (len(held.excluded), say("excluded by the rules")),
        )  # fmt: skip
        return cls(by_appearances(held.all()), listed)


def outside(register: Register, country: str | None, inside: Sequence[Person], until: str | None) -> Outside:
    """Who would be counted if the definition were a little wider."""
    held = {p.id for p in inside}
    same = [p for p in register.counted if p.id not in held and (country is None or p.nationality == country)]
    later = [p for p in same if p.first_public and until and p.first_public[: len(until)] > until]
    excluded = [
        p for p in register.snapshot.persons
        if p.status is Status.EXCLUDED and (country is None or p.nationality == country)
    ]  # fmt: skip
    unknown = [p for p in register.counted if country and not p.nationality and p.id not in held]
    return Outside(tuple(p for p in same if not p.first_public), tuple(later), tuple(unknown), tuple(excluded))


def gap(id: str, claim: Claim, ours: Figure, near: Near) -> Figure:
    """The difference, ours minus theirs, as a figure; its members are the persons just outside, its query says what explains it."""
    difference = ours.value - claim.figure
    rows = near.rows if claim.unit == "persons" else ()
    return tally(id, say("Our own number less the reported one"), _explained(claim, difference, near), rows,
                 unit="difference", value=difference)  # fmt: skip


def _explained(claim: Claim, difference: float, near: Near) -> str:
    if _is_met(claim, difference):
        return say("no difference to explain: the registry gives what the report says")
    if difference > 0:
        return (say("the registry names {value} more than were reported: it read other sources, and some may have been told of after the report was written", value=f"{difference:g}"))  # fmt: skip
    if claim.unit != "persons":
        return say(
            "the report counts {value} more: sources that this study did not read, or values that no article states",
            value=f"{-difference:g}",
        )
    known = "; ".join(f"{n} {words}" for n, words in near.listed if n)
    missing = -difference - len(near.rows)
    said = say("the report counts {value} more; just outside the definition stand {known}", value=f"{-difference:g}", known=known) if known else say("the report counts {value} more; nobody stands just outside the definition", value=f"{-difference:g}")  # fmt: skip
    return said + (
        say("; at least {value} are in sources that this study did not read", value=f"{missing:g}")
        if missing > 0
        else ""
    )


def _is_met(claim: Claim, difference: float) -> bool:
    if claim.qualifier is Qualifier.AT_LEAST:
        return difference >= 0
    if claim.qualifier is Qualifier.AT_MOST:
        return difference <= 0
    if claim.qualifier is Qualifier.EXACT:
        return difference == 0
    return abs(difference) <= NEAR * claim.figure
