"""What the decisions of a log promise of a study: worked out here from the log alone, and by other means than the program's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from testimonia.domain.codebook_change import DefineCode, MergeCodes, RetireCode
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
from testimonia.domain.round import Adjudicate, Answer, Mark, Round
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
            # Where several who are now one person were decided on, the latest of these decisions holds, and never the machine's.
            latest = max((said[a] for a in person.appearances if a in said), key=lambda e: e.number)
            if (person.status, person.reason) != (_status(latest), latest.reason):
                yield f"{event}: the person is {person.status.value}: {person.reason}; the latest is {latest}"
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
        found = {coding.id: coding for coding in (*state.codings, *state.retired)}
        last, settled = self._last_words()
        for id, event in last.items():
            if id not in found:
                yield f"{event}: the coding is gone"
            elif not _shows(found[id], event):
                yield f"{event}: the coding is {found[id]}"
        reviewed = {appearance for appearance, _ in settled}
        for coding in state.codings:
            if (
                coding.status is not CodingStatus.PROPOSED
                and coding.id not in last
                and coding.appearance not in reviewed
            ):
                yield f"{coding} is decided, and nobody did"
        yield from self._settled(state, settled, last)

    def _last_words(self) -> tuple[dict[str, Decision], dict[tuple[str, str], Decision]]:
        """Of each coding the event that decides it, and of each appearance and code the outcome that settled it."""
        last: dict[str, Decision] = {}
        settled: dict[tuple[str, str], Decision] = {}
        drawn: dict[str, Round] = {}
        for event in self.events:
            action = event.action
            if isinstance(action, JudgeCoding):
                last[action.coding] = event
            elif isinstance(action, AddCoding):
                last[_id_of(action)] = event
            elif isinstance(action, Round):
                drawn[action.name] = action
            elif isinstance(action, Adjudicate | Answer) and action.round in drawn:
                counts = isinstance(action, Adjudicate) or drawn[action.round].decides
                codes = drawn[action.round].codes if counts else ()
                _settle(last, settled, event, action, codes)
        return last, settled

    def _settled(
        self, state: Snapshot, settled: dict[tuple[str, str], Decision], last: dict[str, Decision]
    ) -> Iterator[str]:
        """What the machine proposes against an outcome is refused, unless somebody took it up since."""
        for coding in state.codings:
            event = settled.get((coding.appearance, coding.code))
            if event is None or coding.id in last or coding.code in self.merged_into:
                continue
            assert isinstance(event.action, Adjudicate | Answer)
            agreed = any(m.code == coding.code and m.stance == coding.stance for m in event.action.marks)
            if (coding.status is CodingStatus.REJECTED) == agreed:
                yield f"{event}: {coding} is {coding.status.value}"

    @property
    def merged_into(self) -> set[str]:
        """Codes to which others were added: a coding of theirs may have been made under another name."""
        return {event.action.into for event in self.events if isinstance(event.action, MergeCodes)}

    def book(self, written: Sequence[str]) -> list[str]:
        """The ids of the codes in force, worked out one event after the other."""
        codes = list(written)
        for event in self.events:
            action = event.action
            if isinstance(action, DefineCode) and action.code.id not in codes:
                codes.append(action.code.id)
            elif (isinstance(action, RetireCode) and action.code in codes) or (
                isinstance(action, MergeCodes) and action.code in codes and self._reaches(action, codes)
            ):
                codes.remove(action.code)
        return codes

    def _reaches(self, merge: MergeCodes, codes: list[str]) -> bool:
        """Whether the code that is merged into is one, or has become another one that is."""
        into, gone = merge.into, {e.action.code: e.action for e in self.events if isinstance(e.action, MergeCodes)}
        for _ in gone:
            if into in codes:
                break
            into = gone[into].into if into in gone else into
        return into in codes and into != merge.code

    def _corrections(self, home: dict[str, Person]) -> Iterator[str]:
        said: dict[tuple[str, str], tuple[int, str | None]] = {}
        for event in self.events:
            if isinstance(event.action, CorrectAttribute):
                said[event.action.appearance, event.action.field] = event.number, event.action.value
        for (id, field), _ in said.items():
            person = home.get(id)
            if person is None:
                continue  # somebody who is no case so far; the correction waits with them
            _, latest = max(said[a, field] for a in person.appearances if (a, field) in said)
            value = getattr(person, field)
            if (None if value is None else str(value)) != latest:
                yield f"{field} of {person.id} is {value}, people said {latest} last"


def _settle(
    last: dict[str, Decision], settled: dict[tuple[str, str], Decision], event: Decision, action: Adjudicate | Answer, codes: Sequence[str]
) -> None:  # fmt: skip
    """Of the round's codes, what was decided before on this appearance no longer holds."""
    for id, earlier in [*last.items()]:
        said = earlier.action
        told = said.marks if isinstance(said, Adjudicate | Answer) else (said,)
        if getattr(said, "appearance", None) == action.appearance and any(
            _is(id, said, m) and m.code in codes for m in told
        ):
            del last[id]
    settled.update({(action.appearance, code): event for code in codes})
    last.update({_id_at(action.appearance, mark): event for mark in action.marks if codes})


def _is(id: str, said: Any, mark: Any) -> bool:
    return isinstance(said, JudgeCoding | AddCoding) or _id_at(said.appearance, mark) == id


def _id_at(appearance: str, mark: Mark) -> str:
    return Coding.id_of(appearance, mark.code, Span(start=mark.start, end=mark.end, quote=mark.quote))


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
    if isinstance(event.action, Adjudicate | Answer):
        mark = next(m for m in event.action.marks if _id_at(event.action.appearance, m) == coding.id)
        return (coding.status, coding.stance, coding.coder) == (CodingStatus.ACCEPTED, mark.stance, f"human:{event.by}")
    assert isinstance(event.action, JudgeCoding)
    return coding.status is (CodingStatus.ACCEPTED if event.action.accepted else CodingStatus.REJECTED)
