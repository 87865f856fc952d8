"""translate: an article in another language, taken with a translation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testimonia.cli.decide import signed, user
from testimonia.cli.frame import ask_consent, opened, say
from testimonia.errors import UsageError

if TYPE_CHECKING:
    from testimonia.pipeline.translation.by_model import Offer


@click.command()
@click.argument("study", type=click.Path())
@click.argument("article", required=False)
@click.argument("file", type=click.Path(), required=False)
@click.option(
    "--supplier", default="", metavar="NAME", help="Whose translation it is, as readers are told.  [default: the team]"
)
@click.option("--llm", is_flag=True, help="By the language model of study.toml: of ARTICLE, or of all that wait.")
@signed
def translate(
    study: str, article: str | None, file: str | None, supplier: str, llm: bool, by: str | None, reason: str | None
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
    testimonia translate mystudy --llm
    """
    if llm and (file or supplier):
        raise UsageError("either --llm or a translation of your own, not both")
    with opened(study) as held:
        if llm:
            ask_consent(held)
            say(_offers(held.translate_by_model(article, by=by or user(), reason=reason or "")))
        elif article is None:
            say("\n".join(f"{w.article}  {w.language}  {w.paragraphs} paragraphs  {w.title}" for w in held.untranslated()) or "nothing waits for a translation")  # fmt: skip
        elif file is None:
            say(held.original(article))
        else:
            event = held.translate(article, Path(file), by=by or user(), reason=reason or "", supplier=supplier)
            say(
                f"decision {event.number} by {event.by}; `testimonia run {study}` reads the article in it; "
                f"to take it back: testimonia decide {study} undo {event.number}"
            )


def _offers(offers: Iterable[Offer]) -> str:
    lines = [
        f"{one.article}  decision {one.decision.number}, by {getattr(one.decision.action, 'supplier', '')}"
        if one.decision
        else f"{one.article}  not translated: {one.why}"
        for one in offers
    ]
    return "\n".join(lines) or "nothing waits for a translation"
