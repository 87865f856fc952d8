"""Statements in the words that both databases understand, and the two lines to them that `session` speaks through.

A study in a file goes by Python's own sqlite3: reading SQLAlchemy in takes as long as the rest of an added article, and each of some hundred statements goes
through it. A server is reached through SQLAlchemy, which knows its drivers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Values = Mapping[str, Any]
Fields = tuple[Any, ...]


class Statement(NamedTuple):
    """SQL with :names for values. `lists`: the names that stand for a list, as in "IN :ids"."""

    words: str
    lists: tuple[str, ...] = ()


def text(words: str, *lists: str) -> Statement:
    """A statement; the names in `lists` stand for lists of values."""
    return Statement(words, lists)


class RefusedError(Exception):
    """The database refused, in the driver's own words. `is_lost`: the connection had broken off before."""

    def __init__(self, words: str, kind: str, *, is_lost: bool = False) -> None:
        super().__init__(words)
        self.words, self.kind, self.is_lost = words, kind, is_lost


class Answer(NamedTuple):
    """What a statement gave: its rows, or in how many rows it wrote."""

    rows: Sequence[Fields]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        """The rows."""
        return iter(self.rows)

    def scalar(self) -> Any:
        """The first field of the first row; None where there is none."""
        return self.rows[0][0] if self.rows else None


class Line(Protocol):
    """An open connection in autocommit mode; what goes wrong is a `RefusedError`."""

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""

    @property
    def invalidated(self) -> bool:
        """Whether the connection broke off."""

    def execute(self, statement: Statement, values: Values | Sequence[Values] = ...) -> Answer:
        """Does the statement, once or for each of the values."""

    def exec_driver_sql(self, words: str) -> Answer:
        """Does what stands there, with no values in it."""

    def tables(self) -> set[str]:
        """The tables of the database."""

    def close(self) -> None:
        """Ends it."""
