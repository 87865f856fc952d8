"""sweep."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from testimonia.cli.frame import say


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(), metavar="SOURCE...")
@click.option("--out", required=True, type=click.Path(), metavar="DIR", help="Where the candidates are written.")
@click.option(
    "--study", type=click.Path(), help="The study whose groups are looked for; without it, those of the template."
)
@click.option("--engine", default="local", show_default=True, help="local (processes on this machine) or spark.")
@click.option("--workers", type=click.IntRange(1), help="Processes; without it, one for each core.")
def sweep(sources: tuple[str, ...], out: str, study: str | None, engine: str, workers: int | None) -> None:
    """WARC collections to candidate articles.

    Reads pages by the thousand, keeps those out of which the study would read people or totals of people who left, and
    says of every other one why not. A SOURCE is a WARC file, a folder of them, or any file or folder that `capture` takes.
    A sweep that was stopped is finished by the same command. `testimonia capture` takes what it writes.

    \b
    testimonia sweep CC-NEWS --out found --study mystudy
    testimonia capture mystudy found/candidates.warc.gz
    """
    from testimonia.adapters.progress import for_stream
    from testimonia.config import load_study
    from testimonia.config.template import settings_of
    from testimonia.pipeline.sweep import sweep as work

    settings = load_study(Path(study)).settings if study else settings_of("defectors")
    progress = for_stream(sys.stderr)
    try:
        found = work(sources, Path(out), settings, engine=engine, workers=workers, progress=progress)
    finally:
        progress.close()
    for line in found.lines():
        say(line)
