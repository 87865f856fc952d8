"""history: who decided what, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from testimonia.cli.frame import opened, say

if TYPE_CHECKING:
    from testimonia.domain.history import Entry

COLUMNS = ("number", "at", "by", "kind", "said", "reason", "persons", "documents", "holds", "undone_by", "hash")


@click.command()
@click.argument("study", type=click.Path())
@click.option("--by", metavar="NAME", help="Only this person's.")
@click.option("--kind", help="Only these: include, merge, answer, define_code, ...")
@click.option("--since", metavar="DATE", help="From then on: 2026, 2026-05, 2026-05-03, 2026-05-03T12:00.")
@click.option("--until", metavar="DATE", help="Up to the end of then.")
@click.option("--person", metavar="ID", help="Only about this person, appearance or document.")
@click.option("--to", metavar="CODER", help="Without what this coder may not see yet.")
@click.option("--export", "format", type=click.Choice(["csv", "jsonl"]), help="For programs.")
@click.option("--out", type=click.Path(), metavar="FILE", help="Where to write it.  [default: the terminal]")
def history(study: str, format: str | None, out: str | None, **wanted: Any) -> None:
    """Who decided what, when and why.

    \b
    testimonia history mystudy --by ana --since 2026-05
    testimonia history mystudy --export csv --out decisions.csv
    """
    from testimonia.pipeline.study import write_whole

    with opened(study) as held:
        found = held.history(**wanted)
    words = {"csv": _csv, "jsonl": _jsonl, None: _told}[format](found)
    if out:
        write_whole(Path(out), words.encode("utf-8"))
    elif format:
        click.echo(words, nl=False)
    else:
        say(words.rstrip("\n"))


def _told(found: Iterable[Entry]) -> str:
    lines = []
    for one in found:
        what = ", ".join(f"{key} {value}" for key, value in one.said.items())
        undone = f" [undone by {one.undone_by}]" if one.undone_by else "" if one.holds else " [does not hold]"
        about = f" -> {', '.join(one.persons)}" if one.persons else ""
        why = f"  ({one.reason})" if one.reason else ""
        hidden = " [hidden: this coder codes blind]" if one.hidden else ""
        lines.append(f"{one.number:4}  {one.at}  {one.by}: {one.kind} {what}{about}{why}{undone}{hidden}\n")
    return "".join(lines) or "nothing was decided\n"


def _csv(found: Iterable[Entry]) -> str:
    from testimonia.study.export.cells import table

    rows = (
        (one.number, one.at, one.by, one.kind, [f"{key}: {value}" for key, value in one.said.items()], one.reason, one.persons,
         one.documents, "yes" if one.holds else "no", one.undone_by, one.hash)
        for one in found
    )  # fmt: skip
    return table(COLUMNS, rows).decode("utf-8")


def _jsonl(found: Iterable[Entry]) -> str:
    import msgspec

    return "".join(msgspec.json.encode(one).decode("utf-8") + "\n" for one in found)
