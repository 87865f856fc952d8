"""The one page: the headline, its range, the key numbers, the reasons, how to read them."""

from __future__ import annotations

import msgspec

from testimonia.domain.document import Drawing, Run
from testimonia.study.language import say
from testimonia.study.publish.pages import CodeView, Family
from testimonia.study.release.edition import Edition
from testimonia.study.release.inline import drawing, runs
from testimonia.study.release.paper import said

Rows = list[dict[str, object]]


def brief(edition: Edition) -> tuple[dict[str, object], list[Drawing]]:
    """The data of the template, and the charts that it shows."""
    report, word = edition.report, edition.say
    charts = [drawing(c, narrow=True) for c in (report.growth,) if c]
    leaving = next((f for f in report.families if f.family == "leaving"), None)
    joining = next((f for f in report.families if f.family == "joining"), None)
    quotes = [said(edition, q) for f in (leaving,) if f for c in f.codes[:1] for q in c.quotes[:1]]
    data = {
        "headline": _plain(runs(report.headline)),
        "range": _plain(runs(report.range)),
        "keys": [(_plain(runs(k.value)), k.caption) for k in report.keys[:6]],
        "leaving": _reasons(leaving, edition),
        "joining": _reasons(joining, edition),
        "quote": [msgspec.to_builtins(q) for q in quotes],
        "chart": charts[0].name if charts else "",
        "chart_title": charts[0].title if charts else "",
        "chart_alt": charts[0].alt if charts else "",
        "chart_note": charts[0].note if charts else "",
        "refs": [],
        "words": {
            "reasons": word("brief_reasons"), "joined": word("brief_joined"), "read": word("brief_read"),
            "method": word("brief_method"), "more": word("brief_more"), "up_to": word("brief_up_to"),
        },
    }  # fmt: skip
    return data, charts


def _reasons(family: Family | None, edition: Edition) -> Rows:
    """Each reason with its share, its count, and how far it could reach."""
    if family is None:
        return []
    return [
        {
            "name": c.name, "share": c.share.text, "count": _short(c), "interval": c.interval,
            "bounds": c.bounds, "warning": edition.say("brief_warning") if c.warning else "", "value": _value(edition, c.share.ref), "high": _value(edition, c.share.ref, high=True),
        }
        for c in family.codes
    ]  # fmt: skip


def _short(code: CodeView) -> str:
    count, whole = [n.text for n in code.count if n.ref]
    return say("{count} of the {whole}", count=count, whole=whole)


def _value(edition: Edition, ref: str, *, high: bool = False) -> float:
    """The share itself, for the bar; by the number of the figure in the ledger."""
    index = int(ref[1:]) - 1 if ref[1:].isdigit() else -1
    if not 0 <= index < len(edition.findings.figures):
        return 0.0
    figure = edition.findings.figures[index]
    return (figure.high if figure.high is not None else 1.0) if high else figure.value


def _plain(line: tuple[Run, ...]) -> list[dict[str, object]]:
    return [{"text": r.text, "ref": r.ref, "strong": r.strong} for r in line]
