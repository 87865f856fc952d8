"""What was found in a translation, as places of the original: no result but with words that stand in the canonical text.

A name stands where it is written in the sentence that goes with its own, in the same letters or in another script; everything else
is the words that go with it: a quotation or a sentence, or more of the paragraph where it is not sure which of them. The words that were read stay beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from testimonia.domain.appearance import NAMING, Appearance, Mention, MentionKind, Speech, Value
from testimonia.domain.article import Article
from testimonia.domain.claim import Claim
from testimonia.domain.coding import CodedAppearance, Coding, Passage
from testimonia.domain.reading import Reading
from testimonia.domain.span import Span
from testimonia.pipeline.translation.align import Pair, aligned, paragraphs
from testimonia.pipeline.translation.pieces import Place, sentences
from testimonia.study.spelling import PARTICLES, level, skeleton
from testimonia.text import handle

_WORD = re.compile(r"(?:[^\W\d_][\u0610-\u061a\u0640\u064b-\u065f\u0670]*)+")
_ALIKE = re.compile(r"[\dA-ZÀ-Þ]")
_NAMES = ("name", "alias", "place")
_BONES = 2
"""Consonants that a part of a name needs, to be looked for in another script."""

T = TypeVar("T", bound=msgspec.Struct)


class Anchor:
    """Places of one translation in its original."""

    def __init__(self, translation: Article, original: Article) -> None:
        self._original = original
        self._pairs: list[Pair] = [pair for held in aligned(translation.text, original.text) for pair in held]
        blocks = paragraphs(translation.text)
        self._sentences: list[Place] = [place for block in blocks for place in sentences(translation.text, block)]

    def sentence(self, span: Span) -> Span:
        """The words of the original that go with the sentences, or the parts of one, in which these words stand."""
        pairs = self._over(span.start, span.end)
        start, end = pairs[0].original[0], pairs[-1].original[1]
        is_whole = (span.start, span.end) == (pairs[0].translation[0], pairs[-1].translation[1])
        return self._span(start, end, span.quote, loose=not is_whole)

    def name(self, span: Span) -> Span:
        """The name itself, where it is written in the original; else as `sentence`."""
        for around in self._around(span):
            if place := self._verbatim(span, around) or self._in_letters(span.quote, around):
                return self._span(*place, span.quote, loose=False)
        return self.sentence(span)

    def figure(self, span: Span) -> Span:
        """A number or another word that both languages may write alike, where it does stand there; else as `sentence`."""
        for around in self._around(span) if _ALIKE.search(span.quote) else ():
            if place := self._verbatim(span, around):
                return self._span(*place, span.quote, loose=False)
        return self.sentence(span)

    def _around(self, span: Span) -> Iterator[tuple[Place, Place]]:
        """Words of the translation and the words of the original that go with them: around the span, then in its whole sentence,
        since languages order the parts of one differently."""
        whole = [s for s in self._sentences if s[0] < span.end and span.start < s[1]] or [(span.start, span.end)]
        for start, end in ((span.start, span.end), (whole[0][0], whole[-1][1])):
            pairs = self._over(start, end)
            yield (pairs[0].translation[0], pairs[-1].translation[1]), (pairs[0].original[0], pairs[-1].original[1])

    def _over(self, start: int, end: int) -> list[Pair]:
        found = [p for p in self._pairs if p.translation[0] < end and start < p.translation[1]]
        return found or [self._pairs[0]]

    def _span(self, start: int, end: int, said: str, *, loose: bool) -> Span:
        quote = self._original.text[start:end]
        if quote == said:
            return Span(start=start, end=end, quote=quote)
        return Span(start=start, end=end, quote=quote, translation=said, loose=loose)

    def _verbatim(self, span: Span, around: tuple[Place, Place]) -> Place | None:
        """Where the very same words stand; of several, those as far on."""
        (begins, ends), (start, stop) = around
        pattern = re.compile(rf"(?<!\w){re.escape(span.quote)}(?!\w)")
        found = [m.span() for m in pattern.finditer(self._original.text, start, stop)]
        ahead = (span.start - begins) / max(1, ends - begins) * (stop - start) + start
        return min(found, key=lambda place: abs(place[0] - ahead)) if found else None

    def _in_letters(self, name: str, around: tuple[Place, Place]) -> Place | None:
        """Where the name stands in other letters or another spelling: its telling parts one after another, by their consonants."""
        _, (start, stop) = around
        parts = [_bones(w) for w in _WORD.findall(name) if level(w) not in PARTICLES]
        words = [m for m in _WORD.finditer(self._original.text, start, stop) if level(m.group()) not in PARTICLES]
        if not parts or min(map(len, parts)) < _BONES:
            return None
        for at in range(len(words) - len(parts) + 1):
            run = words[at : at + len(parts)]
            if [_bones(m.group()) for m in run] == parts:
                return run[0].start(), run[-1].end()
        return None


def _bones(word: str) -> str:
    """The consonants of a part of a name; "" for what cannot be one, since it is written small."""
    return "" if word[0].islower() else skeleton(level(word))


def anchored_reading(read: Reading, anchor: Anchor) -> tuple[Reading, tuple[Appearance, ...]]:
    """The reading of a translation in places of the original, and its appearances as they were read, with the ids that they have now."""
    taken: set[Place] = set()
    found, alike = [], []
    for one in read.appearances:
        mentions = _mentions(one, anchor, taken)
        founding = mentions[0].span
        taken.add((founding.start, founding.end))
        id = Appearance.id_of(one.article, founding.start, founding.end)
        alike.append(msgspec.structs.replace(one, id=id))
        found.append(_appearance(one, id, mentions, anchor))
    now = {old.id: new.id for old, new in zip(read.appearances, found, strict=True)}
    anchored = msgspec.structs.replace(
        read,
        appearances=tuple(found),
        claims=tuple(_claims(read.claims, anchor)),
        narratives=_each(read.narratives, anchor),
        doubts=tuple(
            msgspec.structs.replace(d, appearance=now.get(d.appearance, d.appearance)) if d.appearance else d
            for d in read.doubts
        ),
    )
    return anchored, tuple(alike)


def _appearance(one: Appearance, id: str, mentions: tuple[Mention, ...], anchor: Anchor) -> Appearance:
    return msgspec.structs.replace(
        one,
        id=id,
        mentions=mentions,
        atoms=_each(one.atoms, anchor),
        values=tuple(_value(v, anchor) for v in one.values),
        speech=tuple(_speech(one.speech, anchor)),
        scope=_once(anchor.sentence(s) for s in one.scope),
        around=_once(anchor.sentence(s) for s in one.around),
    )


def _mentions(one: Appearance, anchor: Anchor, taken: set[Place]) -> tuple[Mention, ...]:
    """The first founds the appearance: what is written of the person's own, else the first sentence that nobody else has."""
    held: dict[tuple[int, int, str], Mention] = {}
    for m in one.mentions:
        span = anchor.name(m.span) if m.kind in NAMING else anchor.sentence(m.span)
        if m.kind is not MentionKind.PRONOUN or not any((span.start, span.end) == key[:2] for key in held):
            held.setdefault((span.start, span.end, span.said), Mention(span=span, kind=m.kind))
    ordered = sorted(held.values(), key=lambda m: (m.span.loose, m.kind is MentionKind.PRONOUN))
    first = next((m for m in ordered if (m.span.start, m.span.end) not in taken), None)
    if first is None:
        first = _shortened(ordered[0], taken)
    return (first, *(m for m in ordered if m is not first))


