"""Rows of a CSV or JSONL file as documents: the text in one column, what is known of it in others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from testimonia.corpus.capture.limits import Inner, aside
from testimonia.domain.setaside import Reason, SetAside
from testimonia.ports.extract import TableReader, Unreadable
from testimonia.text import decoded, mended

TEXT_COLUMNS = ("text", "body", "content", "article", "full_text")
KNOWN_COLUMNS = ("title", "date", "published", "publisher", "author", "url", "address", "language")
_LONGEST_FIELD = 2**27
_LONGEST_NOTE = 2000
Row = dict[str, str] | str
"""The cells by lower-case column name, or why there are none."""


def rows(one: Inner, parquet: TableReader | None = None) -> Iterator[Inner | SetAside]:
    """One document for each row with a text."""
    for number, row in _read(one, parquet):
        source = f"{one.name}#row={number}"
        if isinstance(row, str):
            yield aside(source, Reason.UNREADABLE, row)
            continue
        column = next((name for name in TEXT_COLUMNS if row.get(name, "").strip()), None)
        if column is None:
            yield aside(source, Reason.NO_TEXT, f"no filled text column; looked for: {', '.join(TEXT_COLUMNS)}")
            continue
        notes = {name: row[name][:_LONGEST_NOTE] for name in KNOWN_COLUMNS if row.get(name)}
        yield Inner(name=source, data=row[column].encode("utf-8"), headers={**notes, "x-row": "1"})


def _read(one: Inner, parquet: TableReader | None) -> Iterator[tuple[int, Row]]:
    name = one.name.lower()
    if name.endswith(".parquet"):
        return _parquet(one.data, parquet)
    words = decoded(one.data)
    return _csv(words) if name.endswith(".csv") else _json(words)


def _parquet(data: bytes, read: TableReader | None) -> Iterator[tuple[int, Row]]:
    number = 0
    try:
        for number, row in enumerate(read(data) if read else (), 1):
            yield number, _cells(dict(row))
    except Unreadable as error:
        yield number + 1, str(error)


def _csv(words: str) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(words, newline=""), delimiter=_delimiter(words))
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"not a row of a table: {error}"
            continue
        yield number, _cells({str(key): value for key, value in row.items() if isinstance(value, str)})


def _delimiter(words: str) -> str:
    """Comma, semicolon or tab: the one by which the head of the table has a text column."""
    head = words[:10_000].split("\n", 1)[0].lower()
    for delimiter in (",", ";", "\t"):
        if any(cell.strip(' "\r') in TEXT_COLUMNS for cell in head.split(delimiter)):
            return delimiter
    return ","


def _json(words: str) -> Iterator[tuple[int, Row]]:
    # Not splitlines: a string in JSON may hold the other line ends of Unicode.
    for number, line in enumerate(words.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        yield number, _cells(row) if isinstance(row, dict) else "not a JSON object on one line"


def _cells(row: dict[str, object]) -> dict[str, str]:
    return {mended(key).strip().lower(): mended(str(value)) for key, value in row.items() if value is not None}
