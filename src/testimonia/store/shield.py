"""Ctrl-C waits its turn: an interrupt in the middle of a statement would leave nobody knowing whether it happened."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds back a first Ctrl-C until the (short) block is through; a second one breaks in, should the block hang.

    Only the main thread is ever interrupted, and only where somebody listens: elsewhere there is nothing to hold back.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    held: list[int] = []
    try:
        signal.signal(signal.SIGINT, _holding(held, before))
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if held:
            signal.raise_signal(signal.SIGINT)


def _holding(held: list[int], before: Handler) -> Handler:
    def handler(number: int, frame: FrameType | None) -> None:
        if held:
            held.clear()
            before(number, frame)
        else:
            held.append(number)

    return handler
