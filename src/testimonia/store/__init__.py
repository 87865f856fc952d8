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
    """A new store at `url` (an empty one that is there will do); StoreError where there is one with something in it."""
    from testimonia.store.sql import SqlStore

    return SqlStore.open(url, create=True)
