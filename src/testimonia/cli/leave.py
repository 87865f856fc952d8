"""export and evaluate."""

from __future__ import annotations

import click

from testimonia.cli.frame import as_of, opened, opened_at, say
from testimonia.domain.exchange import FORMATS


@click.command()
@click.argument("study", type=click.Path())
@click.option("--format", "format", required=True, type=click.Choice(FORMATS), help="What the other program reads.")
@click.option("--out", required=True, type=click.Path(), help="The file to write (csv: the folder).")
@as_of
def export(study: str, format: str, out: str, when: str | None) -> None:
    """The study for other programs.

    qdpx, qdc: NVivo, MAXQDA, ATLAS.ti, QualCoder. w3c: web annotations. ftm: Aleph. csl, bibtex: the sources. rocrate: the
    run with its tables. csv: eight tables. These show of each person what the disclosure setting allows. bundle: the whole
    study with all texts and names, for programs and colleagues; it is no release.

    \b
    testimonia export mystudy --format csv --out tables
    testimonia export mystudy --format qdpx --out study.qdpx
    testimonia export mystudy --format bundle --out study.json
    """
    with opened_at(study, when) as held:
        for path in held.export(format, out):
            say(str(path))


@click.command()
@click.argument("study", type=click.Path())
@click.option("--gold", required=True, type=click.Path(), metavar="FOLDER", help="A folder with gold.json.")
@click.option("--errors", is_flag=True, help="Every error, one a line.")
def evaluate(study: str, gold: str, errors: bool) -> None:
    """The study against annotated documents, with intervals.

    FOLDER holds a gold.json, or folders that do. Documents are found in the study by their file name.
    """
    with opened(study) as held:
        result = held.evaluate(gold)
    say(result.table())
    if errors:
        say("\n" + "\n".join(result.errors))
