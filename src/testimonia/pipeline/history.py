"""Who decided what, when and why: the log, told, filtered, and written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import get_args

import msgspec

from testimonia.domain.codebook_change import DefineCode
from testimonia.domain.decision import Action, Decision, Undo, told
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.history import Entry
from testimonia.domain.round import Answer, Round
from testimonia.errors import UsageError
from testimonia.pipeline.decisions import Verdicts
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.moment import cut
from testimonia.pipeline.persons import groups_of

KINDS = tuple(str(msgspec.inspect.type_info(one).tag) for one in get_args(Action))  # type: ignore[attr-defined]
"""Every kind of event, as the log names it."""


def history(
    desk: Desk, *, by: str | None = None, kind: str | None = None, since: str | None = None, until: str | None = None,
    person: str | None = None, to: str | None = None, after: int = 0, last: int | None = None,
) -> tuple[Entry, ...]:  # fmt: skip
    """The events, oldest first. `since`, `until`: a year, month, day or time, both included. `person`: also an appearance or a document.

    `to`: who reads it; what they may not see yet of rounds in which they code blind is not told. `after`: events beyond this number;
    `last`: so many of the latest at most. Only what is told is looked up.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError("there is no such kind of decision", got=kind, expected=", ".join(KINDS))
    first, until_ = cut(since, end=False) if since else "", cut(until) if until else "~"
    with desk.store.reading():
        teller = _Teller(desk, to)
        about = teller.meant(person) if person else None
        wanted = (
            event
            for event in reversed(desk.log.events()[after:])
            if by in (None, event.by) and first <= event.at <= until_
            if kind in (None, event.action.__struct_config__.tag)
            if about is None or about & set(teller.concerns(event))
        )
        return tuple(teller.entry(event) for event in islice(wanted, last))[::-1]


class _Teller:
    def __init__(self, desk: Desk, to: str | None) -> None:
        self._desk, self._to = desk, to
        self._log, self._state = desk.log.events(), desk.log.state()
        self._undone = {e.action.event: e.number for e in self._log if isinstance(e.action, Undo) and e.number in self._state.in_force}  # fmt: skip
        self._homes: dict[str, str | None] = {}

    def meant(self, person: str) -> set[str]:
        """The appearances of a person, or the one that is meant; for a document its id."""
        return (
            {person}
            if person.startswith("d-") and "@" not in person
            else set(Verdicts(self._desk).appearances_of(person))
        )

    def concerns(self, event: Decision) -> Iterator[str]:
        """Appearances and documents; an undo concerns what its event did."""
        action = event.action
        while isinstance(action, Undo) and 1 <= action.event <= len(self._log):
            action = self._log[action.event - 1].action
        for value in _ids(action):
            yield value
            yield value.partition("@")[0]

    def entry(self, event: Decision) -> Entry:
        """The event, told."""
        held = [value for value in dict.fromkeys(self.concerns(event)) if "@" in value]
        homes = [home for value in held if (home := self._home(value)) is not None]
        hidden = _is_hidden(event, self._state, self._to)
        said = {
            k: v if isinstance(v, str) else _text(v) for k, v in told(event.action).items() if v not in (None, "", [])
        }
        return Entry(
            number=event.number,
            at=event.at,
            by=event.by,
            kind=str(event.action.__struct_config__.tag),
            reason="" if hidden else event.reason,
            said={k: v for k, v in said.items() if k in ("round", "appearance")} if hidden else said,
            persons=tuple(dict.fromkeys(homes)),
            documents=tuple(dict.fromkeys(v.partition("@")[0] for v in self.concerns(event) if v.startswith("d-"))),
            holds=event.number in self._state.in_force,
            undone_by=self._undone.get(event.number),
            hidden=hidden,
            hash=event.hash,
        )

    def _home(self, appearance: str) -> str | None:
        if appearance not in self._homes:
            persons = (p for group in groups_of(self._desk, [appearance]) for p in group.found.persons)
            self._homes[appearance] = next((p.id for p in persons if appearance in p.appearances), None)
        return self._homes[appearance]


def _ids(action: Action) -> Sequence[str]:
    if isinstance(action, Round | DefineCode):
        return ()  # about everybody, or nobody in particular
    names = ("appearance", "left", "right", "on", "article")
    return [v for name in names if (v := getattr(action, name, None)) and isinstance(v, str) and v.startswith("d-")]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {held}" for key, held in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _is_hidden(event: Decision, state: DecisionState, to: str | None) -> bool:
    """Whether it is an answer of somebody else in a unit that the reader codes blind."""
    action = event.action
    drawn = state.rounds.get(action.round) if isinstance(action, Answer) else None
    if (
        to is None
        or event.by == to
        or drawn is None
        or not isinstance(drawn.action, Round)
        or not isinstance(action, Answer)
    ):
        return False
    unit = drawn.action.unit(action.appearance)
    is_open = (action.round, action.appearance) not in state.adjudicated
    return drawn.action.blind_to_coders and is_open and unit is not None and to in unit.coders
