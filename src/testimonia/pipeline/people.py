"""Who is in which article, as far as it was read: readings and their appearances, one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from testimonia.domain.appearance import Appearance, anchor
from testimonia.domain.article import ArticleFacts
from testimonia.domain.reading import Reading
from testimonia.pipeline import copies, corpus, second
from testimonia.pipeline.desk import Desk


class People:
    """Looks up single articles' readings and facts; each is read once in the life of this object."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.facts = lru_cache(maxsize=20_000)(partial(copies.facts_of, desk))
        self.reading = lru_cache(maxsize=2_000)(self._read)

    def of(self, article: str) -> tuple[Appearance, ...]:
        """The appearances in one article."""
        reading = self.reading(article)
        return reading.appearances if reading else ()

    def appearance(self, id: str) -> Appearance | None:
        """The appearance with this id, or None."""
        return next((one for one in self.of(article_of(id)) if one.id == id), None)

    def now(self, id: str) -> str:
        """The id of the appearance that stands where this one stood, also after a newer detection."""
        held = self.of(article_of(id))
        return id if any(one.id == id for one in held) else anchor(id, held) or id

    def known(self, articles: Iterable[str]) -> dict[str, ArticleFacts]:
        """The facts of these articles, where they are in hand."""
        return {id: facts for id in articles if (facts := self.facts(id)) is not None}

    def _read(self, article: str) -> Reading | None:
        return second.reading(self._desk, article) if self.facts(article) else None


def article_of(appearance: str) -> str:
    """The article in which an appearance stands, by its id."""
    return appearance.partition("@")[0]


def readings(desk: Desk, kept: Callable[[Reading], Reading] | None = None) -> list[Reading]:
    """What was found in each article, in capture order; `kept`: as much of each reading as is to be held."""
    found = second.readings(desk)
    held = {one.article: one for one in (map(kept, found) if kept else found)}
    return [held[one.id] for one in corpus.cleaned(desk) if one.id in held]


def appearances(found: Iterable[Reading]) -> dict[str, Appearance]:
    """Every appearance by id, in the order of the readings."""
    return {appearance.id: appearance for reading in found for appearance in reading.appearances}
