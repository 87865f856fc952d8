"""Who gives which reason, on paper: declared patterns, and the share of each reason in each group."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.document import Block, Grid, Heading, Run, Runs, Text
from testimonia.study.publish.pages import GroupRow, GroupTable
from testimonia.study.release.edition import Edition
from testimonia.study.release.inline import cell, drawing, runs


def by_group(edition: Edition) -> Iterator[Block]:
    """The whole section; nothing where no group is large enough."""
    found, word = edition.report.groups, edition.say
    if found is None:
        return
    yield Heading(text=word("groups"))
    yield Text(runs=runs(found.lede), style="lede")
    if found.patterns:
        yield drawing(found.patterns)
        table = found.patterns.table
        yield Grid(caption=table.caption, head=table.head, rows=tuple(tuple(cell(n) for n in row) for row in table.rows),
                   widths=(2.6, 0.8, 0.5, 0.8, 0.5, 1.3, 1.3, 0.9), numeric=tuple(range(1, len(table.head))))  # fmt: skip
    for one in found.tables:
        yield Heading(text=one.caption, level=3)
        yield _grid(edition, one)
    if found.tables:
        yield Text(runs=(Run(word("groups_note")),), style="note")


def _grid(edition: Edition, table: GroupTable) -> Grid:
    """Its rows in parts, each under the attribute's name."""
    group, give = edition.say.list("groups_head")
    empty = ((),) * (len(table.head) + 1)
    rows = [row for title, held in table.parts for row in (((Run(title, strong=True),), *empty), *map(_row, held))]
    return Grid(
        caption=table.caption, head=(group, give, *table.head), rows=tuple(rows), widths=(1.9, 0.6, *(1.0 for _ in table.head)),
        numeric=tuple(range(1, len(table.head) + 2)),
    )  # fmt: skip


def _row(row: GroupRow) -> tuple[Runs, ...]:
    cells = ((Run(n.text, n.ref, strong=True), Run("*")) if firm else cell(n) for n, firm in row.cells)
    return (cell(row.name), cell(row.whole), *cells)
