"""Looks for hidden names in everything that is to leave the house, however they are written there."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from testimonia.study.shield.secrets import SKELETON, Secret, Secrets
from testimonia.study.shield.spelling import distinct, is_spaced, level, skeleton, visible, words

_JOINTS = frozenset("-_/.=@#%\\:+&?")
OTHERWISE = "in another transliteration"
NEAR = 3
"""So many other words may stand between the parts of a name."""


class Leak(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A hidden name that was found: where, whose (never the name itself), and how it is written there."""

    where: str
    owner: str
    how: str


def leaks(texts: Iterable[tuple[str, str]], secrets: Secrets) -> list[Leak]:
    """Every leak, each place once; `texts` are (where, text) pairs, a file name being a text too."""
    search = _Search(secrets)
    return sorted({leak for where, text in texts for leak in search.found(where, text)})


class _Search:
    """Looks words up; what a word may be part of is worked out once for each word."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._parts = lru_cache(maxsize=500_000)(self._parts_of)

    def found(self, where: str, text: str) -> Iterator[Leak]:
        plain = visible(text)
        if not any(map(self._parts, distinct(plain))) and not is_spaced(plain):
            return
        spoken = words(plain)
        slug = not any(c.isspace() for c in plain.strip())
        hits = [(i, parts) for i, (word, _) in enumerate(spoken) if (parts := self._parts(word))]
        if not hits:
            return
        at = dict(hits)
        for i, parts in hits:
            for part, how in parts:
                if part.startswith("="):
                    yield Leak(where=where, owner=self._secrets.whole[part[1:]].owner, how=how)
                    continue
                for secret in self._secrets.by_part[part]:
                    if self._stands(secret, i, at, how, spoken, plain, slug):
                        yield Leak(where=where, owner=secret.owner, how=how)

    def _stands(
        self, secret: Secret, i: int, at: dict[int, tuple[tuple[str, str], ...]], how: str,
        spoken: list[tuple[str, int]], plain: str, slug: bool,
    ) -> bool:  # fmt: skip
        if len(secret.parts) == 1:
            word, start = spoken[i]
            if how == OTHERWISE and len(skeleton(secret.parts[0])) < SKELETON:
                return False
            return secret.parts[0] not in self._secrets.shown and (
                slug
                or how not in ("as it is", OTHERWISE)
                or not word.islower()
                or _is_joined(plain, start, start + len(word))
            )
        reach = len(secret.parts) + NEAR
        near = {p for j in range(i - reach, i + reach + 1) for p, _ in at.get(j, ())}
        return near.issuperset(secret.parts)

    def _parts_of(self, word: str) -> tuple[tuple[str, str], ...]:
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
