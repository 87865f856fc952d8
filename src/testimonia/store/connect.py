"""From an address to a connection and its lock, or to words that say why not."""

from __future__ import annotations

import os
from pathlib import Path

from testimonia.errors import StoreError
from testimonia.store import address as addresses
from testimonia.store.faults import explain
from testimonia.store.file_line import FileLine
from testimonia.store.lock import AdvisoryLock, FileLock, WriterLock
from testimonia.store.session import WRITING
from testimonia.store.statement import Line, RefusedError

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # Whole after kill -9 and after power loss; a lost tail of machine work is redone. Decisions are synced, see `log`.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    WRITING,
)


def connect(url: str, *, create: bool) -> tuple[Line, WriterLock, str]:
    """Connection, lock and name (without password) of the store; StoreError where it cannot be opened."""
    file = addresses.file_of(url)
    return _to_file(file, create) if file else _to_server(url)


def _to_file(file: Path, create: bool) -> tuple[Line, WriterLock, str]:
    where = str(file)
    if not create and not file.exists():
        raise StoreError(
            "there is no store", where=where, hint="begin with `testimonia init`, or put back a copy of it"
        )
    try:
        line = FileLine(file)
    except RefusedError as fault:
        raise explain(fault, where) from fault
    for pragma in _PRAGMAS:
        try:
            line.exec_driver_sql(pragma)
        except RefusedError as fault:
            line.close()
            raise explain(fault, where) from fault
    return line, FileLock(file.with_name(file.name + ".lock")), where


def _to_server(url: str) -> tuple[Line, WriterLock, str]:
    try:
        from sqlalchemy.exc import NoSuchModuleError

        from testimonia.store.server_line import ServerLine
    except ImportError as error:
        raise _no_driver(
            "a database server"
        ) from error  # the address, which may hold a password, cannot be taken apart
    address = addresses.server_of(url)
    where = addresses.shown(address)
    try:
        line = ServerLine(address, application_name=f"testimonia process {os.getpid()}", connect_timeout=10)
    except RefusedError as fault:
        raise explain(fault, where) from fault
    except (NoSuchModuleError, ImportError) as error:
        raise _no_driver(where) from error
    return line, AdvisoryLock(line, where), where


def _no_driver(where: str) -> StoreError:
    return StoreError("the driver for this database is not installed", where=where, hint="pip install 'testimonia[pg]'")
