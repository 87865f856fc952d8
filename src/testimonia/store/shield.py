"""Ctrl-C waits until the store's own work is through: half-way in, nobody could tell whether it happened.

Where it strikes decides, not a flag: a flag has to be set first, and Ctrl-C may be quicker. While code of the store
runs (also that which enters and leaves its blocks) it is held back, and told when all is in order again. In the
caller's code inside a block it is told at once, and the block is undone on the way out.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

Handler = Callable[[int, FrameType | None], Any]
_STORE = __name__.rpartition(".")[0]


class Shield:
    """Re-entrant. A second Ctrl-C breaks in, should the store hang (a server that does not answer).

    Only the main thread is ever interrupted, and only where somebody listens: elsewhere there is nothing to hold back.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._held = False
        self._before: Handler | None = None

    def __enter__(self) -> None:
        if not self._depth:
            before = signal.getsignal(signal.SIGINT)
            if threading.current_thread() is threading.main_thread() and callable(before):
                self._before, self._held = before, False
                signal.signal(signal.SIGINT, self._strike)
        self._depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        before = self._before
        if before and not self._depth:
            self._before = None
            signal.signal(signal.SIGINT, before)
        if before and self._held:
            self._held = False
            before(signal.SIGINT, None)

    def _strike(self, number: int, frame: FrameType | None) -> None:
        if not self._held and _in_the_store(frame):
            self._held = True
            return
        self._held = False
        (self._before or signal.default_int_handler)(number, frame)


def _in_the_store(frame: FrameType | None) -> bool:
    while frame is not None:
        if str(frame.f_globals.get("__name__")).startswith(_STORE):
            return True
        frame = frame.f_back
    return False
