"""Where the words of a foreign text stand in the text as it was cleaned: white space, its line ends and what is furniture differ."""

from __future__ import annotations

import bisect
import unicodedata

from testimonia.domain.span import Span
from testimonia.text import same_width

_CONTEXT = 60
"""So many signs on each side tell places of the same words apart."""
_PLACES = 200
"""So many places of the same words are looked at."""


class Alignment:
    """Two texts without their white space and marks of layout, decomposed, each sign with its offset in the whole."""

    def __init__(self, foreign: str, canonical: str) -> None:
        self._canonical = canonical
        self._from, self._from_at = squeezed(foreign)
        self._to, self._to_at = squeezed(canonical)

    def span(self, start: int, end: int) -> Span | None:
        """The span of the canonical text with the words at these offsets of the foreign one; None where they do not stand there."""
        low, high = bisect.bisect_left(self._from_at, start), bisect.bisect_left(self._from_at, end)
        words = self._from[low:high]
        if not words:
            return None
        places = _all(self._to, words)
        if not places:
            return None
        best = max(places, key=lambda at: (self._likeness(low, high, at), -abs(at - low)))
        return Span.of(self._canonical, self._to_at[best], self._to_at[best + len(words) - 1] + 1)

    def _likeness(self, low: int, high: int, at: int) -> int:
        before = _common(self._from[max(0, low - _CONTEXT) : low][::-1], self._to[max(0, at - _CONTEXT) : at][::-1])
        end = at + high - low
        return before + _common(self._from[high : high + _CONTEXT], self._to[end : end + _CONTEXT])


def places(text: str, quote: str) -> list[Span]:
    """Every place of the text at which the words of the quote stand, whatever white space is between them."""
    words, _ = squeezed(quote)
    plain, at = squeezed(text)
    return [Span.of(text, at[i], at[i + len(words) - 1] + 1) for i in _all(plain, words)] if words else []


def squeezed(text: str) -> tuple[str, list[int]]:
    """The signs of the text that are read, and the offset of each."""
    signs, offsets = list[str](), list[int]()
    for at, sign in enumerate(same_width(text)):
        for part in unicodedata.normalize("NFD", sign):
            if not part.isspace() and unicodedata.category(part) not in ("Cc", "Cs", "Co") and part != "\u00ad":
                signs.append(part)
                offsets.append(at)
    return "".join(signs), offsets


def _all(text: str, words: str) -> list[int]:
    found, at = list[int](), text.find(words)
    while at >= 0 and len(found) < _PLACES:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
