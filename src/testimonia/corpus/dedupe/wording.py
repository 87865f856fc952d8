"""An article's wording: the runs of its words, those outside quotations, and what stands around its names and numbers."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from testimonia.corpus.dedupe.options import DedupeOptions
from testimonia.domain.article import Article

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r'(?<![^\s(\[–—-])["“„«](?=\S)[^"“”„«»\n]+["”»]?')
"""A quotation, to its end or that of the paragraph: one that a cut left open swallows no more."""
_OPENS = re.compile(r'[.!?:"“”„«»\n]')
"""What stands before the first word of a sentence, whose capital says nothing."""
_VOWELS_AND_DOUBLES = re.compile(r"[aeiouy]+|([^\W\d])(?=\1)")
_BLANK = "_"


class _Word(NamedTuple):
    plain: str
    is_named: bool
    is_quoted: bool


class Wording:
    """One article, ready to be compared. What only likely copies need is worked out when it is asked for."""

    def __init__(self, article: Article, options: DedupeOptions) -> None:
        self.article, self._options = article, options

    @cached_property
    def _words(self) -> list[_Word]:
        return list(_words(self.article.text[self.article.body_start :]))

    @cached_property
    def runs(self) -> frozenset[int]:
        """Hashes (63 bits) of the runs of words."""
        return frozenset(map(_hashed, self._windows(self._options.run)))

    @cached_property
    def told(self) -> frozenset[int]:
        """Of these, the ones in the article's own voice: independent accounts share quotations."""
        windows = self._windows(self._options.run)
        return frozenset(_hashed(some) for some in windows if not any(word.is_quoted for word in some))

    @cached_property
    def slots(self) -> Mapping[str, frozenset[tuple[str, ...]]]:
        """What fills the blanks, by windows whose names and numbers are left blank; windows of which more than half is blank say nothing."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for some in self._windows(self._options.window):
            filled = tuple(_spelled(word.plain) for word in some if word.is_named)
            if 0 < len(filled) <= len(some) // 2:
                around = " ".join(_BLANK if word.is_named else word.plain for word in some)
                found.setdefault(around, set()).add(filled)
        return {around: frozenset(filled) for around, filled in found.items()}

    def _windows(self, size: int) -> Iterator[list[_Word]]:
        return (self._words[at : at + size] for at in range(len(self._words) - size + 1))


def signature(runs: Iterable[int], common: Mapping[int, int], options: DedupeOptions) -> frozenset[int]:
    """The article's rarest runs; `common` says how common some are (any choice is right, a rare one is quick)."""
    held = sorted(runs, key=lambda run: (common.get(run, 0), run))
    return frozenset(held[: math.ceil(options.signature * len(held))])


def least(size: int, options: DedupeOptions) -> int:
    """How many of the signature of an article with `size` runs every longer copy of it must have.

    A copy has all but `size - part * size` of the runs, so it lacks at most as many of any subset: the prefix
    filter of S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator for similarity joins", ICDE 2006.
    """
    return math.ceil(options.signature * size) - (size - math.ceil(options.part * size))


def _words(text: str) -> Iterator[_Word]:
    text = unicodedata.normalize("NFKC", text)
    quoted = [place for found in _QUOTED.finditer(text) for place in found.span()]
    end = 0
    for found in _WORD.finditer(text):
        word, opens = found.group(), end == 0 or bool(_OPENS.search(text, end, found.start()))
        is_name = len(word) > 1 and word[0].isupper() and not opens
        is_number = any(map(str.isdigit, word))
        yield _Word(word.casefold(), is_name or is_number, bisect_right(quoted, found.start()) % 2 == 1)
        end = found.end()


def _hashed(words: list[_Word]) -> int:
    run = " ".join(word.plain for word in words)
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") >> 1


def _spelled(word: str) -> str:
    """Names of one sound are one (Mansouri, Mansuri): desks spell them their own way. Numbers are as they stand."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return _VOWELS_AND_DOUBLES.sub("", bare) or bare
