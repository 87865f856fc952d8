"""The store itself: its parts over one session."""

from __future__ import annotations

import contextlib

from testimonia import __version__
from testimonia.errors import StoreError
from testimonia.store import schema
from testimonia.store.connect import connect
from testimonia.store.documents import Documents
from testimonia.store.entries import Entries
from testimonia.store.log import Log
from testimonia.store.results import Results
from testimonia.store.shingles import Shingles
from testimonia.store.statement import text

_ANYTHING = text("SELECT 1 FROM captures UNION ALL SELECT 1 FROM decisions UNION ALL SELECT 1 FROM results LIMIT 1")


class SqlStore(Documents, Results, Entries, Shingles, Log):
    """One study's store, on SQLite or PostgreSQL. For one thread at a time; implements `ports.store.Store`."""

    @classmethod
    def open(cls, url: str, *, create: bool) -> SqlStore:
        """Opens the store and brings its schema up to date; StoreError in words where that cannot be."""
        connection, lock, where = connect(url, create=create)
        store = cls(connection, lock, where)
        try:
            store._prepare(create)
        except BaseException:
            with contextlib.suppress(StoreError):
                store.close()
            raise
        return store

    def _prepare(self, create: bool) -> None:
        held = self._version()
        if create and held and (self._one(_ANYTHING) is not None):
            raise StoreError(
                "there is already a store with a study in it",
                where=self._where,
                hint="put back the study.toml that belongs to it, or give another folder or --store",
            )
        if not create and not held:
            raise StoreError("there is no study's store", where=self._where, hint="begin with `testimonia init`")
        if held < max(schema.migrations(self._connection.dialect)):
            with self.exclusive(), self.transaction(), self._faults():
                # Asked again under the lock: another process may have been quicker.
                schema.migrate(self._connection, self._version(), __version__)

    def _version(self) -> int:
        with self._faults():
            return schema.version(self._connection, self._where)
