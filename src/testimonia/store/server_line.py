"""The line to a study on a server, by SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from testimonia.store.statement import Answer, RefusedError, Statement, Values


class ServerLine:
    """A connection to PostgreSQL; implements `statement.Line`."""

    dialect = "postgresql"

    def __init__(self, address: URL, **arguments: Any) -> None:
        with _told():
            self._engine = sqlalchemy.create_engine(
                address, poolclass=sqlalchemy.NullPool, isolation_level="AUTOCOMMIT", connect_args=arguments
            )
            self.held = self._engine.connect()

    @property
    def invalidated(self) -> bool:
        """See `Line`."""
        return self.held.invalidated

    def execute(self, statement: Statement, values: Values | Sequence[Values] = ()) -> Answer:
        """See `Line`."""
        with _told():
            return _answer(self.held.execute(_clause(statement), values or {}))

    def exec_driver_sql(self, words: str) -> Answer:
        """See `Line`."""
        with _told():
            return _answer(self.held.exec_driver_sql(words))

    def tables(self) -> set[str]:
        """See `Line`."""
        with _told():
            return set(sqlalchemy.inspect(self.held).get_table_names())

    def close(self) -> None:
        """See `Line`."""
        with _told():
            self.held.close()
            self._engine.dispose()


@lru_cache(maxsize=100)
def _clause(statement: Statement) -> sqlalchemy.TextClause:
    lists: list[sqlalchemy.BindParameter[Any]] = [
        sqlalchemy.bindparam(name, expanding=True) for name in statement.lists
    ]
    return sqlalchemy.text(statement.words).bindparams(*lists)


def _answer(result: Any) -> Answer:
    return Answer([tuple(row) for row in result] if result.returns_rows else (), result.rowcount)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise RefusedError(str(error.orig), type(error.orig).__name__) from error
    except PendingRollbackError as error:
        # It broke off earlier, and with it the transaction and a server's lock: nothing goes on as if they held.
        raise RefusedError(str(error), type(error).__name__, is_lost=True) from error
