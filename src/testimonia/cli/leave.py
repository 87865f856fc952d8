"""export and evaluate."""

from __future__ import annotations

import click

from testimonia.cli.frame import opened, say


@click.command()
@click.argument("study", type=click.Path())
@click.option(
    "--format", "format", required=True, type=click.Choice(["bundle", "csv"]), help="One JSON file, or tables."
)
@click.option("--out", required=True, type=click.Path(), help="The file (bundle) or the folder (csv) to write.")
def export(study: str, format: str, out: str) -> None:
    """The study for other programs."""
    with opened(study) as held:
        for path in held.export(format, out):
            say(str(path))


@click.command()
@click.argument("study", type=click.Path())
@click.option("--gold", required=True, type=click.Path(), help="A folder with gold.json.")
@click.option("--errors", is_flag=True, help="Every error, one a line.")
def evaluate(study: str, gold: str, errors: bool) -> None:
    """The study against annotated documents, with intervals."""
    with opened(study) as held:
        result = held.evaluate(gold)
    say(result.table())
    if errors:
        say("\n" + "\n".join(result.errors))
