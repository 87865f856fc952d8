"""Where a store is: a URL, with its password kept out of sight."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from testimonia.errors import StoreError

PASSWORD_VARIABLE = "TESTIMONIA_STORE_PASSWORD"  # noqa: S105 - the name of a variable, not a password


def parse(url: str) -> URL:
    """The address as SQLAlchemy understands it, with the password from the environment where one is set there."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _unfit("(not a URL)") from error
    backend = address.get_backend_name()
    if backend == "sqlite":
        if not address.database or address.database == ":memory:":
            raise _unfit(shown(address))
        return address
    if backend not in ("postgresql", "postgres"):
        raise _unfit(shown(address))
    password = os.environ.get(PASSWORD_VARIABLE)
    address = address.set(drivername="postgresql+psycopg")
    return address.set(password=password) if password else address


def shown(address: URL) -> str:
    """The address for messages: without its password."""
    return address.render_as_string(hide_password=True)


def file_of(address: URL) -> Path | None:
    """The SQLite file, or None for a server."""
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def _unfit(got: str) -> StoreError:
    return StoreError(
        "this is no address of a store",
        got=got,
        expected="sqlite:///PATH or postgresql://USER@HOST/DATABASE",
        hint=f"correct `store` in study.toml; a password goes into the environment as {PASSWORD_VARIABLE}",
    )
