"""One connection with its transactions, its lock and its faults."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, NullPool, TextClause, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from testimonia.errors import StoreError
from testimonia.store import address as addresses
from testimonia.store.faults import explain
from testimonia.store.lock import AdvisoryLock, FileLock, WriterLock

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # Whole after kill -9 and after power loss; a lost tail of machine work is redone. Decisions are synced, see `log`.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -262144",  # up to 256 MB: the index of shingles is written all over
)
_CHUNK = 500  # well under SQLite's limit of variables in one statement
_PAGE = 200  # rows fetched at once: a reading loop may write between two pages
Values = Mapping[str, Any]
Fields = tuple[Any, ...]
T = TypeVar("T")


class Session:
    """A connection in autocommit mode on which transactions are said aloud: the same words on both databases."""

    def __init__(self, connection: Connection, lock: WriterLock, where: str) -> None:
        self._connection, self._lock, self._where = connection, lock, where
        self._depth = self._holding = 0
        self._reading = self._precious = False

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keeps other writers out for the length of the block (nested calls join); BusyError where one is at work."""
        if not self._holding:
            with self._faults():
                self._lock.take()
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
            if not self._holding:
                with self._faults():
                    self._lock.give()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Groups writes: wholly or not at all; nested calls join the outer one."""
        if self._reading:
            raise StoreError("a write inside a block that only reads", hint="report this as a bug")
        if self._depth:
            yield
            return
        with self.exclusive():
            self._say("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
            yield from self._inside()
            self._make_sure()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One unmoving state of the store for the length of the block, whatever another process writes meanwhile."""
        if self._depth:
            yield
            return
        self._say("BEGIN" if self._is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._reading = True
        try:
            yield from self._inside()
        finally:
            self._reading = False

    def close(self) -> None:
        """Releases the store and its lock."""
        engine = self._connection.engine
        self._connection.close()
        engine.dispose()

    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def _inside(self) -> Iterator[None]:
        self._depth = 1
        try:
            yield
            self._say("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0

    def _make_sure(self) -> None:
        """A decision is a person's work: it is on the disk, not only handed to the system, before we go on."""
        if self._precious and self._is_sqlite:
            self._say("PRAGMA wal_checkpoint(PASSIVE)")
        self._precious = False

    def _roll_back(self) -> None:
        try:
            self._connection.exec_driver_sql("ROLLBACK")
        except SQLAlchemyError:
            # The database rolled back by itself (disk full, connection lost, stopped in mid-statement): the first error is the one to tell.
            return

    def _say(self, statement: str) -> None:
        with self._faults():
            self._connection.exec_driver_sql(statement)

    def _rows(self, statement: TextClause, values: Values | None = None) -> list[Fields]:
        with self._faults():
            return [tuple(row) for row in self._connection.execute(statement, values or {})]

    def _one(self, statement: TextClause, values: Values | None = None) -> Fields | None:
        rows = self._rows(statement, values)
        return rows[0] if rows else None

    def _write(self, statement: TextClause, values: Values | list[dict[str, Any]]) -> int:
        with self._faults():
            return self._connection.execute(statement, values).rowcount

    def _pages(self, statement: TextClause, values: Values, after: int = -1) -> Iterator[Fields]:
        """All rows of a statement whose first column is a growing number and which takes :after and :page."""
        while rows := self._rows(statement, {**values, "after": after, "page": _PAGE}):
            yield from rows
            after = rows[-1][0]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explain(error, self._where) from error


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in parts that fit into one statement."""
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))


def connect(url: str, *, create: bool) -> tuple[Connection, WriterLock, str]:
    """Connection, lock and name (without password) of the store; StoreError where it cannot be opened."""
    address = addresses.parse(url)
    where = addresses.shown(address)
    if file := addresses.file_of(address):
        where = str(file)
        if not create and not file.exists():
            raise StoreError(
                "there is no store", where=where, hint="begin with `testimonia init`, or put back a copy of it"
            )
    try:
        connection = _engine(address).connect()
    except DBAPIError as error:
        raise explain(error, where) from error
    except (NoSuchModuleError, ImportError) as error:
        raise StoreError(
            "the driver for this database is not installed",
            where=where,
            hint="pip install 'testimonia[pg]'",
        ) from error
    if file:
        for pragma in _PRAGMAS:
            try:
                connection.exec_driver_sql(pragma)
            except DBAPIError as error:
                connection.close()
                raise explain(error, where) from error
    lock = FileLock(file.with_name(file.name + ".lock")) if file else AdvisoryLock(connection, where)
    return connection, lock, where


def _engine(address: URL) -> Any:
    arguments: dict[str, Any] = {"timeout": 5.0, "check_same_thread": False}
    if address.get_backend_name() != "sqlite":
        arguments = {"application_name": f"testimonia process {os.getpid()}", "connect_timeout": 10}
    return create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=arguments)
