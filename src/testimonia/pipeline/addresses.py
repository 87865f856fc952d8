"""The addresses that a file names: a list, a CSV of Media Cloud or GDELT, RIS, BibTeX, CSL-JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from testimonia.errors import InputError


def addresses_in(path: str) -> Sequence[str]:
    """Every http:// and https:// address in the file, once, in its order; InputError where there is none."""
    from testimonia.adapters import references

    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError("the list of addresses cannot be read", where=path, got=error.strerror or error) from error
    found = references.addresses(Path(path).name, data)
    if not found:
        raise InputError(
            "no address in it",
            where=path,
            expected="http:// or https:// in lines, a column, or the URL fields of references",
        )
    return found
