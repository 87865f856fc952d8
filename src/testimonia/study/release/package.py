"""The data package: every table as CSV and Parquet, described for Frictionless; the codebook; the ledger; chart data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from testimonia.domain.figure import Figure
from testimonia.ports.press import Press
from testimonia.study.publish.views import Chart
from testimonia.study.release.edition import Edition
from testimonia.study.release.table import WITHHELD, Column, Table, csv_rows
from testimonia.text import sha256


def package(edition: Edition, press: Press, made: Iterable[Table]) -> tuple[dict[str, bytes], tuple[Table, ...]]:
    """All files of the package by path; and the tables without their rows, of which those of a large study take much room."""
    files: dict[str, bytes] = {}
    resources: list[dict[str, object]] = []
    offered: list[Table] = []
    for table in made:
        files[f"data/{table.name}.csv"] = _csv([c.name for c in table.columns], csv_rows(table))
        files[f"data/{table.name}.parquet"] = press.parquet([(c.name, c.type) for c in table.columns], _plain(table))
        resources += _resources(table, files)
        offered.append(msgspec.structs.replace(table, rows=()))
    files |= {f"charts/{c.anchor}.csv": _chart(c, edition) for c in charts(edition)}
    files["codebook.json"] = _json(msgspec.to_builtins(edition.public.shown.codebook))
    files["ledger.json"] = _json(ledger(edition))
    files["datapackage.json"] = _json(_described(edition, resources))
    return files, tuple(offered)


def charts(edition: Edition) -> Iterator[Chart]:
    """Every chart of the report, once."""
    report = edition.report
    families, sure = (f.chart for f in report.families), report.certainty
    found = (
        report.range_chart, report.growth, sure.growth, sure.left, sure.forest, sure.unseen, report.countries, *report.who,
        *families, report.flow,
    )  # fmt: skip
    yield from {c.anchor: c for c in found if c}.values()


def ledger(edition: Edition) -> dict[str, object]:
    """Every figure with its members and as much of its evidence as is shown; `refs`: its number in the documents."""
    found: dict[str, object] = msgspec.structs.asdict(edition.findings)
    shown = {k.id for k in edition.public.shown.codings} | edition.public.shown.appearances.keys()
    shown |= {a.id for a in edition.public.shown.articles}
    panels = {p.ref: p for p in edition.report.panels if p.in_ledger}
    figures = [_entry(f, f"F{n}", shown) for n, f in enumerate(edition.findings.figures, start=1)]
    said = {p.ref: {"value": p.value, "range": p.range, "interval": p.interval} for p in panels.values()}
    return {
        "format": "testimonia-ledger", "version": 1, "study": edition.report.title, "release": edition.number,
        "edition": edition.report.edition, "program": edition.report.program, **found, "figures": figures, "said": said,
    }  # fmt: skip


def _entry(figure: Figure, ref: str, shown: set[str]) -> dict[str, object]:
    held: dict[str, object] = msgspec.structs.asdict(figure)
    held["ref"] = ref
    held["evidence"] = [
        evidence if shown.issuperset(evidence) else [e for e in evidence if e in shown] for evidence in figure.evidence
    ]
    return held


def _resources(table: Table, files: dict[str, bytes]) -> Iterator[dict[str, object]]:
    """The table's files as Frictionless describes them."""
    for form, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")):
        path = f"data/{table.name}.{form}"
        resource: dict[str, object] = {
            "name": table.name if form == "csv" else f"{table.name}-parquet", "path": path, "title": table.about,
            "format": form, "mediatype": media, "bytes": len(files[path]), "hash": f"sha256:{sha256(files[path])}",
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


def _plain(table: Table) -> list[list[object]]:
    """The rows without the missing code: null in Parquet, where the column `withheld` tells the two kinds apart."""
    return [[None if cell == WITHHELD else cell for cell in row] for row in table.rows]


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


def _chart(chart: Chart, edition: Edition) -> bytes:
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


def _csv(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    words = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(words)
    writer.writerow(head)
    writer.writerows(rows)
    words.flush()
    return out.getvalue()


def _json(data: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"
