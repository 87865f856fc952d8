"""Spreadsheets to rows of text: CSV by the standard library, XLSX by openpyxl; the formulas in it are never worked out."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator

from testimonia.adapters.exchange.archive import MOST_RATIO
from testimonia.errors import InputError
from testimonia.text import decoded

MOST_ROWS, MOST_CELL, MOST_UNPACKED = 1_000_000, 1_000_000, 500 * 2**20
Row = tuple[int, list[str]]
"""Number in the sheet, from 1, and the cells."""


def csv_rows(data: bytes, where: str) -> Iterator[Row]:
    """The rows of a CSV file, whichever of the usual signs divides the cells."""
    words = decoded(data).removeprefix("\ufeff").replace("\0", "")
    csv.field_size_limit(MOST_CELL)
    head = words[:20_000].split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, 1):
            yield number, _within(number, row, where)
    except csv.Error as error:
        raise InputError("this is no table", where=f"{where}, line {reader.line_num}", got=error) from error


def xlsx_sheets(data: bytes, where: str) -> Iterator[tuple[str, Iterable[Row]]]:
    """The name and rows of each sheet of a workbook; InputError where it cannot be read or grows beyond reason."""
    _sound(data, where)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.title, list(_xlsx_rows(sheet.iter_rows(values_only=True), where))
    except InputError:
        raise
    except Exception as error:  # whatever a library says of a file that somebody made by hand
        raise InputError(
            "this workbook cannot be read", where=where, got=f"{type(error).__name__}: {error}"[:200]
        ) from error


def _sound(data: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(m.file_size for m in archive.infolist())
            doctype = any(
                b"<!DOCTYPE" in archive.open(m).read(4096) for m in archive.infolist() if m.filename.endswith(".xml")
            )
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, NotImplementedError) as error:
        raise InputError("this is no sound workbook", where=where, got=error) from error
    if size > min(MOST_UNPACKED, MOST_RATIO * max(len(data), 4096)):
        raise InputError("the workbook grows beyond reason", where=where, got=f"{size:,} bytes from {len(data):,}")
    if doctype:
        raise InputError("a document type is declared in it, which no workbook needs", where=where)


def _xlsx_rows(rows: Iterable[tuple[object, ...]], where: str) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        yield number, _within(number, [_text(c) for c in cells], where)


def _within(number: int, row: list[str], where: str) -> list[str]:
    if number > MOST_ROWS or len(row) > 10_000:
        raise InputError("the table is too large", where=where, expected=f"at most {MOST_ROWS:,} rows")
    return [cell.strip() for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)[:MOST_CELL]
