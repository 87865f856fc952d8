"""Where a store is: a URL, with its password kept out of sight."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from testimonia.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

PASSWORD_VARIABLE = "TESTIMONIA_STORE_PASSWORD"  # noqa: S105 - the name of a variable, not a password
_FILE = re.compile(r"sqlite(?:\+pysqlite)?:(?://(?:/(.*))?)?", re.DOTALL)


def file_of(url: str) -> Path | None:
    """The SQLite file, or None for a server."""
    found = _FILE.fullmatch(url)
    if found and found[1] in (None, "", ":memory:"):
        raise _unfit(url)
    return Path(found[1]) if found else None


def server_of(url: str) -> URL:
    """The address of a server as SQLAlchemy understands it, with the password from the environment where one is set there."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _unfit("(not a URL)") from error
    if address.get_backend_name() not in ("postgresql", "postgres"):
        raise _unfit(shown(address))
    password = os.environ.get(PASSWORD_VARIABLE)
    address = address.set(drivername="postgresql+psycopg")
    return address.set(password=password) if password else address


def shown(address: URL) -> str:
    """The address for messages: without its password."""
    return address.render_as_string(hide_password=True)


def _unfit(got: str) -> StoreError:
    return StoreError(
        "this is no address of a store",
        got=got,
        expected="sqlite:///PATH or postgresql://USER@HOST/DATABASE",
        hint=f"correct `store` in study.toml; a password goes into the environment as {PASSWORD_VARIABLE}",
    )
