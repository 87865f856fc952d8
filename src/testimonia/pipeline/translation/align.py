"""Sentences of a translation beside those of the original, paragraph by paragraph, by their lengths; the whole paragraph where that is not sure.

W. A. Gale and K. W. Church, A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19(1), 1993: the
lengths of two sentences that say the same go together. `PRIORS` and `VARIANCE` are theirs. A paragraph is trusted only where every
sentence has its counterpart, no pair is longer or shorter than chance makes it in 99 of 100, and numbers and names that are
written alike in both stand in sentences that go together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from testimonia.text import PARAGRAPH

PRIORS = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
"""How often so many sentences of the translation stand for so many of the original."""
VARIANCE = 6.8
"""Of the length of a translation, for each character of the original."""
RARE = 2.576
"""Standard deviations that one pair in a hundred exceeds by chance."""
MOST = 400
"""Sentences on one side above which a paragraph is taken whole: the table of all pairs grows with their product."""

_END = re.compile(r"(?<=[.!?…؟۔])(?:\s»(?=\s))?[\"'”’»)\]]*\s+(?=\S)")
"""French sets a blank before the mark that closes a quotation; German opens one with the same mark, which no blank follows."""
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Mme|Mlle|Prof|Gen|Col|Lt|Sgt|Capt|St|No|vs|bzw|ca|Hr|Fr)|\b[^\W\d_])\.$")
_SIGN = re.compile(r"\d+|[^\W\d_][^\W_]+")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences that say the same: where they run in the translation, and where in the original."""

    translation: Place
    original: Place


def paragraphs(text: str) -> list[Place]:
    """Where the paragraphs of a canonical text run."""
    return [m.span() for m in PARAGRAPH.finditer(text)]


def sentences(text: str, within: Place) -> list[Place]:
    """Where the sentences of a paragraph run, in any of the scripts whose full stops are known."""
    start, stop = within
    found = []
    for end in _END.finditer(text, start, stop):
        before = text[start : end.start()]
        if text[end.end()].islower() or _NO_END.search(before[-8:]):
            continue
        found.append((start, end.start() + len(end.group().rstrip())))
        start = end.end()
    return [*found, (start, stop)]


def aligned(translation: str, original: str) -> list[list[Pair]]:
    """For each paragraph its pairs, in order; a single one where the paragraph is taken whole. Both have as many paragraphs."""
    ratio = len(original) / len(translation)
    together = zip(paragraphs(translation), paragraphs(original), strict=True)
    return [_paragraph(translation, theirs, original, ours, ratio) for theirs, ours in together]


def _paragraph(translation: str, theirs: Place, original: str, ours: Place, ratio: float) -> list[Pair]:
    whole = [Pair(theirs, ours)]
    here, there = sentences(translation, theirs), sentences(original, ours)
    if max(len(here), len(there)) > MOST:
        return whole
    steps = _path([b - a for a, b in here], [b - a for a, b in there], ratio)
    if any(0 in (i1 - i0, j1 - j0) for i0, i1, j0, j1 in steps):
        return whole
    pairs = [Pair((here[i0][0], here[i1 - 1][1]), (there[j0][0], there[j1 - 1][1])) for i0, i1, j0, j1 in steps]
    lengths = ((p.translation[1] - p.translation[0], p.original[1] - p.original[0]) for p in pairs)
    if any(abs(_deviation(a, b, ratio)) > RARE for a, b in lengths):
        return whole
    return pairs if _agree(pairs, translation, original) else whole


def _agree(pairs: Sequence[Pair], translation: str, original: str) -> bool:
    """Whether what is written alike on both sides, and once on each, stands in sentences that go together."""
    here = [_signs(translation[a:b]) for a, b in (p.translation for p in pairs)]
    there = [_signs(original[a:b]) for a, b in (p.original for p in pairs)]
    once = {s for s in set().union(*here) if sum(s in h for h in here) == 1 == sum(s in t for t in there)}
    return all((sign in h) == (sign in t) for sign in once for h, t in zip(here, there, strict=True))


def _signs(words: str) -> frozenset[str]:
    """Numbers, and words with a capital: in digits and letters that both languages may share."""
    found = (m.group() for m in _SIGN.finditer(words))
    return frozenset(str(int(w)) if w.isdecimal() else w for w in found if w.isdecimal() or w[0].isupper())


def _path(here: Sequence[int], there: Sequence[int], ratio: float) -> list[tuple[int, int, int, int]]:
    """The likeliest way to pair sentences of these lengths off, as ranges of both."""
    best: dict[Place, tuple[float, Place]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(here) + 1):
        for j in range(len(there) + 1):
            ways = [
                (
                    best[i - a, j - b][0] + _cost(sum(here[i - a : i]), sum(there[j - b : j]), ratio, prior),
                    (i - a, j - b),
                )
                for (a, b), prior in PRIORS.items()
                if i >= a and j >= b
            ]
            if ways:
                best[i, j] = min(ways)
    at, steps = (len(here), len(there)), []
    while at != (0, 0):
        before = best[at][1]
        steps.append((before[0], at[0], before[1], at[1]))
        at = before
    return steps[::-1]


def _cost(here: int, there: int, ratio: float, prior: float) -> float:
    chance = math.erfc(abs(_deviation(here, there, ratio)) / math.sqrt(2))  # two-sided: 2 (1 - Phi)
    return -math.log(max(chance, 1e-300)) - math.log(prior)


def _deviation(here: int, there: int, ratio: float) -> float:
    """By how many standard deviations the original is longer than so long a translation makes one expect."""
    mean = (here + there / ratio) / 2
    return (there - here * ratio) / math.sqrt(VARIANCE * mean) if mean else 0.0
