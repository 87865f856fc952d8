"""One study behind a counter: decisions are taken one after the other and at once; what they change is worked out behind.

A decision is an append to the log and reads only what it is about, so its cost does not grow with the study. The board, which does read the
whole study, is put together by another thread on another connection; until it is there, pages say as of which decision they stand.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from testimonia.api import Study
from testimonia.domain.decision import Decision
from testimonia.web.board import Board

T = TypeVar("T")
_QUICK = 0.25
"""Seconds: where the board takes no longer, whoever decides waits for it and sees the findings follow."""
_REST = 2.0
"""So many times as long as the board took, its thread leaves the machine to the answers."""
_MOST_REST = 10.0
_LOOK_AROUND = 2.0
"""Seconds after which the log is looked at for what others (the command line, another server) decided."""


class Office:
    """Threads come with questions and decisions; close it in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer, self._reader = Study.open(folder), Study.open(folder)
        self._writing, self._looking = threading.Lock(), threading.Lock()
        self._moved, self._wanted, self._closing = threading.Condition(), threading.Event(), False
        self._error: Exception | None = None
        self._answered: dict[str, int] = {}
        self._head = 0
        self._board = Board.of(self._reader)
        self._head = self._board.seen
        self._worker = threading.Thread(target=self._work, name="board", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Ends the thread and lets the store go."""
        self._closing = True
        self._wanted.set()
        self._worker.join(timeout=60)
        for lock, study in ((self._writing, self._writer), (self._looking, self._reader)):
            with lock:
                study.close()

    @property
    def head(self) -> int:
        """How many events the log has, as far as is known here."""
        return self._head

    def board(self) -> Board:
        """The latest view, without the questions that were answered since."""
        board = self._board
        answered = frozenset(id for id, number in tuple(self._answered.items()) if number > board.seen)
        return dataclasses.replace(board, answered=answered) if answered else board

    @contextmanager
    def looking(self) -> Iterator[Study]:
        """The study for a look at something single."""
        with self._looking:
            yield self._reader

    def decide(self, decision: Callable[[Study], Decision], question: str = "", *, follow: bool = True) -> Decision:
        """Records a decision. `question`: that it answers, if it was asked. `follow`: who decides looks at a page next."""
        with self._writing:
            event = decision(self._writer)
            self._head = max(self._head, event.number)
        if question:
            self._answered[question] = event.number
        self._wanted.set()
        if follow and self._board.cost < _QUICK:
            self.wait_for(event.number, 2 * _QUICK)
        return event

    def wait_for(self, number: int, seconds: float) -> bool:
        """Waits until the board shows this event; whether it does."""
        with self._moved:
            return self._moved.wait_for(lambda: self._board.seen >= number or self._closing, seconds)

    def read(self, verb: Callable[[Study], T]) -> T:
        """What a reading verb says."""
        with self._looking:
            return verb(self._reader)

    def _work(self) -> None:
        study = Study.open(self.folder)
        try:
            while not self._closing:
                self._wanted.wait(_LOOK_AROUND)
                self._wanted.clear()
                if not self._closing:
                    self._refresh(study)
                    time.sleep(min(_REST * self._board.cost, _MOST_REST))
        finally:
            study.close()

    def _refresh(self, study: Study) -> None:
        try:
            board = Board.of(study)
        except Exception as error:  # noqa: BLE001 - the thread must outlive a busy or missing store; the page says so
            self._error = error
            time.sleep(0.2)
            return
        self._error = None
        with self._moved:
            self._board, self._head = board, max(self._head, board.seen)
            self._answered = {id: number for id, number in tuple(self._answered.items()) if number > board.seen}
            self._moved.notify_all()

    @property
    def trouble(self) -> str:
        """Why the board cannot be brought up to date; "" where it can."""
        return str(self._error) if self._error else ""
