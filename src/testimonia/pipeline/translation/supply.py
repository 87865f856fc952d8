"""A translation that the team supplies: which articles wait for one, and taking one in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from testimonia.corpus.clean import CleanOptions, tidy
from testimonia.domain.article import Article
from testimonia.domain.decision import Decision
from testimonia.domain.setaside import Reason
from testimonia.domain.translation import Translate
from testimonia.errors import DecisionError, InputError, UsageError
from testimonia.pipeline.decisions import unknown
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.record import record
from testimonia.pipeline.translation.align import paragraphs
from testimonia.pipeline.translation.held import translation_of

LONGEST_SUPPLIER = 200
_BYTES_A_CHARACTER = 4
"""Of UTF-8, at most."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An article that is set aside for its language. `paragraphs`: how many a translation must have."""

    article: str
    language: str
    title: str
    paragraphs: int


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """What could be taken with a translation, in the order of the articles' names."""
    held = sorted(one.subject for one in desk.store.set_asides("detect") if one.reason is Reason.LANGUAGE)
    return tuple(
        Waiting(
            article=id,
            language=article.language,
            title=article.title or article.source,
            paragraphs=len(paragraphs(article.text)),
        )
        for id in held
        for article in [desk.texts(id)]
        if translation_of(desk, id, article.sha256) is None  # it waits for a run
    )


def translate(
    desk: Desk, id: str, given: Iterable[str], *, by: str, reason: str = "", supplier: str = "", seen: int | None = None
) -> Decision:
    """Records the translation: the next run reads the article in it. `given`: its paragraphs."""
    return record(desk, action_for(desk, id, given, supplier=supplier), by=by, reason=reason, seen=seen)


def action_for(desk: Desk, id: str, given: Iterable[str], *, supplier: str = "") -> Translate:
    """The event, checked against the article; DecisionError in words where it does not fit."""
    article = foreign(desk, id)
    held = tuple(tidy(one) for one in given)
    ours = paragraphs(article.text)
    if len(held) != len(ours) or not all(held):
        raise DecisionError(
            "the translation has not as many paragraphs as the article", where=id, got=len(held), expected=len(ours),
            hint="one for each, the headline too, with an empty line between two: `testimonia translate STUDY ARTICLE` shows them",
        )  # fmt: skip
    return Translate(
        article=article.id,
        of=article.sha256,
        language=_language(desk, id, held),
        paragraphs=held,
        supplier=_supplier(supplier),
    )


def foreign(desk: Desk, id: str) -> Article:
    """The article, which must be in a language that is not read; DecisionError else."""
    article = desk.store.article(id)
    if article is None:
        raise unknown("document", id, (one.article for one in waiting(desk)))
    if article.language in desk.settings.languages:
        raise DecisionError(
            "this article is read as it is", where=id, got=f"an article in {article.language}",
            expected="one in a language that is not read", hint="`testimonia translate STUDY` lists those that wait",
        )  # fmt: skip
    return article


def paragraphs_of(path: Path) -> tuple[str, ...]:
    """The paragraphs of a file, which empty lines part; InputError where it cannot be read."""
    most = CleanOptions().max_length
    try:
        if path.stat().st_size > most * _BYTES_A_CHARACTER:
            raise InputError("the file is too large", where=str(path), expected=f"at most {most:,} characters")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=f"{path}, byte {error.start}") from error
    except OSError as error:
        raise InputError("the file cannot be read", where=str(path), got=error.strerror) from error
    return parted(text)


def parted(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, which empty lines part."""
    lines = [line.strip() for line in text.splitlines()]
    found = "\n".join(lines).split("\n\n")
    return tuple(one for one in (block.strip() for block in found) if one)


def _language(desk: Desk, id: str, held: tuple[str, ...]) -> str:
    from testimonia.adapters.documents import language_of

    length, most = sum(map(len, held)), CleanOptions().max_length
    if length > most:
        raise DecisionError("the translation is too long", where=id, got=f"{length:,} characters", expected=f"at most {most:,}")  # fmt: skip
    found = language_of("\n\n".join(held))
    if found not in desk.settings.languages:
        raise DecisionError(
            "the translation is in a language that is not read", where=id, got=found, expected=", ".join(desk.settings.languages),
            hint="give the translation, not the original",
        )  # fmt: skip
    return found


def _supplier(words: str) -> str:
    name = words.strip()
    if len(name) > LONGEST_SUPPLIER or not name.isprintable():
        raise UsageError(
            "this is no name of a translator",
            got=name[:60],
            expected=f"one line of at most {LONGEST_SUPPLIER} characters",
        )
    return name
