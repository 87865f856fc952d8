"""A paragraph cut into the pieces that are paired with another language's: sentences, and what colons, semicolons and quotations make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from testimonia.pipeline.translation.signs import signs

Place = tuple[int, int]

_END = re.compile(r"(?<=[.!?…؟۔])(?:\s»(?=\s))?[\"'”’»)\]]*\s+(?=\S)")
"""French sets a blank before the mark that closes a quotation; German opens one with the same mark, which no blank follows."""
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Mme|Mlle|Prof|Gen|Col|Lt|Sgt|Capt|St|No|vs|bzw|ca|Hr|Fr)|\b[^\W\d_])\.$")
_DIVIDES = re.compile(r"[;؛:]\s+(?=\S)")
_MARK = re.compile(r"[«»„“”\"]")
_CLOSED_BY = {"«": "»", "»": "«", "„": '“”"', "“": "”“", "”": "”", '"': '"'}
_AFTER = re.compile(r"[,.;:!?…،؛؟]*\s*")
_SAID = 25
"""Letters that a quotation has at least, to be a piece of its own; fewer are a word or a title in quotation marks."""
_ATTRIBUTION = 30
"""Letters below which what stands beside a quotation stays with it: "he says", which each language puts elsewhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`is_said`: more than half of it stands in quotation marks. `signs`: what it may have in common with its counterpart."""

    place: Place
    is_said: bool
    signs: frozenset[str]

    @property
    def length(self) -> int:
        """In characters."""
        return self.place[1] - self.place[0]


def pieces(text: str, within: Place) -> list[Piece]:
    """The pieces of a paragraph, in order; together they leave out nothing but white space."""
    said = list(quotations(text, within))
    places = _between(text, _beginnings(text, said, within), within)
    return [Piece(place, _is_said(place, said), signs(text[slice(*place)])) for place in places]


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


def quotations(text: str, within: Place) -> Iterator[Place]:
    """Where quotations run with their marks, in any of the usual fashions; one that nothing closes runs to the end of the paragraph."""
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, *within):
        if opened is None:
            opened = mark
        elif mark.group() in _CLOSED_BY[opened.group()]:
            yield opened.start(), mark.end()
            opened = None
    if opened:
        yield opened.start(), within[1]


def _beginnings(text: str, said: list[Place], within: Place) -> list[int]:
    """The offsets at which pieces begin."""
    of_sentences = {start for start, _ in sentences(text, within)}
    turns = {
        at for start, end in said if _letters(text, start, end) >= _SAID for at in (start, _past(text, end, within[1]))
    }
    begins = sorted(of_sentences | turns | {m.end() for m in _DIVIDES.finditer(text, *within)})
    beside = {
        at
        for before, at, after in zip([within[0], *begins], begins, [*begins[1:], within[1]], strict=False)
        if min(_letters(text, before, at), _letters(text, at, after)) < _ATTRIBUTION
    }
    return [at for at in begins if at in of_sentences or at not in turns & beside]


def _past(text: str, end: int, stop: int) -> int:
    """The offset after the stops and blanks that follow a quotation."""
    after = _AFTER.match(text, end, stop)
    return after.end() if after else end


def _letters(text: str, start: int, end: int) -> int:
    return sum(c.isalpha() for c in text[start:end])


def _between(text: str, begins: list[int], within: Place) -> list[Place]:
    """From each beginning to the next; what has no letter goes with what stands before it."""
    found: list[Place] = []
    for start, end in zip(begins, [*begins[1:], within[1]], strict=True):
        end = start + len(text[start:end].rstrip())
        if found and not any(c.isalnum() for c in text[start:end]):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found or [within]


def _is_said(place: Place, said: list[Place]) -> bool:
    quoted = sum(max(0, min(place[1], end) - max(place[0], start)) for start, end in said)
    return 2 * quoted > place[1] - place[0]
