"""One connection with its transactions, its lock and its faults."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

from testimonia.errors import StoreError
from testimonia.store.faults import explain
from testimonia.store.lock import WriterLock
from testimonia.store.shield import Shield
from testimonia.store.statement import Fields, Line, RefusedError, Statement, Values

_CHUNK = 500  # well under SQLite's limit of variables in one statement
_PAGE = 200  # rows fetched at once: a reading loop may write between two pages
WRITING = "PRAGMA cache_size = -262144"  # up to 256 MB: the index of shingles is written all over
READING = "PRAGMA cache_size = -32768"  # who goes over a whole study reads each page once, and needs the room for what is in it
T = TypeVar("T")


class Block:
    """What `with` enters and leaves wholly: a generator would leave gaps for Ctrl-C in which nobody is in charge."""

    def __init__(self, shield: Shield, enter: Callable[[], None], leave: Callable[[bool], None]) -> None:
        self._shield, self._enter, self._leave = shield, enter, leave

    def __enter__(self) -> None:
        self._shield.__enter__()
        try:
            self._enter()
        except BaseException:
            self._shield.__exit__(*sys.exc_info())
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._leave(kind is None)
        finally:
            self._shield.__exit__(kind, error, trace)


class Session:
    """A connection in autocommit mode on which transactions are said aloud: the same words on both databases."""

    def __init__(self, connection: Line, lock: WriterLock, where: str) -> None:
        self._connection, self._lock, self._where = connection, lock, where
        self._shield = Shield()
        self._depth = self._holding = 0
        self._reading = self._precious = self._is_short = self._is_first = self._is_synced = self._is_frozen = False

    def exclusive(self) -> Block:
        """Keeps other writers out for the length of the block (nested calls join); BusyError where one is at work."""
        return Block(self._shield, self._hold, lambda _: self._release())

    def transaction(self) -> Block:
        """Groups writes: wholly or not at all; nested calls join the outer one. Ctrl-C in the block undoes it."""
        return Block(self._shield, self._begin, self._end)

    def deciding(self) -> Block:
        """A transaction for decisions, which need not wait for a run that writes results; it joins an outer one.

        Decisions go one after another (for a moment each waits for the one before), so what the block reads of the log stays so. When
        the block is left, they are on the disk.
        """
        return Block(self._shield, self._begin_deciding, self._end)

    def attempt(self) -> Block:
        """A part of a transaction that may fail by itself: what it wrote is taken back, and the transaction goes on."""
        return Block(self._shield, lambda: self._say("SAVEPOINT attempt"), self._end_attempt)

    def reading(self) -> Block:
        """One unmoving state of the store for the length of the block, whatever another process writes meanwhile."""
        return Block(self._shield, self._begin_reading, self._end)

    def freeze(self) -> None:
        """From here on nothing is written by this object."""
        self._is_frozen = True

    def close(self) -> None:
        """Releases the store and its lock."""
        self._connection.close()

    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect == "sqlite"

    def _hold(self) -> None:
        if not self._holding:
            with self._faults():
                self._lock.take()
        self._holding += 1

    def _release(self) -> None:
        self._holding -= 1
        if not self._holding:
            with self._faults():
                self._lock.give()

    def _begin(self) -> None:
        if self._is_frozen:
            raise StoreError(
                "this is the study as it stood once: nothing is written in the past", hint="open the study as it is now"
            )
        if self._reading:
            raise StoreError("a write inside a block that only reads", hint="report this as a bug")
        if not self._depth:
            self._hold()
            try:
                self._say("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
            except BaseException:
                self._release()
                raise
        elif self._is_short:  # results too are to be written in what began as a decision: that waits for a run
            self._hold()
            self._is_short = False
        self._depth += 1

    def _begin_deciding(self) -> None:
        if self._is_short:
            self._depth += 1
            return
        if self._depth or self._holding or self._is_frozen:
            self._begin()
            return
        # A commit is on the disk when it is through: a checkpoint would not reach past what another process still reads.
        self._is_synced = self._is_sqlite
        self._say_if_sqlite("PRAGMA synchronous = FULL")
        self._say("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
        self._is_short, self._depth = True, 1
        try:
            self._queue_up()
        except BaseException:
            self._end(False)
            raise

    def _queue_up(self) -> None:
        """One writer of the log at a time; SQLite has only one writer anyway."""
        if not self._is_sqlite and not self._is_first:
            self._is_first = True
            self._say("SELECT pg_advisory_xact_lock(hashtext('testimonia log:' || current_schema()))")

    def _begin_reading(self) -> None:
        if not self._depth:
            self._say_if_sqlite(READING)
            self._say("BEGIN" if self._is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._reading = True
        self._depth += 1

    def _end(self, well: bool) -> None:
        self._depth -= 1
        if self._depth:
            return
        is_locked, was_reading = not (self._reading or self._is_short), self._reading
        self._reading = self._is_short = self._is_first = False
        try:
            self._commit() if well else self._roll_back()
        finally:
            if is_locked:
                self._release()
            if was_reading:
                self._say_if_sqlite(WRITING)

    def _end_attempt(self, well: bool) -> None:
        if not well:
            self._say("ROLLBACK TO SAVEPOINT attempt")
        self._say("RELEASE SAVEPOINT attempt")

    def _commit(self) -> None:
        try:
            self._say("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        self._make_sure()

    def _make_sure(self) -> None:
        """A decision is a person's work: it is on the disk, not only handed to the system, before we go on."""
        if self._is_synced:
            self._say("PRAGMA synchronous = NORMAL")
        elif self._precious:
            self._say_if_sqlite("PRAGMA wal_checkpoint(PASSIVE)")
        self._precious = self._is_synced = False

    def _say_if_sqlite(self, statement: str) -> None:
        if self._is_sqlite:
            self._say(statement)

    def _roll_back(self) -> None:
        try:
            self._connection.exec_driver_sql("ROLLBACK")
        except RefusedError:
            # The database rolled back by itself (disk full, connection lost, stopped in mid-statement): the first error is the one to tell.
            return

    def _say(self, statement: str) -> None:
        with self._faults():
            self._connection.exec_driver_sql(statement)

    def _rows(self, statement: Statement, values: Values | None = None) -> list[Fields]:
        with self._shield, self._faults():
            return list(self._connection.execute(statement, values or {}).rows)

    def _one(self, statement: Statement, values: Values | None = None) -> Fields | None:
        rows = self._rows(statement, values)
        return rows[0] if rows else None

    def _write(self, statement: Statement, values: Values | list[dict[str, Any]]) -> int:
        with self._shield, self._faults():
            return self._connection.execute(statement, values).rowcount

    def _pages(self, statement: Statement, values: Values, after: int = -1) -> Iterator[Fields]:
        """All rows of a statement whose first column is a growing number and which takes :after and :page."""
        while rows := self._rows(statement, {**values, "after": after, "page": _PAGE}):
            yield from rows
            after = rows[-1][0]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except RefusedError as error:
            raise explain(error, self._where) from error


def chunks(items: Sequence[T], most: int = _CHUNK) -> Iterator[Sequence[T]]:
    """The items in parts of so many at most, which fit into one statement."""
    return (items[at : at + most] for at in range(0, len(items), most))
