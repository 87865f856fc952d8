"""init, run, the stages one by one, demo."""

from __future__ import annotations

from pathlib import Path

import click

from testimonia.cli.frame import ask_consent, opened, say

_STAGES = {
    "clean": "Captures to articles: text, title, date, language.\n\nThe furniture of the page is dropped and kept aside.",
    "dedupe": "Copies and reprints to origins.\n\nOne wire story in ten papers is one origin.",
    "detect": "Articles to people, and to the totals they report.\n\nWho is in each, what it says of them, with the words.",
    "consult": "Articles to a language model, where there is one.\n\nOnly with [llm] in study.toml; it proposes, and its quotes must stand.",
    "resolve": "Appearances and decisions to persons, each counted once.",
    "code": "Reasons for leaving and joining, with exact quotes.\n\nThe codes are those of codebook.yaml.",
    "count": "Figures, each with its members and their evidence.",
}


@click.command()
@click.argument("study", type=click.Path())
@click.option("--template", default="defectors", show_default=True, help="What kind of study.")
@click.option("--group", "groups", multiple=True, metavar="NAME", help="The group that people left (may be repeated).")
@click.option("--store", metavar="URL", help="postgresql://USER@HOST/DATABASE; without it, a file in the folder.")
def init(study: str, template: str, groups: tuple[str, ...], store: str | None) -> None:
    """Makes a study folder: study.toml, codebook.yaml, the store.

    Without options it is the study of people who left Islamic State, as ICSR defined it. Everything in study.toml and
    codebook.yaml may be changed afterwards; the next run does anew what depends on it.

    \b
    testimonia init mystudy
    testimonia init gangstudy --group "Mara Calle" --group "Los Norte"
    testimonia init teamstudy --store postgresql://ana@db.example.org/leavers
    """
    from testimonia.api import Study

    with Study.init(study, template=template, groups=groups, store=store) as made:
        settings = made.snapshot().settings
    say(f"{settings.title}\nmade: {study}\nnext: testimonia run {study} FOLDER-WITH-ARTICLES")


@click.command()
@click.argument("study", type=click.Path())
@click.argument("sources", nargs=-1, type=click.Path(), metavar="[SOURCE]...")
@click.option(
    "--until", type=click.Choice([*_STAGES, "publish"]), default="publish", show_default=True, help="The last stage."
)
def run(study: str, sources: tuple[str, ...], until: str) -> None:
    """Sources in, report out: every stage that has work.

    Captures the sources, then does every stage that has something new to do, then the report.

    A source is a file or a folder: HTML, text, PDF, DOCX, VTT, SRT, CSV, JSONL, ZIP, WARC. What was captured before is
    not captured again; a run that was stopped is finished by the next. Ends with a short account and the report's path;
    with --until, with a line for each stage.

    Figures and report are about the whole study and take longer the larger it is. Where articles come one by one, --until code
    leaves them to a later run: what it does costs as much as the articles that are new.

    \b
    testimonia run mystudy articles
    testimonia run mystudy            (no new source: only what a decision or a setting changed)
    testimonia run mystudy articles/cook.txt --until code
    """
    from testimonia.cli.account import account

    with opened(study) as held:
        ask_consent(held)
        outcomes = held.run(sources, until=until)
        if until != "publish":
            say("\n".join(f"{outcome.stage}: {outcome.summary()}" for outcome in outcomes))
            return
        if not any(outcome.new for outcome in outcomes):
            say("Nothing new: the study is up to date.\n")
        say(account(held.findings(), held.report))


@click.command()
@click.argument("study", type=click.Path())
@click.argument("sources", nargs=-1, type=click.Path(), metavar="SOURCE...")
@click.option(
    "--addresses",
    type=click.Path(),
    metavar="FILE",
    help="Fetch the addresses in a list, CSV, RIS, BibTeX or CSL file.",
)
@click.option("--again", is_flag=True, help="Visit pages again that were visited before.")
@click.option(
    "--screenshot", is_flag=True, help="A picture of each fetched page too, as with web.screenshot in study.toml."
)
def capture(study: str, sources: tuple[str, ...], addresses: str | None, again: bool, screenshot: bool) -> None:
    """Sources to documents: bytes kept as found.

    With hash, time and origin. A source is a file or a folder, as for `run`, or an address: a page, a feed, a sitemap.
    Nothing is read out of it yet.

    \b
    testimonia capture mystudy articles
    testimonia capture mystudy https://paper.example/story https://paper.example/feed.xml
    testimonia capture mystudy --addresses mediacloud.csv --screenshot
    """
    from testimonia.errors import UsageError

    with opened(study) as held:
        named = held.addresses_in(addresses) if addresses else ()
        if not sources and addresses is None:
            raise UsageError("no source", expected="files, folders, addresses, or --addresses FILE")
        say(f"capture: {held.capture((*sources, *named), again=again, screenshot=screenshot).summary()}")


def _stage(name: str, words: str) -> click.Command:
    @click.command(name, help=words)
    @click.argument("study", type=click.Path())
    def command(study: str) -> None:
        with opened(study) as held:
            if name == "consult":
                ask_consent(held)
            say(f"{name}: {held.stage(name).summary()}")

    return command


STAGE_COMMANDS = tuple(_stage(name, words) for name, words in _STAGES.items())


@click.command(hidden=True)
@click.argument("study", type=click.Path())
@click.pass_context
def demo(ctx: click.Context, study: str) -> None:
    """Makes and runs the study of invented people."""
    from importlib.resources import as_file, files

    if not (Path(study) / "study.toml").exists():
        ctx.invoke(init, study=study)
    with as_file(files("testimonia") / "data" / "demo" / "articles") as articles:
        ctx.invoke(run, study=study, sources=(str(articles),))
