"""Which translation holds for an article, and what was read in it.

The translation is an event of the log; what detection found in it is kept in places of the original, and beside it the appearances
as they were read, since coding reads them there.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from testimonia.corpus.clean import form_of
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.decision import Decision
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.translation import Rendering, Translate
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.translation.anchor import Anchor, anchored_reading
from testimonia.text import sha256

READ = "in_translation"
"""Where appearances are kept as they were read in a translation."""


class InTranslation(msgspec.Struct, frozen=True, kw_only=True):
    """The appearances of one article as they were read, under the ids that they have in the original. `event`: which translation."""

    event: int
    appearances: tuple[Appearance, ...]


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A reading in places of the article; `read`: what it came from, where that was a translation."""

    reading: Reading
    read: InTranslation | None = None


def translation_of(desk: Desk, article: str, sha256: str) -> Decision | None:
    """The translation in force of this very text."""
    event = desk.log.state().translations.get(article)
    return event if event and isinstance(event.action, Translate) and event.action.of == sha256 else None


def articles_since(desk: Desk, number: int) -> Iterator[str]:
    """The articles of which a translation came or went after this event."""
    for event in desk.log.events()[number:]:
        root = desk.log.root(event.action)
        if isinstance(root, Translate):
            yield root.article


def translated(article: Article, event: Decision) -> Article:
    """The article in the words of the translation."""
    action = event.action
    assert isinstance(action, Translate)
    first, *body = action.paragraphs
    has_headline = article.body_start > 0
    text = "\n\n".join(action.paragraphs)
    return msgspec.structs.replace(
        article,
        text=text,
        sha256=sha256(text),
        body_start=len(first) + 2 if has_headline else 0,
        title=first if has_headline else None,
        language=action.language,
        form=form_of(tuple(body if has_headline else action.paragraphs)),
    )


def brought_back(article: Article, event: Decision, text: Article, read: Reading) -> Brought:
    """What detection found in the translation (`text`, the article in its words), in the original."""
    action = event.action
    assert isinstance(action, Translate)
    reading, alike = anchored_reading(read, Anchor(text, article))
    rendering = Rendering(
        event=event.number, language=action.language, supplier=action.supplier, by=event.by, at=event.at
    )
    return Brought(
        reading=msgspec.structs.replace(reading, translation=rendering),
        read=InTranslation(event=event.number, appearances=alike),
    )


def told_how(aside: SetAside, event: Decision | None) -> SetAside:
    """A set-aside for its language says how to take the article."""
    if aside.reason is not Reason.LANGUAGE:
        return aside
    lost = f"; the translation of decision {event.number} is of another text" if event else ""
    how = f"; to take it, supply a translation: testimonia translate STUDY {aside.subject} FILE"
    return msgspec.structs.replace(aside, detail=aside.detail + lost + how)


def as_read(desk: Desk, one: Appearance) -> tuple[Decision, Appearance] | None:
    """The translation in which the appearance was read, and the appearance as it stands there; None where the article was read as it is."""
    held = desk.store.get(READ, one.article, InTranslation)
    reading = desk.store.get("detect", one.article, Reading) if held else None
    if held is None or reading is None or reading.translation is None or reading.translation.event != held.event:
        return None
    event = desk.log.event(held.event)
    alike = next((a for a in held.appearances if a.id == one.id), None)
    return (event, alike) if event and alike else None


def read_in(desk: Desk, original: Article, one: Appearance) -> tuple[Article, Appearance, Anchor | None]:
    """The text in which the appearance was read and the appearance as it stands there; with the way back where that is a translation."""
    found = as_read(desk, one)
    if found is None:
        return original, one, None
    event, alike = found
    text = translated(original, event)
    return text, alike, Anchor(text, original)
