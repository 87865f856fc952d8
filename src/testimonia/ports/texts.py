"""Articles with their texts, as who goes over many of them asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

from testimonia.domain.article import Article


@runtime_checkable
class Ahead(Protocol):
    """Texts that can be read together before they are asked for one by one."""

    def ahead(self, ids: Iterable[str]) -> None:
        """Reads these in one go; those that were read ahead before may be let go."""


def read_ahead(texts: Callable[[str], Article], ids: Iterable[str]) -> None:
    """Says which articles are asked for next, to those texts that can make use of it."""
    if isinstance(texts, Ahead):
        texts.ahead(ids)
