"""A table of the data package: its columns with types, descriptions and allowed values, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from testimonia.study.export.cells import defused

Cell = str | int | float | bool | None
WITHHELD = "WITHHELD"
"""The missing code for what is known and not shown; an empty cell is what no source states."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. `type`: string, integer, number or boolean. `among`: the values that it may have, if they are few."""

    name: str
    about: str
    type: str = "string"
    among: tuple[str, ...] = ()
    required: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table. `key`: its primary key. `refers`: column -> (table, column). `rows` can be gone through again and again."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    key: tuple[str, ...] = ()
    refers: dict[str, tuple[str, str]] = {}


def column(name: str, about: str, type: str = "string", among: Iterable[str] = (), *, required: bool = False) -> Column:
    """A column, said shortly."""
    return Column(name=name, about=about, type=type, among=tuple(among), required=required)


def csv_rows(table: Table) -> Iterator[Sequence[str]]:
    """The rows as they stand in a CSV file: nothing that a spreadsheet takes for a formula."""
    for row in table.rows:
        yield [_written(c) for c in row]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return defused(cell.replace("\0", ""))
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else repr(cell)
