"""No long stops while people answer: a desk holds the whole study, and to look through all of it for garbage stops every thread, for a second and more on a large one.

What was put together is set aside from that search (`gc.freeze`), and its third generation, the only one that grows with the study, waits until nobody has
asked for anything for a while. Nearly all memory is given back without it, as soon as nothing refers to it.
Source: the documentation of Python's module `gc`.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable

QUIET, AGAIN = 30.0, 600.0
"""Seconds without a question after which all is looked through; seconds between two times."""
_NEVER = 1_000_000
"""Collections of the second generation before one of the third."""


class Calm:
    """Of one process. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._asked = self._searched = clock()
        self._has_begun = False

    def begin(self) -> None:
        """Once, when the study is open: what is there now stays. Before it, nothing is set aside: not in a program that opens a desk among other things."""
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        gc.collect()
        gc.freeze()
        self._has_begun = True

    def asked(self) -> None:
        """Somebody wants something."""
        self._asked = self._clock()

    def settled(self) -> None:
        """Something large was put together, which stays for a while."""
        if self._has_begun:
            gc.freeze()

    def rest(self) -> bool:
        """Looks through everything, where nobody would notice; whether it did."""
        now = self._clock()
        with self._lock:
            if not self._has_begun or now - self._asked < QUIET or now - self._searched < AGAIN:
                return False
            self._searched = now
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return True


CALM = Calm()
"""The one of this process: Python has one collector of garbage, too."""
