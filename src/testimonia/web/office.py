"""One study behind a counter: decisions are taken at once; what they change is worked out behind, in the reading room.

The board, which reads the whole study, is put together by a thread of the reading room; until it is there, pages say as of which decision
they stand. A team's reading room is a process of its own (`room`): what it works out takes no time from the answers.
"""

from __future__ import annotations

import dataclasses
import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from testimonia.api import Study
from testimonia.domain.decision import Decision
from testimonia.errors import DecisionError
from testimonia.web.board import Board
from testimonia.web.calm import CALM
from testimonia.web.counter import Counter, Way

T = TypeVar("T")
Note = tuple[str, int]
"""A question, "" for none, and the number of the decision that answered it."""
QUICK = 0.25
"""Seconds: where the board takes no longer, whoever decides waits for it and sees the findings follow."""
_REST = 1.0
"""So many times as long as the board took, its thread leaves the machine to others."""
_MOST_REST = 60.0
_LOOK_AROUND = 2.0
"""Seconds after which the log is looked at for what others (the command line, another server) decided."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Masthead:
    """What stands on every page: title of the study, questions that wait, events that the board shows, its cost in seconds, what is wrong with it."""

    title: str
    waiting: int
    seen: int
    cost: float
    trouble: str


class Room(Protocol):
    """Where pages are read."""

    def masthead(self) -> Masthead:
        """As far as is known here."""

    def note(self, notes: Iterable[Note]) -> None:
        """These decisions were taken."""

    def stands(self, question: str) -> bool:
        """Whether the board knows a question with this id."""

    def wait_for(self, number: int, seconds: float) -> bool:
        """Waits until the board shows this event; whether it does."""

    def close(self) -> None:
        """In the end."""


class ReadingRoom:
    """The board, and a study to look at single things."""

    def __init__(self, folder: Path) -> None:
        self._study, self._working = Study.open(folder), Study.open(folder)
        self._looking = threading.Lock()
        self._moved, self._wanted, self._closing = threading.Condition(), threading.Event(), False
        self._error: Exception | None = None
        self._answered: dict[str, int] = {}
        self._shown: Board | None = None
        self._board = _made(self._working)
        self.head = self._board.seen
        self._worker = threading.Thread(target=self._work, name="board", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Ends the thread and lets the store go."""
        self._closing = True
        self._wanted.set()
        self._worker.join(timeout=60)
        with self._looking:
            self._study.close()

    def masthead(self) -> Masthead:
        """See `Room`."""
        board = self.board()
        return Masthead(
            title=board.snapshot.settings.title,
            waiting=board.line().waiting(board.answered),
            seen=board.seen,
            cost=board.cost,
            trouble=str(self._error) if self._error else "",
        )

    def board(self) -> Board:
        """The latest view, without the questions that were answered since."""
        board, answered = self._board, self._answered
        if not answered:
            return board
        shown = self._shown
        if shown is None or shown.index is not board.index or len(shown.answered) != len(answered):
            gone = frozenset(id for id, number in tuple(answered.items()) if number > board.seen)
            self._shown = shown = dataclasses.replace(board, answered=gone)
        return shown

    @contextmanager
    def looking(self) -> Iterator[Study]:
        """The study for a look at something single."""
        CALM.asked()
        with self._looking:
            yield self._study

    def note(self, notes: Iterable[Note]) -> None:
        """See `Room`."""
        for question, number in notes:
            self.head = max(self.head, number)
            if question and number > self._board.seen:
                self._answered[question] = number
        self._shown = None
        self._wanted.set()

    def stands(self, question: str) -> bool:
        """See `Room`."""
        return self._board.agenda.has(question)

    def wait_for(self, number: int, seconds: float) -> bool:
        """See `Room`."""
        with self._moved:
            return self._moved.wait_for(lambda: self._board.seen >= number or self._closing, seconds)

    def _work(self) -> None:
        while not self._closing:
            self._wanted.wait(_LOOK_AROUND)
            self._wanted.clear()
            CALM.rest()
            if not self._closing and self._refreshed():
                self._rest(min(_REST * self._board.cost, _MOST_REST))
        self._working.close()

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._closing and time.monotonic() < until:
            time.sleep(min(0.2, seconds))

    def _refreshed(self) -> bool:
        """Whether there was something new."""
        try:
            if not self._board.is_past(self._working):
                return False
            board = _made(self._working)
        except Exception as error:  # noqa: BLE001 - the thread must outlive a busy or missing store; the page says so
            self._error = error
            time.sleep(0.2)
            return False
        self._error = None
        with self._moved:
            self._board, self._shown, self.head = board, None, max(self.head, board.seen)
            self._answered = {id: number for id, number in tuple(self._answered.items()) if number > board.seen}
            self._moved.notify_all()
        return True


def _made(study: Study) -> Board:
    """A board, without stops to look for garbage in what is all in use."""
    gc.disable()
    try:
        return Board.of(study)
    finally:
        CALM.settled()
        gc.enable()


class Office:
    """Threads come with questions and decisions; close it in the end. `room`: where pages are read, here where none is given."""

    def __init__(self, folder: Path, room: Room | None = None) -> None:
        self.folder = folder
        self.room = room or ReadingRoom(folder)
        self._counter = Counter(folder)

    def close(self) -> None:
        """Lets go of everything."""
        self._counter.close()
        self.room.close()

    @property
    def head(self) -> int:
        """How many events the log has, as far as is known here."""
        here = self.room.head if isinstance(self.room, ReadingRoom) else 0
        return max(self._counter.head, here)

    def masthead(self) -> Masthead:
        """What stands on every page."""
        return self.room.masthead()

    def board(self) -> Board:
        """The latest view; only in the reading room."""
        return self._reading().board()

    @contextmanager
    def looking(self) -> Iterator[Study]:
        """The study for a look at something single; only in the reading room."""
        with self._reading().looking() as study:
            yield study

    def read(self, verb: Callable[[Study], T]) -> T:
        """What a reading verb says; only in the reading room."""
        with self.looking() as study:
            return verb(study)

    def decide(self, way: Way, question: str = "", *, about: str = "", follow: bool = True) -> Decision:
        """Records a decision. `question`: that it answers, if it was asked. `about`: the question that a memo is on. `follow`: who decides looks at a page next."""
        if about and not self.room.stands(about):
            raise DecisionError("there is no such question", got=about[:60], hint="it was answered, or never was asked")
        event = self._counter.decide(_recalling(way, about) if about else way)
        self.room.note([(question, event.number)])
        if follow and self.room.masthead().cost < QUICK:
            self.room.wait_for(event.number, 2 * QUICK)
        return event

    def wait_for(self, number: int, seconds: float) -> bool:
        """Waits until the board shows this event; whether it does."""
        return self.room.wait_for(number, seconds)

    def _reading(self) -> ReadingRoom:
        if not isinstance(self.room, ReadingRoom):
            raise RuntimeError("this page is made in the reading room")  # a route that `gate` should have sent there
        return self.room


def _recalling(way: Way, about: str) -> Way:
    def recalled(study: Study) -> Decision:
        study.recall([about])
        return way(study)

    return recalled
