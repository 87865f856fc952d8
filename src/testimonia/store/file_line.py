"""The line to a study in a file, by Python's own sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from testimonia.store.statement import Answer, RefusedError, Statement, Values

_SECONDS = 5.0
"""How long it waits for another process that writes."""


class FileLine:
    """A connection to a file of SQLite; implements `statement.Line`."""

    dialect = "sqlite"
    invalidated = False

    def __init__(self, file: Path) -> None:
        with _told():
            self.held = sqlite3.connect(file, timeout=_SECONDS, isolation_level=None, check_same_thread=False)

    def execute(self, statement: Statement, values: Values | Sequence[Values] = ()) -> Answer:
        """See `Line`."""
        with _told():
            if not statement.lists and isinstance(values, list):
                return Answer((), self.held.executemany(statement.words, values).rowcount)
            words, given = _spread(statement, values) if statement.lists else (statement.words, values)
            cursor = self.held.execute(words, given)
            return Answer(cursor.fetchall(), cursor.rowcount)

    def exec_driver_sql(self, words: str) -> Answer:
        """See `Line`."""
        with _told():
            cursor = self.held.execute(words)
            return Answer(cursor.fetchall(), cursor.rowcount)

    def tables(self) -> set[str]:
        """See `Line`."""
        found = self.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        )
        return {row[0] for row in found}

    def close(self) -> None:
        """See `Line`."""
        with _told():
            self.held.close()


def _spread(statement: Statement, values: Any) -> tuple[str, dict[str, Any]]:
    """A place holder for each value of a list; numbers stand there themselves, as SQLite takes no more than some thousands of place holders."""
    words, given = statement.words, dict(values)
    for name in statement.lists:
        some = given.pop(name)
        if all(type(one) is int for one in some):
            inside = ",".join(map(str, some))
        else:
            given |= {f"{name}_{number}": one for number, one in enumerate(some)}
            inside = ",".join(f":{name}_{number}" for number in range(len(some)))
        words = words.replace(f":{name}", f"({inside})")
    return words, given


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise RefusedError(str(error), type(error).__name__) from error
