"""Whom a verb in the account is about: the person mentioned last before it, or who says "I"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from testimonia.domain.appearance import Speech
from testimonia.identity.detect.layout import Layout, Piece
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.someone import Someone

_POSSESSIVE = frozenset({"his", "her", "their", "my", "our"})
_GIVEN = re.compile(r"\b(?:name|called|named|known as|as)\s$")
"""A name that somebody bears is no subject: "fought under the name Abu Yusuf and left in May"."""
_SUBJECT = re.compile(
    r"\b(I|we|We|he|He|she|She|they|They|it|It|you|You|who|my [\w-]+|My [\w-]+|[Tt]he [\w-]+|[A-Z][a-z]+)\b"
)
_SELF = frozenset({"i", "we", "my job", "my work", "my task", "my duty"})
_MADE_ME = re.compile(r"\b(?:made|had|let|forced|ordered|told|set|put) (?:me|us)(?: to)? $")


class Subjects:
    """Who the nearest mention before a place is. Made once for an article: everybody in it is asked about."""

    def __init__(self, crowd: Iterable[Someone], plain: str) -> None:
        self._told: dict[int, list[Found]] = {}
        for mention in (m for one in crowd for m in one.mentions if not m.quoted):
            if not _GIVEN.search(plain, max(0, mention.start - 20), mention.start):
                self._told.setdefault(mention.start, []).append(mention)
        self._starts = sorted(self._told)

    def is_of(self, person: int, at: int) -> bool:
        """Whether the last mention before this place is that person, and not only as somebody's owner ("her husband")."""
        before = bisect_left(self._starts, at)
        last = self._told[self._starts[before - 1]] if before else []
        return any(m.person == person for m in last) and not any(m.text.lower() in _POSSESSIVE for m in last)


def within(layout: Layout, speech: Speech) -> Iterator[Piece]:
    """The sentences of what was said, cut to it."""
    for i in range(layout.sentence_at(speech.span.start), len(layout.sentences)):
        piece = layout.sentences[i]
        if piece.start >= speech.span.end:
            return
        start, end = max(piece.start, speech.span.start), min(piece.end, speech.span.end)
        if start < end:
            yield Piece(start, end, piece.paragraph)


def speaks_of_self(plain: str, start: int, at: int) -> bool:
    """Whether the subject of the verb at this place, in a sentence of somebody's speech that begins at `start`, is the speaker."""
    if _MADE_ME.search(plain, start, at):
        return True
    found = _SUBJECT.findall(plain, start, at)
    return bool(found) and found[-1].lower() in _SELF
