"""import: what other programs wrote comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from testimonia.cli.decide import user
from testimonia.cli.frame import opened, say

if TYPE_CHECKING:
    from testimonia.pipeline.imports import Imported


@click.command("import")
@click.argument("study", type=click.Path())
@click.argument("file", type=click.Path())
@click.option("--by", default=None, metavar="NAME", help="Who answers for what nobody in it does.  [default: $USER]")
@click.option("--reason", default="", help="Why; stands with each decision.")
def import_(study: str, file: str, by: str | None, reason: str) -> None:
    """Cases, codes and codings of another program come in.

    FILE is a REFI-QDA project or codebook (.qdpx, .qdc: NVivo, MAXQDA, ATLAS.ti, QualCoder) or a spreadsheet (.csv, .tsv, .xlsx).
    Its texts become documents, its cases people, its codings decisions by who coded. The same file twice changes nothing. What
    does not fit is set aside with its reason.

    \b
    testimonia import mystudy team.qdpx --by ana
    testimonia run mystudy
    """
    with opened(study) as held:
        done = held.import_file(file, by=by or user(), reason=reason)
    say(account(done))
    say(f"next: testimonia run {study}")


def account(done: Imported) -> str:
    """What became of the file, and each thing left out."""
    known = f" ({done.known} stood in the log already)" if done.known else ""
    lines = [
        f"{done.documents} documents captured, {len(done.codes)} codes added, {len(done.decisions)} decisions made{known}, "
        f"{len(done.aside)} set aside"
    ]
    lines += [f"  new code: {code}" for code in done.codes]
    lines += [f"  {one.subject}: {one.reason.value}: {one.detail}" for one in done.aside]
    return "\n".join(lines)
