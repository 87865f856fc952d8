"""The log as this process has read it: each event is read once, taken into what holds once, and found by what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from testimonia.domain.codebook_change import DefineCode
from testimonia.domain.coding import Coding
from testimonia.domain.decision import Action, AddCoding, Decision, Undo
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.round import Adjudicate, Answer
from testimonia.domain.span import Span
from testimonia.ports.store import Store
from testimonia.review.codebook import Change
from testimonia.review.decide import Folding, coding_of

_NAMES = ("appearance", "left", "right", "coding", "code", "round", "name", "question", "on", "article")
"""The fields of events that name what they are about."""


class Logbook:
    """Follows the log of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._begin(())

    def _begin(self, events: Iterable[Decision]) -> None:
        self._events: list[Decision] = []
        self._filed: dict[str, list[int]] = defaultdict(list)
        self._whole: tuple[Decision, ...] | None = None
        self._state: DecisionState | None = None
        self._book = (0, "")
        self._folding = Folding()
        self._take(events)

    def events(self) -> tuple[Decision, ...]:
        """The whole log, in order."""
        self._follow()
        if self._whole is None:
            self._whole = tuple(self._events)
        return self._whole

    def state(self) -> DecisionState:
        """The decisions in force."""
        events = self.events()
        if self._state is None:
            self._state = self._folding.state(events)
        return self._state

    def length(self) -> int:
        """How many events there are."""
        return self._store.head()[0]

    def event(self, number: int) -> Decision | None:
        """The event with this number."""
        self._follow()
        return self._events[number - 1] if 1 <= number <= len(self._events) else None

    def about(self, ids: Iterable[str], *, after: int) -> list[Decision]:
        """The events beyond number `after` that are about one of these (an undo about what its event was), the latest first."""
        self._follow()
        numbers: set[int] = set()
        for id in ids:
            held = self._filed.get(id, [])
            for number in reversed(held):
                if number <= after:
                    break
                numbers.add(number)
        return [self._events[number - 1] for number in sorted(numbers, reverse=True)]

    def book_mark(self) -> tuple[int, str]:
        """Changes with every event that changes the codebook, also by undoing what did."""
        self._follow()
        return self._book

    def root(self, action: Action) -> Action:
        """What an undo is about in the end."""
        while isinstance(action, Undo) and 1 <= action.event <= len(self._events):
            action = self._events[action.event - 1].action
        return action

    def _follow(self) -> None:
        """Reads on to the end; from the beginning where what was read is not what stands there (an append was taken back)."""
        if _end(self._events) == self._store.head():
            return
        more = list(self._store.decisions(after=len(self._events)))
        if more and (not self._events or more[0].previous == self._events[-1].hash):
            self._take(more)
        else:
            self._begin(self._store.decisions())

    def _take(self, events: Iterable[Decision]) -> None:
        is_undone = False
        for event in events:
            self._events.append(event)
            is_undone = is_undone or isinstance(event.action, Undo)
            if not is_undone:
                self._folding.take(event)
            root = self.root(event.action)
            if isinstance(root, Change):
                self._book = (event.number, event.hash)
            for id in subjects(root):
                self._filed[id].append(event.number)
        if is_undone:
            self._folding = Folding.of(self._events)
        self._whole = self._state = None


def subjects(action: Action) -> Iterator[str]:
    """The ids of what an action is about: appearances, codings, codes, questions, rounds."""
    if isinstance(action, AddCoding):
        yield coding_of(action)
    if isinstance(action, DefineCode):
        yield action.code.id
    if isinstance(action, Answer | Adjudicate):
        for mark in action.marks:
            yield Coding.id_of(action.appearance, mark.code, Span(start=mark.start, end=mark.end, quote=mark.quote))
    for name in _NAMES:
        value = getattr(action, name, None)
        if isinstance(value, str):
            yield value


def _end(events: list[Decision]) -> tuple[int, str]:
    return (events[-1].number, events[-1].hash) if events else (0, "")
