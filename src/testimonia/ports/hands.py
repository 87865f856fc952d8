"""Work that is done elsewhere while this process goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hands(Protocol):
    """Whoever takes on a piece of work."""

    def begin(self, work: Callable[P, R], *args: P.args, **options: P.kwargs) -> Callable[[], R]:
        """Begins it. To be called for what came of it, or to have raised what went wrong.

        `work` is a function of a module; it and what it is given go from one process to another.
        """
