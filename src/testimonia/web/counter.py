"""Where decisions are taken: by one thread, in the order in which they come, those that came meanwhile reaching the disk together.

A decision is an append to the log and reads only what it is about, so its cost does not grow with the study.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from testimonia.api import Study
from testimonia.domain.decision import Decision

Way = Callable[[Study], Decision]
_MOST = 40
"""Decisions that share one commit."""


class Counter:
    """Threads come with decisions and wait until theirs is on the disk. Close it in the end."""

    def __init__(self, folder: Path) -> None:
        self._study = Study.open(folder, quick=True)
        self.head = max((entry.number for entry in self._study.history(last=1)), default=0)
        self._given: queue.SimpleQueue[tuple[Way, Future[Decision]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="counter", daemon=True)
        self._thread.start()

    def decide(self, way: Way) -> Decision:
        """The event, recorded; what the verb raises where it is refused."""
        told: Future[Decision] = Future()
        self._given.put((way, told))
        return told.result()

    def close(self) -> None:
        """Takes what has come, and no more."""
        self._given.put(None)
        self._thread.join(timeout=60)
        self._study.close()

    def _work(self) -> None:
        is_open = True
        while is_open:
            given = [self._given.get()]
            with contextlib.suppress(queue.Empty):
                while given[-1] is not None and len(given) < _MOST:
                    given.append(self._given.get_nowait())
            is_open = given[-1] is not None
            batch = [one for one in given if one is not None]
            if batch:
                self._take(batch)

    def _take(self, batch: list[tuple[Way, Future[Decision]]]) -> None:
        try:
            found = self._study.together([way for way, _ in batch])
        except Exception as error:  # noqa: BLE001 - the store failed, nothing was recorded: everybody is told
            for _, told in batch:
                told.set_exception(error)
            return
        for (_, told), event in zip(batch, found, strict=True):
            if isinstance(event, Decision):
                self.head = max(self.head, event.number)
                told.set_result(event)
            else:
                told.set_exception(event)
