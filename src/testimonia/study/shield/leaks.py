"""Looks for hidden names in everything that is to leave the house, however they are written there."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple

import msgspec

from testimonia.study.shield.secrets import SKELETON, Secret, Secrets
from testimonia.study.spelling import (
    apart,
    gathered,
    is_set_apart,
    level,
    place_of,
    skeleton,
    spoken_in,
    visible,
)

_JOINTS = frozenset("-_/.=@#%\\:+&?")
OTHERWISE = "in another transliteration"
NEAR = 3
"""So many other words may stand between the parts of a name."""
PIECE, MARGIN, SHARED = 1_000_000, 4_096, 256
"""A long text is searched in pieces of so many characters, each with so many before and after it, so that memory does not grow with the text."""


class Leak(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A hidden name that was found: where, whose (never the name itself), and how it is written there."""

    where: str
    owner: str
    how: str


class Hit(NamedTuple):
    """A word that may be part of a hidden name: the how-manieth word of the text, the word, what it may be part of."""

    number: int
    word: str
    parts: tuple[tuple[str, str], ...]


def leaks(texts: Iterable[tuple[str, str]], secrets: Secrets) -> list[Leak]:
    """Every leak, each place once; `texts` are (where, text) pairs, a file name being a text too."""
    return Search(secrets).leaks(texts)


class Search:
    """Looks words up; what a word may be part of is worked out once for each word."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._parts = lru_cache(maxsize=200_000)(self._parts_of)

    def leaks(self, texts: Iterable[tuple[str, str]]) -> list[Leak]:
        """See `leaks`; for many texts one after the other."""
        return sorted({leak for where, text in texts for leak in self.found(where, text)})

    def found(self, where: str, text: str) -> Iterator[Leak]:
        """The leaks of one text, as they come."""
        for start in range(0, max(1, len(text)), PIECE):
            before, behind = text[max(0, start - MARGIN) : start], text[start + PIECE : start + PIECE + MARGIN]
            piece = visible(f"{before}{text[start : start + PIECE]}{behind}")
            # two neighbours share some characters, so that what stands where they meet is in one of them whatever `visible` takes away
            core = range(len(visible(before)) - SHARED, len(piece) - len(visible(behind)) + SHARED)
            spoken = spoken_in(piece)
            yield from self._in(where, piece, spoken, core if len(text) > PIECE else None)
            if is_set_apart(piece) and (closer := gathered(piece)) != piece:
                yield from self._in(where, closer, spoken_in(closer))

    def _in(self, where: str, plain: str, spoken: list[str], core: range | None = None) -> Iterator[Leak]:
        """The leaks of one text. Of a piece of a text only those whose word begins in its `core`: the rest gives what stands around."""
        for hit, leak in self._hits(where, plain, spoken):
            if core is None or place_of(plain, hit.number) in core:
                yield leak

    def _hits(self, where: str, plain: str, spoken: list[str]) -> Iterator[tuple[Hit, Leak]]:
        telling = {word: parts for word in set(spoken) if (parts := self._parts(word))}
        if not telling:
            return
        places = compress(count(), map(telling.__contains__, spoken))
        hits = [Hit(i, spoken[i], telling[spoken[i]]) for i in places if not self._secrets.covers(spoken, i)]
        near = {hit.number: hit for hit in hits}
        for hit in hits:
            for part, how in hit.parts:
                if part.startswith("="):
                    yield hit, Leak(where=where, owner=self._secrets.whole[part[1:]].owner, how=how)
                    continue
                for secret in self._secrets.by_part[part]:
                    if self._stands(secret, hit, how, near, plain):
                        yield hit, Leak(where=where, owner=secret.owner, how=how)

    def _stands(self, secret: Secret, hit: Hit, how: str, near: dict[int, Hit], plain: str) -> bool:
        if len(secret.parts) == 1:
            return self._stands_alone(secret.parts[0], hit, how, plain)
        reach = len(secret.parts) + NEAR
        around = (near.get(number) for number in range(hit.number - reach, hit.number + reach + 1))
        held = {p for one in around if one for p, _ in one.parts}
        return held.issuperset(secret.parts)

    def _stands_alone(self, part: str, hit: Hit, how: str, plain: str) -> bool:
        """A name of one word: as a word of a sentence it needs its capital ("a rose" is no Rose); in an address it does not."""
        if part in self._secrets.shown or (how == OTHERWISE and len(skeleton(part)) < SKELETON):
            return False
        if how not in ("as it is", OTHERWISE) or not hit.word.islower():
            return True
        if len(plain.split(None, 1)) < 2:
            return True
        at = place_of(plain, hit.number)
        return _is_joined(plain, at, at + len(hit.word))

    def _parts_of(self, word: str) -> tuple[tuple[str, str], ...]:
        """What the word, or one of the words written in one with it, may be of hidden names."""
        found = dict(self._parts_of_one(word))
        for part in apart(word):
            found.update(self._parts_of_one(part))
        return tuple(found.items())

    def _parts_of_one(self, word: str) -> tuple[tuple[str, str], ...]:
        """The parts of hidden names that this word may be, each with how it is written; "=" before a whole name."""
        plain = level(word)
        found: dict[str, str] = {}
        for form, how in ((plain, "as it is"), (plain[::-1], "backwards"), (codecs.encode(plain, "rot13"), "in ROT13")):
            if form in self._secrets.by_part and (how == "as it is" or len(form) >= 5):
                found.setdefault(form, how)
            if form in self._secrets.whole:
                found.setdefault("=" + form, "in one word" if how == "as it is" else how)
        bones = skeleton(plain)
        if len(bones) >= 2 and (word[:1].isupper() or not word[:1].isascii() or len(bones) >= 4):
            for part in self._secrets.by_skeleton.get(bones, ()):
                if not word.isascii() or _is_alike(plain, part):
                    found.setdefault(part, OTHERWISE)
        return tuple(found.items())


def _is_alike(word: str, part: str) -> bool:
    """Whether two words with the same consonants are one name: "Yousef" and "Yusuf", not "Emre" and "Omar"."""
    from rapidfuzz.distance import Levenshtein

    most = 1 if len(part) < 5 else 2 if len(part) < 7 else 3
    return Levenshtein.distance(word, part, score_cutoff=most) <= most


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether the word is part of an address, a path or a key rather than of a sentence."""
    return (start > 0 and text[start - 1] in _JOINTS) or (end < len(text) and text[end] in "-_/=@#%\\")
