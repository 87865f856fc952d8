"""What takes long to work out and follows from what ships with the program, kept in the user's cache: $XDG_CACHE_HOME or ~/.cache.

Nothing rests on it: what is damaged or was taken away is made anew, and where none can be kept, it is made each time. Nothing of a study goes there.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from testimonia.text import sha256

_HEAD = 64
"""Hex digits of the hash of the rest, with which a file begins."""


def home() -> Path:
    """This program's folder in the cache; it need not be there."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # The specification has a relative one ignored; it would scatter copies over the folders in which the program is started.
    return (given if given.is_absolute() else Path("~/.cache").expanduser()) / "testimonia"


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under this name, which says what they follow from; made, and kept, where they are not there as they were written."""
    place = home() / name
    with contextlib.suppress(OSError):
        found = place.read_bytes()
        if found[:_HEAD] == _hash(found[_HEAD:]):
            return found[_HEAD:]
    made = make()
    # A full disk, a home that cannot be written: then the next start makes them, too.
    with contextlib.suppress(OSError):
        _keep(place, _hash(made) + made)
    return made


def _keep(place: Path, data: bytes) -> None:
    """In one step: two programs that start at once do not meet."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _hash(data: bytes) -> bytes:
    return sha256(data).encode("ascii")
