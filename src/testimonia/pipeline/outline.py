"""As much of a study as findings and releases are made from: without the evidence that nothing is counted from, and each word held once.

A large study would not find room else: of what detection says of a person in an article, nine tenths are sentences, scores and reasons, for people to
look at. Whatever a quote rests on is still checked before anything is published, see `evidence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

from testimonia.domain.appearance import Appearance, Speech, Value
from testimonia.domain.coding import CodedAppearance, Coding, Passage
from testimonia.domain.person import Person
from testimonia.domain.reading import Reading
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.pipeline import second
from testimonia.pipeline.desk import Desk
from testimonia.review.codebook import book_after, passages_in

T = TypeVar("T", bound=msgspec.Struct)
AHEAD = 50
"""So many readings, or passages, are gone through together."""
OF_APPEARANCES = frozenset({"name", "alias", "place", "pseudonym"})
"""Attributes that are read of single appearances: those by which somebody may be hidden. All others are read of the person."""


class Outline:
    """Makes outlines; strings that are the same are one object in all of them."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def one(self, text: str) -> str:
        """The text, as the object that stands for it everywhere."""
        return self._held.setdefault(text, text)

    def words_of(self, item: T, *fields: str) -> T:
        """The item with the words of these fields, each once."""
        words = {name: self.one(held) for name in fields if (held := getattr(item, name)) is not None}
        return msgspec.structs.replace(item, **words)

    def reading(self, found: Reading) -> Reading:
        """With its people in outline, and without doubts: questions were made of these."""
        people = tuple(map(self.appearance, found.appearances))
        claims = tuple(self.words_of(c, "article", "unit", "rule") for c in found.claims)
        return msgspec.structs.replace(
            found, article=self.one(found.article), appearances=people, claims=claims, doubts=(), gate=""
        )

    def appearance(self, found: Appearance) -> Appearance:
        """Who it is, in which part, and where they speak."""
        return Appearance(
            id=self.one(found.id),
            article=self.one(found.article),
            label=found.label,
            mentions=found.mentions,
            values=tuple(self._value(v) for v in found.values if v.field in OF_APPEARANCES),
            speech=tuple(map(self._speech, found.speech)),
            role=found.role,
            probability=found.probability,
            detector=self.one(found.detector),
        )

    def coded(self, found: CodedAppearance) -> CodedAppearance:
        """Without the passages that reviewers are shown."""
        codings = tuple(map(self._coding, found.codings))
        return CodedAppearance(appearance=self.one(found.appearance), codings=codings, coder=self.one(found.coder))

    def person(self, found: Person) -> Person:
        """All of it, each word once."""
        return msgspec.structs.replace(
            found,
            values=tuple(map(self._value, found.values)),
            values_from=self._all(found.values_from),
            appearances=self._all(found.appearances),
            origins=self._all(found.origins),
        )

    def _all(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self.one, texts))

    def _coding(self, found: Coding) -> Coding:
        held = self.words_of(found, "appearance", "article", "code", "coder")
        return msgspec.structs.replace(held, reasons=self._all(found.reasons))

    def _value(self, found: Value) -> Value:
        return self.words_of(found, "field", "value", "rule")

    def _speech(self, found: Speech) -> Speech:
        where = Span(start=found.span.start, end=found.span.end, quote="")
        return Speech(span=where, direct=found.direct, rule=self.one(found.rule), confidence=found.confidence)


def evidence(desk: Desk, state: Snapshot) -> Iterator[Appearance | Passage]:
    """All that rests on words and stands in the snapshot in outline only, or not at all: whole, one after the other, for the gate."""
    for some in _parts(second.readings(desk)):
        desk.texts.ahead(reading.article for reading in some)
        yield from (one for reading in some for one in reading.appearances if one.id in state.appearances)
    book = book_after(desk.written, desk.log.state())
    coded = (one for one in desk.store.all("code", CodedAppearance) if one.appearance in state.appearances)
    for told in _parts(passage for one in coded for passage in passages_in(one.passages, book)):
        desk.texts.ahead(passage.article for passage in told)
        yield from told


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    """So many of them at a time that their texts are read together."""
    rest = iter(items)
    while part := list(islice(rest, AHEAD)):
        yield part
