"""Sentences gathered into windows of a length that the encoder reads at once, each with a little of what went before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testimonia.ports.reader import Focus, Stretch

_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9À-Þ])|\n+")
WINDOW_WORDS = 110
OTHER, MENTION, SPEECH = 0, 1, 2
"""What a token is to the person in focus."""


@dataclass(frozen=True, slots=True)
class Window:
    """`text[start:end]`, read at once. Its last sentences, `judged`, are answered for in it; those before are context."""

    start: int
    end: int
    judged: tuple[Stretch, ...]

    def answers(self, stretch: Stretch) -> bool:
        """Whether the place where the stretch begins is answered for here."""
        return self.judged[0][0] <= stretch[0] < self.judged[-1][1]

    def mentions(self, focus: Focus) -> bool:
        """Whether the person is mentioned where this window answers."""
        return any(self.answers(m) for m in focus.mentions)

    def touches(self, focus: Focus) -> bool:
        """Whether the person is mentioned or speaks where this window answers."""
        return self.mentions(focus) or any(a < self.judged[-1][1] and self.judged[0][0] < b for a, b in focus.speech)


def kinds(offsets: Sequence[Stretch], focus: Focus) -> list[int]:
    """What each token, by its (start, end) in the text, is to the person in focus."""
    found = [OTHER] * len(offsets)
    last = max((end for _, end in offsets), default=0)
    first = min((start for start, _ in offsets if start >= 0), default=last)
    for kind, stretches in ((SPEECH, focus.speech), (MENTION, focus.mentions)):
        for a, b in stretches:
            if b <= first or last <= a:
                continue
            for i, (start, end) in enumerate(offsets):
                if start < b and a < end:
                    found[i] = kind
    return found


def sentences_of(text: str) -> list[Stretch]:
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


def _trim(text: str, start: int, end: int) -> Stretch:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def windows_of(text: str, words: int = WINDOW_WORDS) -> Iterator[Window]:
    """The windows of a text, in order; each sentence is judged in exactly one, which begins with it or with the sentence before."""
    sentences = sentences_of(text)
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
        yield Window(sentences[first][0], sentences[stop - 1][1], tuple(sentences[begin:stop]))
        begin = stop
