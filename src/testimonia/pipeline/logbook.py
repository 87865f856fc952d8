"""The log as this process has read it: each event is read once, and what holds is worked out once for each length of the log."""

from __future__ import annotations

from testimonia.domain.decision import Decision
from testimonia.domain.decision_state import DecisionState
from testimonia.ports.store import Store
from testimonia.review.decide import fold


class Logbook:
    """Follows the log of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._events: list[Decision] = []
        self._folded: tuple[tuple[int, str], DecisionState] | None = None

    def events(self) -> tuple[Decision, ...]:
        """The whole log, in order."""
        self._follow()
        return tuple(self._events)

    def state(self) -> DecisionState:
        """The decisions in force."""
        place = self._follow()
        if self._folded is None or self._folded[0] != place:
            self._folded = place, fold(self._events)
        return self._folded[1]

    def length(self) -> int:
        """How many events there are."""
        return self._store.head()[0]

    def _follow(self) -> tuple[int, str]:
        """Reads on to the end; from the beginning where what was read is not what stands there (an append was taken back)."""
        place = self._store.head()
        if _end(self._events) == place:
            return place
        more = list(self._store.decisions(after=len(self._events)))
        follows = more and (not self._events or more[0].previous == self._events[-1].hash)
        self._events = [*self._events, *more] if follows else list(self._store.decisions())
        return _end(self._events)


def _end(events: list[Decision]) -> tuple[int, str]:
    return (events[-1].number, events[-1].hash) if events else (0, "")
