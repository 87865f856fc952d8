"""Files of other programs to what they hold: REFI-QDA projects and codebooks, spreadsheets. Nothing in them is trusted."""

from __future__ import annotations

from pathlib import Path

from testimonia.domain.exchange import Foreign
from testimonia.errors import InputError

KINDS = (".qdpx", ".qdc", ".csv", ".tsv", ".xlsx")
MOST_BYTES = 500 * 2**20


def read(path: Path) -> Foreign:
    """What the file holds, and what of it cannot be taken over; InputError where the file as a whole cannot be read."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise InputError(
            "this kind of file is not imported", where=str(path), got=kind or "no ending", expected=", ".join(KINDS)
        )
    data = _bytes(path)
    if kind in (".qdpx", ".qdc"):
        from testimonia.adapters.exchange.refi import codebook, project

        return project(data, path) if kind == ".qdpx" else codebook(data, path)
    from testimonia.adapters.exchange.sheet import sheet

    return sheet(data, path)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError("no such file", where=str(path))
        if path.stat().st_size > MOST_BYTES:
            raise InputError("the file is too large", where=str(path), expected=f"at most {MOST_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InputError("the file cannot be read", where=str(path), got=error.strerror) from error
