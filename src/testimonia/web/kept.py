"""What takes long is worked out once, without any lock on the study, and kept until what it was worked out of is another."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Of = TypeVar("Of")
Made = TypeVar("Made")
_MOST = 32
"""Results that are kept; the one that nobody asked for longest goes first."""


class Kept(Generic[Of, Made]):
    """Results by name. Whoever asks while the same is being worked out waits for that one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[Of, Future[Made]]] = OrderedDict()

    def get(self, name: str, of: Of, make: Callable[[Of], Made]) -> Made:
        """What `make` makes of `of`, worked out now or before. An error is raised to all who wait, and not kept."""
        with self._lock:
            held = self._held.get(name)
            is_new = held is None or held[0] != of
            future: Future[Made] = Future() if held is None or is_new else held[1]
            self._held[name] = (of, future)
            self._held.move_to_end(name)
            if len(self._held) > _MOST:
                self._held.popitem(last=False)
        if is_new:
            self._work(name, of, future, make)
        return future.result()

    def _work(self, name: str, of: Of, future: Future[Made], make: Callable[[Of], Made]) -> None:
        try:
            future.set_result(make(of))
        except BaseException as error:
            with self._lock:
                if (held := self._held.get(name)) is not None and held[1] is future:
                    del self._held[name]
            future.set_exception(error)
            raise
