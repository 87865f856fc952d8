"""Sentences gathered into windows of a length that the encoder reads at once, each with a little of what went before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9À-Þ])|\n+")
WINDOW_WORDS = 110


def sentences_of(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a short text, in code points."""
    found, start = [], 0
    for match in _END.finditer(text):
        end = match.start() if text[match.start()] == "\n" else match.end()
        if text[start:end].strip():
            found.append(_trim(text, start, end))
        start = match.end()
    if text[start:].strip():
        found.append(_trim(text, start, len(text)))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def windows_of(
    text: str, sentences: Sequence[tuple[int, int]], words: int = WINDOW_WORDS
) -> Iterator[tuple[int, int, int]]:
    """(first, begin, stop): the window reads sentences first..stop-1; those from `begin` on are judged in it.

    Each sentence is judged in exactly one window; `first` is `begin` or the sentence before it.
    """
    begin = 0
    while begin < len(sentences):
        first = max(0, begin - 1)
        length = sum(len(text[a:b].split()) for a, b in sentences[first : begin + 1])
        stop = begin + 1
        while stop < len(sentences):
            more = len(text[slice(*sentences[stop])].split())
            if length + more > words:
                break
            length, stop = length + more, stop + 1
        yield first, begin, stop
        begin = stop
