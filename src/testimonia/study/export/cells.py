"""CSV that no spreadsheet mistakes for anything but text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None | Iterable[str]

# What a spreadsheet reads as the beginning of a formula, also full-width and after white space.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 CSV as in RFC 4180, every cell in quotes; several values in one cell are separated by "; "."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", errors="replace")


def cell(value: Cell) -> str:
    """The cell's text; None is empty, whole floats lose their ".0"."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    text = value if isinstance(value, str) else "; ".join(value)
    return defused(text.replace("\0", ""))


def defused(text: str) -> str:
    """Text that begins like a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return "'" + text if text.lstrip(" \u00a0\ufeff").startswith(_DANGEROUS) else text
