"""Agreement on words: code point by code point of the article, marked or not.

A sentence in common counts by its length, and an empty article would agree with itself: so the coefficients are given over all of the text, and
over what one of the two marked (then `agreement` is the share of marked text that both marked, Jaccard's index).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from testimonia.domain.round import Mark

MARKED, ABSENT = "marked", "absent"


def span_table(left: Iterable[Mark], right: Iterable[Mark], code: str, length: int) -> Counter[tuple[str, str]]:
    """How many of the article's `length` code points both, one or none marked with this code."""
    a, b = _stretches(left, code), _stretches(right, code)
    both = sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)
    mine, theirs = (sum(e - s for s, e in held) for held in (a, b))
    return Counter(
        {
            (MARKED, MARKED): both,
            (MARKED, ABSENT): mine - both,
            (ABSENT, MARKED): theirs - both,
            (ABSENT, ABSENT): length - mine - theirs + both,
        }
    )


def _stretches(marks: Iterable[Mark], code: str) -> list[tuple[int, int]]:
    """What is marked with the code, once each."""
    result: list[tuple[int, int]] = []
    for start, end in sorted((m.start, m.end) for m in marks if m.code == code):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result
