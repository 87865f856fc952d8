"""A paragraph cut into the pieces that are paired with another language's: sentences, and what colons, semicolons and quotations make of them.

Each piece comes with what shows without knowing either language which piece of the other text it may belong to: its length, how
much of it stands in quotation marks, and its signs (numbers, questions, words that both languages write much alike).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from testimonia.study.shield.spelling import level, skeleton

Place = tuple[int, int]

_END = re.compile(r"(?<=[.!?…؟۔])(?:\s»(?=\s))?[\"'”’»)\]]*\s+(?=\S)")
"""French sets a blank before the mark that closes a quotation; German opens one with the same mark, which no blank follows."""
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Mme|Mlle|Prof|Gen|Col|Lt|Sgt|Capt|St|No|vs|bzw|ca|Hr|Fr)|\b[^\W\d_])\.$")
_DIVIDES = re.compile(r"[;؛:]\s+(?=\S)")
_QUOTATION_MARK = re.compile(r"[«»„“”\"]")
_CLOSED_BY = {"«": "»", "»": "«", "„": '“”"', "“": "”“", "”": "”", '"': '"'}
_SAID = 25
"""Letters that a quotation has at least, to be a piece of its own; fewer are a word or a title in quotation marks."""
_AFTER = re.compile(r"[,.;:!?…،؛؟]*\s*")

_NUMBER = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ٬]\d{3})+(?!\d)|\d+")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 4
"""First letters that make two words cognates: Simard, Foster and Isabelle, Using Cognates to Align Sentences in Bilingual Corpora, TMI 1992."""
_BONES = 3
"""Consonants by which a name is known again in another script."""
_PROCLITIC = re.compile(r"^[وفبلك](?:ال)?(?=\w{3})|^لل(?=\w{3})")
"""What Arabic writes in one with the next word: and, so, in, to, as, and the article."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`quoted`: how many of its characters stand in quotation marks. `signs`: what it may have in common with its counterpart."""

    place: Place
    quoted: int
    signs: frozenset[str]

    @property
    def length(self) -> int:
        """In characters."""
        return self.place[1] - self.place[0]


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


def pieces(text: str, within: Place) -> list[Piece]:
    """The pieces of a paragraph, in order; together they leave out nothing but white space."""
    said = list(quotations(text, within))
    begins = {start for start, _ in sentences(text, within)} | {m.end() for m in _DIVIDES.finditer(text, *within)}
    for start, end in said:
        if sum(c.isalpha() for c in text[start:end]) >= _SAID:
            begins |= {start, _past(text, end, within[1])}
    return [_piece(text, place, said) for place in _between(text, sorted(begins), within)]


def _past(text: str, end: int, stop: int) -> int:
    """The offset after the stops and blanks that follow a quotation."""
    after = _AFTER.match(text, end, stop)
    return after.end() if after else end


def _between(text: str, begins: list[int], within: Place) -> list[Place]:
    """From each beginning to the next; what has no letter goes with what stands before it."""
    found: list[Place] = []
    for start, end in zip(begins, [*begins[1:], within[1]], strict=True):
        end = start + len(text[start:end].rstrip())
        if start == end:
            continue
        if found and not any(c.isalnum() for c in text[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found or [within]


def _piece(text: str, place: Place, said: list[Place]) -> Piece:
    quoted = sum(max(0, min(place[1], end) - max(place[0], start)) for start, end in said)
    return Piece(place, quoted, frozenset(_signs(text[slice(*place)])))


def quotations(text: str, within: Place) -> Iterator[Place]:
    """Where quotations run with their marks, in any of the usual fashions; one that nothing closes runs to the end of the paragraph."""
    opened: re.Match[str] | None = None
    for mark in _QUOTATION_MARK.finditer(text, *within):
        if opened is None:
            opened = mark
        elif mark.group() in _CLOSED_BY[opened.group()]:
            yield opened.start(), mark.end()
            opened = None
    if opened:
        yield opened.start(), within[1]


def _signs(words: str) -> Iterator[str]:
    if "?" in words or "؟" in words:
        yield "?"
    for number in _NUMBER.finditer(words):
        yield "#" + str(int(re.sub(r"\D", "", number.group())))
    for word in _WORD.findall(words):
        yield from _likenesses(word)


def _likenesses(word: str) -> Iterator[str]:
    """What a word has in common with the same word or name in another language."""
    if word.lower() == word.upper():  # a script without capitals: any word may be a name
        yield from {bones for form in (word, _PROCLITIC.sub("", word)) for bones in _bones(form)}
        return
    plain = level(word)
    if len(plain) >= _ALIKE:
        yield plain[:_ALIKE]
    if word[0].isupper():
        yield from _bones(word)


def _bones(word: str) -> Iterator[str]:
    if len(found := skeleton(level(word))) >= _BONES:
        yield f"~{found}"
