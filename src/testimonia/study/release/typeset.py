"""The printed documents: data and drawings for the typesetter, whose templates lay them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from testimonia.domain.document import Block, Drawing, Run
from testimonia.study.language import spoken
from testimonia.study.publish import asset, svg
from testimonia.study.release.brief import brief
from testimonia.study.release.edition import Edition
from testimonia.study.release.inline import drawing, runs


def report_files(edition: Edition, blocks: Sequence[Block]) -> dict[str, bytes]:
    """What the report's template needs: itself, data.json, the charts. `blocks`: all that is printed."""
    report, word = edition.report, edition.say
    keys = [(_plain(runs(k.value)), k.caption) for k in report.keys]
    data = {
        **_head(edition),
        "headline": _plain(runs(report.headline)),
        "range": _plain(runs(report.range)),
        "range_chart": report.range_chart is not None,
        "range_alt": drawing(report.range_chart).alt if report.range_chart else "",
        "keys": keys,
        "words": {"own": word("own_words"), "told": word("told"), "contents": word("contents")},
        "refs": [p.ref for p in report.panels if p.in_ledger],
        "blocks": list(_paired([_block(b) for b in blocks])),
    }
    charts = [b for b in blocks if isinstance(b, Drawing)]
    charts += [drawing(report.range_chart)] if report.range_chart else []
    return {
        "report.typ": asset("report.typ", edition.styles).encode(),
        "data.json": msgspec.json.encode(data),
        **{f"charts/{c.name}.svg": c.svg.encode() for c in charts},
    }


def brief_files(edition: Edition) -> dict[str, bytes]:
    """The same for the one page."""
    data, charts = brief(edition)
    return {
        "brief.typ": asset("brief.typ", edition.styles).encode(),
        "data.json": msgspec.json.encode({**_head(edition), **data}),
        **{f"charts/{c.name}.svg": c.svg.encode() for c in charts},
    }


def _head(edition: Edition) -> dict[str, object]:
    report, word = edition.report, edition.say
    return {
        "title": report.title,
        "subject": word("window", window=report.window),
        "language": spoken().code,
        "direction": spoken().direction,
        "window": word("window", window=report.window),
        "edition": report.edition,
        "release": word("release", number=edition.number),
        "signed": edition.signed(),
        "program": word("made_with", program=report.program),
    }


def _plain(line: tuple[Run, ...]) -> list[dict[str, object]]:
    return [{"text": r.text, "ref": r.ref, "strong": r.strong} for r in line]


def _block(block: Block) -> dict[str, object]:
    """A block for the template; drawings leave their SVG to its file."""
    held: dict[str, object] = msgspec.to_builtins(block)
    if isinstance(block, Drawing):
        held["part"] = min(1.0, _width(block.svg) / svg.WIDE)
    return {k: v for k, v in held.items() if k != "svg"}


def _width(drawing: str) -> float:
    found = re.search(r'viewBox="0 0 ([\d.]+) ', drawing)
    return float(found[1]) if found else float(svg.WIDE)


def _paired(blocks: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Two narrow drawings in a row stand beside each other."""
    waiting: dict[str, object] | None = None
    for block in blocks:
        narrow = block["type"] == "drawing" and float(str(block["part"])) <= 0.5
        if waiting and narrow:
            yield {"type": "pair", "drawings": [waiting, block]}
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = block if narrow else None
        if not narrow:
            yield block
    if waiting:
        yield waiting
