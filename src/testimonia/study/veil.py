"""What leaves the house in tables, titles and figures: words in which nobody is named who is not to be named.

The stand-in of a person under a pseudonym is what is shown for them, in brackets; people who did not choose to speak
(excluded, travellers, relatives, victims, ...) are blacked out, as in the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from testimonia.domain.person import Person
from testimonia.domain.snapshot import Snapshot
from testimonia.study.cover import Cover
from testimonia.study.disclosure import Redactor, shown_name
from testimonia.study.mask import MASK, Mask

WITHHELD = "(withheld)"
"""Stands for an address or a value that would spell a name."""


class Veil:
    """Both rules of disclosure over one snapshot; built once, used on many texts."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.settings, self._appearances = snapshot.settings, snapshot.appearances
        self._redactor, self.mask = Redactor(snapshot.persons, snapshot.settings), Mask(snapshot)

    def words(self, text: str | None, articles: Sequence[str] = ()) -> str:
        """The text with names taken out; `articles` are those that it comes from or tells of."""
        return self.mask.text(self._redactor.redacted(text), articles) if text else ""

    def original(self, text: str | None, article: str) -> str:
        """The same for words that stand in the article itself: nothing where its translation writes a hidden name in another way."""
        return MASK if text and article in self.mask.closed else self.words(text, (article,))

    def cover(self, text: str, articles: Sequence[str] = ()) -> Cover:
        """The same for a text of articles in which places are to be found again; `cover(text, [a]).text == original(text, a)`."""
        if text and self.mask.closed.intersection(articles):
            return Cover(text=text).with_edits([(0, len(text), MASK)])
        once = Cover(text=text).with_edits(self._redactor.places(text))
        return once.with_edits((*place, MASK) for place in self.mask.places(once.text, articles))

    def about(self, text: str | None, person: Person | None) -> str:
        """The same for words about a person, or about nobody known."""
        return self.words(text, self.articles_of(person.appearances if person else ()))

    def address(self, source: str, articles: Sequence[str] = ()) -> str:
        """An address or id; withheld where it spells a name."""
        spelt = self.mask.address(source, articles) is None or self._redactor.names_in(source)
        return WITHHELD if spelt else source

    def name(self, person: Person) -> str:
        """What stands for the person; a description may name somebody else, so that is taken out."""
        shown = shown_name(person, self.settings)
        return shown if shown == person.name else self.about(shown, person)

    def is_named(self, person: Person) -> bool:
        """Whether the person goes by name."""
        return self.mask.is_named(person)

    def names_in(self, text: str) -> bool:
        """Whether whole names that are not to be shown stand in the text."""
        return bool(self.mask.places(text))

    def articles_of(self, appearances: Iterable[str]) -> tuple[str, ...]:
        """Ids of the articles of these appearances."""
        seen = (self._appearances.get(a) for a in appearances)
        return tuple(dict.fromkeys(a.article for a in seen if a))
