"""publish, diff: what goes out, and what changed since."""

from __future__ import annotations

from pathlib import Path

import click

from testimonia.cli.frame import opened, say
from testimonia.errors import UsageError


@click.command()
@click.argument("study", type=click.Path())
@click.option("--out", type=click.Path(), metavar="DIR", help="Write a release into this folder, which must be empty.")
@click.option("--signed-by", metavar="NAME", help="Who looked at the disclosure check and lets the release go out.")
@click.option(
    "--with", "also", type=click.Path(), metavar="FOLDER", help="Files to go out too, searched like all others."
)
@click.option(
    "--language", default="", help="Of the report, where not that of study.toml: messages/LANGUAGE.po in STUDY."
)
def publish(study: str, out: str | None, signed_by: str | None, also: str | None, language: str) -> None:
    """The report, or with --out a whole release.

    Without --out: STUDY/report/report.html, if every figure walks back to its quotes.

    With --out: a site, the report as HTML, PDF and DOCX, one page, a press text, the data package and the ledger, hashed
    and signed. What must not be shown is left out and counted on the page of the disclosure check; where a hidden name is
    found in any file in any spelling, or where the release before and this one would tell it together, nothing is written.

    \b
    testimonia publish mystudy --out release-1
    testimonia publish mystudy --out release-1 --signed-by "Ana Lind"
    """
    with opened(study) as held:
        if out is None:
            if signed_by or also:
                raise UsageError("--signed-by and --with are for a release", hint="add --out DIR")
            say(f"publish: {held.publish().summary()}\n{held.report}")
            return
        from testimonia.pipeline.release import summary

        say("\n".join(summary(held.release(out, signed_by=signed_by, also=also, language=language))))


@click.command()
@click.argument("before", type=click.Path(), metavar="RELEASE1")
@click.argument("after", type=click.Path(), metavar="RELEASE2")
def diff(before: str, after: str) -> None:
    """What changed between two releases, and what caused it.

    Numbers, people, reasons, sources; each change with the decisions or articles behind it.

    \b
    testimonia diff release-1 release-2
    """
    from testimonia.pipeline.diff import diff_releases

    say("\n".join(diff_releases(Path(before), Path(after))))
