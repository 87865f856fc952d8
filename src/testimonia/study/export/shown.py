"""The study as it may be shown: the one place from which every exchange format takes its words.

snapshot, texts -> persons, articles and codings with hidden names taken out, and texts whose offsets still hold
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.codebook import Codebook
from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.dates import PartialDate
from testimonia.domain.decision import AddCoding
from testimonia.domain.person import Person
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.study.cover import Cover
from testimonia.study.publish.wording import translated_words
from testimonia.study.veil import WITHHELD, Veil

Texts = Callable[[str], Article]
CONTEXT = 32
"""Code points before and after a quote by which it is found again."""
_HELD = 64


class ShownPerson(msgspec.Struct, frozen=True, kw_only=True):
    """What may be said of a person. `name`: what stands for them; `aliases`: only of who goes by name and under no pseudonym."""

    id: str
    name: str
    is_named: bool
    aliases: tuple[str, ...] = ()
    status: str
    reason: str = ""
    pseudonymous: bool
    nationality: str | None = None
    gender: str | None = None
    age: int | None = None
    group_role: str = ""
    joined: PartialDate | None = None
    left: PartialDate | None = None
    first_public: PartialDate | None = None
    articles: tuple[str, ...] = ()
    origins: int = 0


class ShownArticle(msgspec.Struct, frozen=True, kw_only=True):
    """What may be said of an article. `source`: address, or None where it spells a hidden name.

    `translated_into`: the language of the translation in which it was read, None where it was read as it is; `translated`: from which
    language and by whom, in words.
    """

    id: str
    source: str | None
    title: str
    publisher: str
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    captured_on: PartialDate | None = None
    language: str
    origin: str
    duplicate_of: str | None = None
    agency: str | None = None
    translated_into: str | None = None
    translated: str = ""

    @property
    def url(self) -> str | None:
        """The address, if it is one of the web."""
        return self.source if self.source and self.source.startswith(("http://", "https://")) else None


class ShownCoding(msgspec.Struct, frozen=True, kw_only=True):
    """A coding that is not rejected, of a person of the study. `span`: in the canonical text, with the words as they may be shown.

    `exact`: whether they are word for word; `place`: where they stand in the text as it is shown. `before`, `after`: the words around, up to the next hidden name.
    `span` holds the words of the translation too, where the article was read in one, as they may be shown.
    """

    id: str
    person: str
    article: str
    code: str
    sub: str | None
    stance: Stance
    status: str
    coder: str
    confidence: float
    span: Span
    place: tuple[int, int]
    exact: bool
    before: str
    after: str
    at: str


class Shown:
    """A snapshot with its texts, as the disclosure setting lets them out of the house."""

    def __init__(self, snapshot: Snapshot, texts: Texts) -> None:
        self.snapshot, self._texts = snapshot, texts
        self._veil = Veil(snapshot)
        self._owner = {a: p for p in snapshot.persons for a in p.appearances}
        self._captured = {a.id: a.captured_on for a in snapshot.articles}
        self.cover = lru_cache(maxsize=_HELD)(self._cover)
        self._hides: dict[str, bool] = {}

    @property
    def codebook(self) -> Codebook:
        """The codes: they are not about persons."""
        return self.snapshot.codebook

    def words(self, text: str | None) -> str:
        """Free words about the study as a whole."""
        return self._veil.words(text)

    @cached_property
    def persons(self) -> tuple[ShownPerson, ...]:
        """All persons, the excluded too, in order."""
        return tuple(self._person(p) for p in self.snapshot.persons)

    @cached_property
    def articles(self) -> tuple[ShownArticle, ...]:
        """All articles, in order."""
        copies = {k.article: k.duplicate_of for k in self.snapshot.links}
        found = []
        for a in self.snapshot.articles:
            here = (a.id,)
            address = self._veil.address(a.source, here)
            article = self._texts(a.id)
            found.append(
                ShownArticle(
                    id=a.id, source=None if address == WITHHELD else address, title=self._veil.original(a.title, a.id),
                    publisher=self._veil.words(a.publisher, here), published=a.published, captured_on=a.captured_on,
                    authors=tuple(self._veil.words(name, here) for name in article.authors),
                    language=a.language, origin=a.origin, duplicate_of=copies.get(a.id), agency=a.agency,
                    translated_into=a.translation.language if a.translation else None,
                    translated=translated_words(a.language, self._veil.words(a.translation.supplier, here)) if a.translation else "",
                )
            )  # fmt: skip
        return tuple(found)

    @cached_property
    def codings(self) -> tuple[ShownCoding, ...]:
        """The codings in force, in the order of the texts."""
        made = {d.action: d.at for d in self.snapshot.decisions if isinstance(d.action, AddCoding)}
        times = {(a.appearance, a.code, a.start, a.end): at for a, at in made.items()}
        return tuple(
            self._coding(k, times.get((k.appearance, k.code, k.span.start, k.span.end)))
            for k in self.snapshot.codings
            if k.status is not CodingStatus.REJECTED and k.appearance in self._owner
        )

    @property
    def rejected(self) -> int:
        """How many codings were rejected, and are not shown."""
        return sum(k.status is CodingStatus.REJECTED for k in self.snapshot.codings)

    @property
    def coders(self) -> tuple[str, ...]:
        """Who coded: people, and each machine with its version."""
        return tuple(sorted({k.coder for k in self.codings}))

    def named_at(self, article: str) -> list[tuple[str, str, Span]]:
        """Where each person of the study is first named or described: person, appearance, and the words in the text as it is shown."""
        cover = self.cover(article)
        return [
            (self._owner[a.id].id, a.id, self._moved(cover, a.mentions[0].span, article))
            for a in self._in.get(article, ())
        ]

    def _moved(self, cover: Cover, span: Span, article: str) -> Span:
        start, end = cover.place(span.start, span.end)
        return msgspec.structs.replace(self._said(span, cover, article), start=start, end=end)

    def _said(self, span: Span, cover: Cover, article: str) -> Span:
        """The span with its words, in both languages, as they may be shown."""
        start, end = cover.place(span.start, span.end)
        read = " ".join(self._veil.words(span.translation, (article,)).split())
        return Span(start=span.start, end=span.end, quote=cover.text[start:end], translation=read, loose=span.loose)

    def appearances(self, person: str) -> tuple[str, ...]:
        """Ids of the person's appearances."""
        return self._seen.get(person, ())

    @cached_property
    def _in(self) -> dict[str, list[Appearance]]:
        found: dict[str, list[Appearance]] = {}
        for a in self.snapshot.appearances.values():
            if a.id in self._owner:
                found.setdefault(a.article, []).append(a)
        return found

    @cached_property
    def _seen(self) -> dict[str, tuple[str, ...]]:
        return {p.id: p.appearances for p in self.snapshot.persons}

    def sha256(self, article: str) -> str | None:
        """Of the canonical text; None where a name was taken out of it, since a guess at the name could be tried against it."""
        if article not in self._hides:
            self.cover(article)
        return None if self._hides[article] else self._texts(article).sha256

    def _cover(self, article: str) -> Cover:
        found = self._veil.cover(self._texts(article).text, (article,))
        self._hides[article] = bool(found.layers)
        return found

    def _person(self, p: Person) -> ShownPerson:
        named = self._veil.is_named(p)
        return ShownPerson(
            id=p.id, name=self._veil.name(p), is_named=named and bool(p.name), status=p.status.value, reason=self._veil.about(p.reason, p),
            aliases=p.aliases if named and not p.pseudonymous else (), pseudonymous=p.pseudonymous, nationality=p.nationality,
            gender=p.gender, age=p.age, group_role=self._veil.about(p.group_role, p), joined=p.joined, left=p.left,
            first_public=p.first_public, articles=self._veil.articles_of(p.appearances), origins=len(set(p.origins)),
        )  # fmt: skip

    def _coding(self, k: Coding, at: str | None) -> ShownCoding:
        cover, text = self.cover(k.article), self._texts(k.article).text
        start, end = cover.place(k.span.start, k.span.end)
        exact = cover.is_plain(k.span.start, k.span.end)
        return ShownCoding(
            id=k.id, person=self._owner[k.appearance].id, article=k.article, code=k.code, sub=k.sub, stance=k.stance, status=k.status.value,
            coder=k.coder, confidence=k.confidence, place=(start, end), exact=exact, at=at or f"{self._captured[k.article] or '1970-01-01'}T00:00:00Z",
            span=self._said(k.span, cover, k.article),
            before=_plain_before(cover, text, k.span.start), after=_plain_after(cover, text, k.span.end),
        )  # fmt: skip


def translation_line(span: Span, translated: str) -> str:
    """What stands beside a quote in formats that have no place of its own for a translation; "" where there is none."""
    if not span.translation:
        return ""
    somewhere = ", of words that stand somewhere in this passage" if span.loose else ""
    return f"{translated}{somewhere}: {span.translation}"


def _plain_before(cover: Cover, text: str, at: int) -> str:
    low = max(0, at - CONTEXT)
    while low < at and not cover.is_plain(low, at):
        low += 1
    return text[low:at]


def _plain_after(cover: Cover, text: str, at: int) -> str:
    high = min(len(text), at + CONTEXT)
    while high > at and not cover.is_plain(at, high):
        high -= 1
    return text[at:high]
