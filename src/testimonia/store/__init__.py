"""One study's store: SQLite by default, PostgreSQL by URL, the same code over both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from testimonia.store.sql import SqlStore

__all__ = ["create_store", "open_store"]


def open_store(url: str) -> SqlStore:
    """The store at `url` ("sqlite:///PATH" or "postgresql://..."), brought to this program's schema version.

    Raises StoreError where there is none, where it is damaged, or where a newer program made it.
    """
    from testimonia.store.sql import SqlStore

    return SqlStore.open(url, create=False)


def create_store(url: str) -> SqlStore:
    """A new, empty store at `url`; StoreError where one (or anything else) is already there."""
    from testimonia.store.sql import SqlStore

    return SqlStore.open(url, create=True)
