"""Which articles share runs of words, among those looked at together: an index in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from itertools import chain
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Sharing(Generic[K]):
    """Who has which runs."""

    def __init__(self) -> None:
        self._having: dict[int, list[K]] = {}

    def add(self, one: K, runs: Iterable[int]) -> None:
        """One more, with its runs, each said once."""
        for run in runs:
            self._having.setdefault(run, []).append(one)

    def number(self, run: int) -> int:
        """How many have the run."""
        return len(self._having.get(run, ()))

    def hits(self, runs: Iterable[int]) -> Counter[K]:
        """How many of these runs each has; those that have none of them are left out."""
        return Counter(chain.from_iterable(self._having.get(run, ()) for run in runs))
