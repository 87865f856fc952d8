"""The verbatim gate: a quote passes only where its words stand in the article, and what is kept are the article's words.

Exact after normalisation (case, white space, kinds of quotation marks and dashes); else nearly, in the sentences named and
with the same numbers and the same negations; else rejected. NLP-NOTES, section 6, has the trial it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from testimonia.text import same_width

NEAR = 94.0
"""Likeness in per cent from which words are nearly those quoted (121 quotes; the same figure in NLP-NOTES)."""
NEAR_WORDS = 5
"""A shorter quote must be exact: too little is left to know it by."""
TYPO = 75.0
"""Likeness of two spellings of one word."""
NO_WORDS, NOT_THERE, TWICE = "no words", "the words do not stand there", "the words stand in more than one place"
OTHER_NUMBER, OTHER_NEGATION = "another number", "a negation more or less"

_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_WORD = re.compile(r"\w+(?:['\-]\w+)*")
_NUMBERS_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million dozen "
    "dozens half once twice first second third fourth fifth both"
)
_NEGATIONS_WORDS = (
    "not no never none nobody nothing nowhere neither nor without hardly scarcely barely cannot unable refuse refused refuses "
    "refusing deny denied denies denying fail failed fails failing unless except false falsely"
)
_SMALL_WORDS = (
    "a an the of to in on at by for with and or but that which who as is was are were be been had has have it its this these "
    "those there so then also"
)

_NUMBERS = frozenset(_NUMBERS_WORDS.split())
_NEGATIONS = frozenset(_NEGATIONS_WORDS.split())
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand in the article: offsets in code points. `exact`: else only nearly."""

    start: int
    end: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a quote did not pass."""

    why: str


class Source:
    """An article in a form in which quotes are looked for, with the way back to its own offsets."""

    def __init__(self, text: str) -> None:
        self.plain, self._from, self._to = _normal(text)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """The normal form's part of this stretch of the text."""
        return bisect_left(self._from, start), bisect_left(self._from, end)

    def back(self, start: int, end: int, *, exact: bool) -> Found:
        """Offsets of the text for a stretch of the normal form."""
        return Found(self._from[start], self._to[end - 1], exact)


def negations(words: str) -> Counter[str]:
    """The negations in a text, each as often as it stands there; every "n't" is one of its own."""
    found = _words(normal(words))
    return Counter("n't" if w.endswith("n't") else w for w in found if w in _NEGATIONS or w.endswith("n't"))


def numbers(words: str) -> Counter[str]:
    """The numbers in a text, in digits or words, each as often as it stands there."""
    parts = [part for word in _words(normal(words)) for part in word.split("-")]
    return Counter(part for part in parts if part in _NUMBERS or any(c.isdigit() for c in part))


def normal(words: str) -> str:
    """Words as the gate compares them."""
    return _normal(unicodedata.normalize("NFC", words))[0].strip()


def locate(source: Source, quote: str, cited: Sequence[tuple[int, int]], *, near: bool = True) -> Found | Rejected:
    """Where the quote stands. `cited`: stretches of the text in which it should; exactly, it may stand in one other place."""
    wanted = normal(quote).strip("\"' ")
    if not _WORD.search(wanted):
        return Rejected(NO_WORDS)
    places = _exact(source.plain, wanted, 0, len(source.plain))
    held = [source.stretch(*one) for one in cited]
    inside = [at for at in places if any(low <= at < high for low, high in held)]
    if inside or len(places) == 1:  # the first of several in the sentences named: the same words, the same sense
        at = (inside or places)[0]
        return source.back(at, at + len(wanted), exact=True)
    if places:
        return Rejected(TWICE)
    return _nearly(source, wanted, held) if near else Rejected(NOT_THERE)


def _exact(plain: str, wanted: str, low: int, high: int) -> list[int]:
    """Where the words stand as whole words."""
    before = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", wanted) else ""
    return [m.start() for m in re.compile(f"{before}(?={re.escape(wanted)}{after})").finditer(plain, low, high)]


def _nearly(source: Source, wanted: str, held: Sequence[tuple[int, int]]) -> Found | Rejected:
    words = _words(wanted)
    refused = Rejected(NOT_THERE)
    if len(words) < NEAR_WORDS:
        return refused
    for low, high in held:
        pieces = list(_WORD.finditer(source.plain, low, high))
        stretch = _alike(words, [m.group() for m in pieces])
        if stretch is None:
            continue
        start, end = pieces[stretch[0]].start(), pieces[stretch[1] - 1].end()
        theirs = source.plain[start:end]
        if fuzz.ratio(wanted, theirs) < NEAR and fuzz.ratio(" ".join(words), " ".join(_words(theirs))) < NEAR:
            continue
        if numbers(wanted) != numbers(theirs):
            refused = Rejected(OTHER_NUMBER)
        elif negations(wanted) != negations(theirs):
            refused = Rejected(OTHER_NEGATION)
        elif _same_sense(words, _words(theirs)):
            return source.back(start, end, exact=False)
    return refused


def _alike(words: list[str], theirs: list[str]) -> tuple[int, int] | None:
    """The stretch of their words that is likest to these: from the first word in common to the last."""
    blocks = [b for b in SequenceMatcher(None, words, theirs, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    # a misspelt word at either end still belongs to it
    start = max(0, first.b - first.a)
    end = min(len(theirs), last.b + last.size + len(words) - last.a - last.size)
    return start, end


def _same_sense(words: list[str], theirs: list[str]) -> bool:
    """Whether they differ in spellings, left-out words and small words only: another word would be another claim."""
    for step in Levenshtein.opcodes(words, theirs):
        mine, others = words[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
        if step.tag == "replace" and any(fuzz.ratio(a, b) < TYPO for a, b in zip(mine, others, strict=True)):
            return False
        if step.tag == "delete" and not _SMALL.issuperset(mine):
            return False
    return True


def _words(plain: str) -> list[str]:
    return _WORD.findall(plain)


def _normal(text: str) -> tuple[str, list[int], list[int]]:
    """The normal form, and for each of its characters where in the text it begins and ends."""
    out: list[str] = []
    begin: list[int] = []
    end: list[int] = []
    for at, char in enumerate(text):
        if char in _UNSEEN:
            continue
        form = same_width(unicodedata.normalize("NFKC", same_width(char))).casefold()
        for one in " " if form.isspace() or not form else form:
            if one.isspace() and out and out[-1] == " ":
                end[-1] = at + 1
                continue
            out.append(" " if one.isspace() else one)
            begin.append(at)
            end.append(at + 1)
    return "".join(out), begin, end
