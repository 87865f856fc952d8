"""From an address to a connection and its lock, or to words that say why not."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from testimonia.errors import StoreError
from testimonia.store import address as addresses
from testimonia.store.faults import explain
from testimonia.store.lock import AdvisoryLock, FileLock, WriterLock
from testimonia.store.session import WRITING

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # Whole after kill -9 and after power loss; a lost tail of machine work is redone. Decisions are synced, see `log`.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    WRITING,
)


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
