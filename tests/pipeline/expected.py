"""What the decisions of a log promise of a study: worked out here from the log alone, and by other means than the program's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testimonia.domain.coding import Coding, CodingStatus
from testimonia.domain.decision import (
    AddCoding,
    CorrectAttribute,
    Decision,
    Exclude,
    Include,
    JudgeCoding,
    Merge,
    Split,
    Undo,
)
from testimonia.domain.person import Person, Status
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span


class Expected:
    """The events that hold, and what a study must look like because of them.

    An event holds unless an undo of it holds. Of two that contradict each other about the same thing the later one holds.
    """

    def __init__(self, log: Sequence[Decision]) -> None:
        self._undone_by: dict[int, list[int]] = {}
        for event in log:
            if isinstance(event.action, Undo):
                self._undone_by.setdefault(event.action.event, []).append(event.number)
        self.events = [event for event in log if self._holds(event.number)]
        self.holds = {event.number for event in self.events}

    def _holds(self, number: int) -> bool:
        return not any(self._holds(undo) for undo in self._undone_by.get(number, ()))

    def violations(self, state: Snapshot) -> Iterator[str]:
        """Every decision that the study does not show, in words."""
        home = {id: person for person in state.persons for id in person.appearances}
        yield from self._verdicts(home)
        yield from self._links(home)
        yield from self._codings(state)
        yield from self._corrections(home)

    def _verdicts(self, home: dict[str, Person]) -> Iterator[str]:
        said: dict[str, Decision] = {}
        for event in self.events:
            if isinstance(event.action, Include | Exclude):
                said[event.action.appearance] = event
        for id, event in said.items():
            person = home.get(id)
            if person is None:
                yield f"{event}: the person is not in the study"
                continue
            # Where several who are now one person were decided on, one of these decisions holds, and never the machine's.
            answers = [said[a] for a in person.appearances if a in said]
            allowed = {(_status(e), e.reason) for e in answers}
            if (person.status, person.reason) not in allowed:
                yield f"{event}: the person is {person.status.value}: {person.reason}"
        undecided = [p for p in home.values() if not any(a in said for a in p.appearances)]
        yield from (f"{p.id} is included, and nobody said so" for p in undecided if p.status is Status.INCLUDED)

    def _links(self, home: dict[str, Person]) -> Iterator[str]:
        same: dict[frozenset[str], bool] = {}
        for event in self.events:
            if isinstance(event.action, Merge | Split):
                same[frozenset((event.action.left, event.action.right))] = isinstance(event.action, Merge)
        merged = [pair for pair, is_same in same.items() if is_same]
        apart = [pair for pair, is_same in same.items() if not is_same]
        for a, b in apart:
            if a in home and home[a] is home.get(b):
                yield f"{a} and {b} were split and are one person"
        for a, b in merged:
            together = _joined(a, merged)
            if not any(pair <= together for pair in apart) and home.get(a) is not home.get(b):
                yield f"{a} and {b} were merged and are two people"

    def _codings(self, state: Snapshot) -> Iterator[str]:
        found = {coding.id: coding for coding in state.codings}
        last: dict[str, Decision] = {}
        for event in self.events:
            if isinstance(event.action, JudgeCoding):
                last[event.action.coding] = event
            elif isinstance(event.action, AddCoding):
                last[_id_of(event.action)] = event
        for id, event in last.items():
            if id not in found:
                yield f"{event}: the coding is gone"
            elif not _shows(found[id], event):
                yield f"{event}: the coding is {found[id]}"
        decided = [coding for coding in state.codings if coding.status is not CodingStatus.PROPOSED]
        yield from (f"{coding} is decided, and nobody did" for coding in decided if coding.id not in last)

    def _corrections(self, home: dict[str, Person]) -> Iterator[str]:
        said: dict[tuple[str, str], str | None] = {}
        for event in self.events:
            if isinstance(event.action, CorrectAttribute):
                said[event.action.appearance, event.action.field] = event.action.value
        for (id, field), _ in said.items():
            person = home.get(id)
            if person is None:
                continue  # somebody who is no case so far; the correction waits with them
            allowed = {said[a, field] for a in person.appearances if (a, field) in said}
            value = getattr(person, field)
            if (None if value is None else str(value)) not in allowed:
                yield f"{field} of {person.id} is {value}, people said {allowed}"


def _status(event: Decision) -> Status:
    return Status.INCLUDED if isinstance(event.action, Include) else Status.EXCLUDED


def _joined(start: str, merged: Sequence[frozenset[str]]) -> set[str]:
    """Everybody who is joined to this one by merges."""
    together, grown = {start}, True
    while grown:
        more = set().union(*(pair for pair in merged if pair & together), together)
        grown = more != together
        together = more
    return together


def _id_of(action: AddCoding) -> str:
    return Coding.id_of(action.appearance, action.code, Span(start=action.start, end=action.end, quote=action.quote))


def _shows(coding: Coding, event: Decision) -> bool:
    if isinstance(event.action, AddCoding):
        human = (coding.status, coding.stance, coding.coder)
        return human == (CodingStatus.ACCEPTED, event.action.stance, f"human:{event.by}")
    assert isinstance(event.action, JudgeCoding)
    return coding.status is (CodingStatus.ACCEPTED if event.action.accepted else CodingStatus.REJECTED)