def _shortened(mention: Mention, taken: set[Place]) -> Mention:
    """The same words without the last ones, since an appearance is known by its place and somebody else has this one."""
    span = mention.span
    ends = [span.start + m.end() for m in re.finditer(r"\S+", span.quote)][:-1]
    ends = ends[::-1] + list(range(span.end - 1, span.start, -1))
    end = next((end for end in ends if (span.start, end) not in taken), span.end)
    shorter = msgspec.structs.replace(
        span, end=end, quote=span.quote[: end - span.start], translation=span.said, loose=True
    )
    return msgspec.structs.replace(mention, span=shorter)


def _value(value: Value, anchor: Anchor) -> Value:
    if value.span is None:
        return value
    way = anchor.name if value.field in _NAMES else anchor.figure
    return msgspec.structs.replace(value, span=way(value.span))


def _speech(held: Sequence[Speech], anchor: Anchor) -> Iterator[Speech]:
    """Each once: several quotations in one sentence of the original are one there, and the words of all stand beside it."""
    found: dict[tuple[int, int, bool], Speech] = {}
    for one in held:
        span = anchor.sentence(one.span)
        key = (span.start, span.end, one.direct)
        before = found.get(key)
        found[key] = msgspec.structs.replace(one, span=_both(before.span, span) if before else span)
    yield from found.values()


def _claims(held: Sequence[Claim], anchor: Anchor) -> Iterator[Claim]:
    """Claims of one sentence of the original keep apart by their figures."""
    for claim in held:
        span = anchor.sentence(claim.span)
        yield msgspec.structs.replace(claim, id="q-" + handle(claim.id, str(span.start), str(span.end)), span=span)


def _each(held: Iterable[T], anchor: Anchor) -> tuple[T, ...]:
    return tuple(msgspec.structs.replace(one, span=anchor.sentence(one.span)) for one in held)  # type: ignore[attr-defined]


def _once(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order; two sentences of the translation that are one of the original are one."""
    found: dict[Place, Span] = {}
    for span in spans:
        key = (span.start, span.end)
        found[key] = _both(found[key], span) if key in found else span
    return tuple(found.values())


def _both(one: Span, other: Span) -> Span:
    said = one.said if other.said in one.said else f"{one.said} {other.said}"
    return msgspec.structs.replace(one, translation=said, loose=one.loose and other.loose)


def anchored_coding(coded: CodedAppearance, appearance: str, anchor: Anchor) -> CodedAppearance:
    """Codings and passages in places of the original; two that fall on the same words for one code are one, the better of them."""
    codings: dict[str, Coding] = {}
    for k in coded.codings:
        span = anchor.sentence(k.span)
        id = Coding.id_of(appearance, k.code, span)
        if id in codings:
            codings[id] = msgspec.structs.replace(codings[id], span=_both(codings[id].span, span))
        else:
            codings[id] = msgspec.structs.replace(k, id=id, appearance=appearance, span=span)
    return msgspec.structs.replace(
        coded, appearance=appearance, codings=tuple(codings.values()), passages=tuple(_passages(coded.passages, appearance, anchor))
    )  # fmt: skip


def _passages(held: Sequence[Passage], appearance: str, anchor: Anchor) -> Iterator[Passage]:
    seen: dict[str, set[Place]] = {}
    for p in held:
        span, places = anchor.sentence(p.span), seen.setdefault(p.code, set())
        if (span.start, span.end) not in places:
            places.add((span.start, span.end))
            yield msgspec.structs.replace(p, appearance=appearance, span=span, rank=len(places))
