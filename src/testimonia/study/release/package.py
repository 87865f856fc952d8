"""The data package: every table as CSV and Parquet, described for Frictionless; the codebook; the ledger; chart data."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from testimonia.domain.figure import Figure
from testimonia.ports.press import Draft, Press
from testimonia.study.publish.views import Chart
from testimonia.study.release.edition import Edition, Issue
from testimonia.study.release.table import WITHHELD, Column, Table, csv_rows

_ROWS = 10_000
"""Rows of a table that are written at once."""


def package(edition: Edition, press: Press, made: Iterable[Table], draft: Draft) -> Iterator[str | Table]:
    """Makes all files of the package; the path of each when it is made, and each table without its rows, of which those of a large study take much room."""
    resources: list[dict[str, object]] = []
    for table in made:
        csv_, parquet = f"data/{table.name}.csv", f"data/{table.name}.parquet"
        draft.put(csv_, _csv([c.name for c in table.columns], csv_rows(table)))
        draft.put(parquet, [press.parquet([(c.name, c.type) for c in table.columns], _plain(table))])
        resources += _resources(table, draft)
        yield from (csv_, parquet, msgspec.structs.replace(table, rows=()))
    texts: dict[str, Iterable[bytes]] = {f"charts/{c.anchor}.csv": _chart(c, edition) for c in charts(edition)}
    texts["codebook.json"] = [_json(msgspec.to_builtins(edition.public.shown.codebook))]
    texts["ledger.json"] = ledger(edition)
    texts["datapackage.json"] = [_json(_described(edition, resources))]
    for path, pieces in texts.items():
        draft.put(path, pieces)
        yield path


def charts(edition: Issue) -> Iterator[Chart]:
    """Every chart of the report, once."""
    report = edition.report
    families, sure = (f.chart for f in report.families), report.certainty
    found = (
        report.range_chart, report.growth, sure.growth, sure.left, sure.forest, sure.unseen, report.countries, *report.who,
        *families, report.flow,
    )  # fmt: skip
    yield from {c.anchor: c for c in found if c}.values()


def ledger(edition: Edition) -> Iterator[bytes]:
    """Every figure with its members and as much of its evidence as is shown; `refs`: its number in the documents.

    JSON as `_json` writes it, in pieces: that of a large study takes several times its size in memory while it is made.
    """
    found = msgspec.structs.asdict(msgspec.structs.replace(edition.findings, figures=()))
    shown = {k.id for k in edition.public.shown.codings} | edition.public.shown.appearances.keys()
    shown |= {a.id for a in edition.public.shown.articles}
    panels = {p.ref: p for p in edition.report.panels if p.in_ledger}
    said = {p.ref: {"value": p.value, "range": p.range, "interval": p.interval} for p in panels.values()}
    before, behind = _json({
        "format": "testimonia-ledger", "version": 1, "study": edition.report.title, "release": edition.number,
        "edition": edition.report.edition, "program": edition.report.program, **found, "said": said,
    }).split(b'\n "figures": []', 1)  # fmt: skip
    yield before + b'\n "figures": ['
    glue = b""
    for number, figure in enumerate(edition.findings.figures, start=1):
        yield glue + b"\n  " + _entry(figure, f"F{number}", shown)
        glue = b","
    yield (b"\n ]" if glue else b"]") + behind


def _entry(figure: Figure, ref: str, shown: set[str]) -> bytes:
    """A figure; each of its members, and what each rests on, in a line: a line for every id makes the ledger of a large study a quarter larger."""
    held: dict[str, object] = msgspec.structs.asdict(figure)
    held |= {"ref": ref, "members": (), "evidence": ()}
    entry = msgspec.json.format(msgspec.json.encode(held), indent=1).replace(b"\n", b"\n  ")
    rests = (
        evidence if shown.issuperset(evidence) else [e for e in evidence if e in shown] for evidence in figure.evidence
    )
    for name, items in ((b"members", figure.members), (b"evidence", rests)):
        if lines := b",\n    ".join(map(msgspec.json.encode, items)):
            entry = entry.replace(b'"%b": []' % name, b'"%b": [\n    %b\n   ]' % (name, lines), 1)
    return entry


def _resources(table: Table, draft: Draft) -> Iterator[dict[str, object]]:
    """The table's files as Frictionless describes them."""
    for form, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")):
        path = f"data/{table.name}.{form}"
        with draft.open(path) as file:
            digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        resource: dict[str, object] = {
            "name": table.name if form == "csv" else f"{table.name}-parquet", "path": path, "title": table.about,
            "format": form, "mediatype": media, "bytes": size, "hash": f"sha256:{digest}",
        }  # fmt: skip
        if form == "csv":
            resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": _schema(table)}
        yield resource


def _described(edition: Edition, resources: list[dict[str, object]]) -> dict[str, object]:
    """datapackage.json: Frictionless Data Package 1.0 with tabular resources."""
    return {
        "profile": "data-package",
        "name": "testimonia-release",
        "title": edition.report.title,
        "version": str(edition.number),
        "description": f"{edition.say('release', number=edition.number)}. {edition.report.edition}. {edition.signed()}.",
        "resources": resources,
    }


def _plain(table: Table) -> Iterator[list[object]]:
    """The rows without the missing code: null in Parquet, where the column `withheld` tells the two kinds apart."""
    return ([None if cell == WITHHELD else cell for cell in row] for row in table.rows)


def _schema(table: Table) -> dict[str, object]:
    """A field that may be withheld says so by the missing code WITHHELD; an empty cell is what no source states."""
    schema: dict[str, object] = {
        "fields": [_field(c) for c in table.columns],
        "missingValues": ["", WITHHELD] if any(WITHHELD in row for row in table.rows) else [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": other, "fields": field}}
            for name, (other, field) in table.refers.items()
        ]
    return schema


def _field(column: Column) -> dict[str, object]:
    rules: dict[str, object] = {"required": True} if column.required else {}
    if column.among:
        rules["enum"] = [v for v in column.among if v != WITHHELD]
    field: dict[str, object] = {"name": column.name, "type": column.type, "description": column.about}
    return field | ({"constraints": rules} if rules else {})


def _chart(chart: Chart, edition: Edition) -> Iterator[bytes]:
    """The chart's table, one cell a row: as it is shown, and the figure's own value, range and interval where it is one."""
    figures = {f"F{n}": f for n, f in enumerate(edition.findings.figures, start=1)}
    rows: list[list[str]] = []
    for row in chart.table.rows:
        for head, num in zip(chart.table.head[1:], row[1:], strict=False):
            figure = figures.get(num.ref)
            numbers = (figure.value, figure.low, figure.high) if figure else (None, None, None)
            rows.append(
                [
                    row[0].text,
                    head,
                    num.text,
                    *("" if n is None else repr(n) for n in numbers),
                    figure.id if figure else "",
                ]
            )
    return _csv(["row", "column", "shown", "value", "low", "high", "figure"], rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The file in pieces."""
    words = io.StringIO(newline="")
    writer = csv.writer(words)
    writer.writerow(head)
    rest = iter(rows)
    while part := list(islice(rest, _ROWS)):
        writer.writerows(part)
        yield words.getvalue().encode("utf-8", "replace")
        words.seek(0)
        words.truncate()
    yield words.getvalue().encode("utf-8", "replace")


def _json(data: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"
