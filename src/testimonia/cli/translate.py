"""translate: an article in another language, taken with a translation."""

from __future__ import annotations

from pathlib import Path

import click

from testimonia.cli.decide import signed, user
from testimonia.cli.frame import opened, say


@click.command()
@click.argument("study", type=click.Path())
@click.argument("article", required=False)
@click.argument("file", type=click.Path(), required=False)
@click.option(
    "--supplier", default="", metavar="NAME", help="Whose translation it is, as readers are told.  [default: the team]"
)
@signed
def translate(
    study: str, article: str | None, file: str | None, supplier: str, by: str | None, reason: str | None
) -> None:
    """An article in another language, with a translation.

    Without ARTICLE it lists the articles that are set aside for their language; without FILE it shows the paragraphs of one,
    with an empty line between two, for whoever translates them. FILE holds the translation, paragraph by paragraph.

    The translation goes into the log, and the next run reads the article in it. Every quote stays one of the original, with the
    translated words beside it. A second translation takes the place of the first; undone, the article is set aside again.

    \b
    testimonia translate mystudy
    testimonia translate mystudy d-wqt5sltlnm
    testimonia translate mystudy d-wqt5sltlnm english.txt --by ana
    """
    with opened(study) as held:
        if article is None:
            say("\n".join(f"{w.article}  {w.language}  {w.paragraphs} paragraphs  {w.title}" for w in held.untranslated()) or "nothing waits for a translation")  # fmt: skip
        elif file is None:
            say(held.original(article))
        else:
            event = held.translate(article, Path(file), by=by or user(), reason=reason or "", supplier=supplier)
            say(
                f"decision {event.number} by {event.by}; `testimonia run {study}` reads the article in it; "
                f"to take it back: testimonia decide {study} undo {event.number}"
            )
