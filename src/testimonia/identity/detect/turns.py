"""Questions and answers: which paragraphs of a printed interview answer, in the ways in which papers set them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from testimonia.domain.article import Form
from testimonia.text import TURN

_ME = re.compile(r"\b(?:I|me|my|we|us|our)\b", re.IGNORECASE)
ASKED = re.compile(r"[^\"\n]{4,240}\?\s*$")
"""A question by itself: a short paragraph that ends with a question mark and quotes nobody."""
_QUOTED = re.compile(r"\"[^\"]{20,}\"?$|\"[^\"]{4,}\"(?: [^\"]{0,60} \"[^\"]{4,}\")?$")
"""A paragraph that is nothing but quotation, or hardly more."""
_QUESTIONS = 4
"""From so many questions with quoted answers on, a piece without labels is an interview."""


def label(words: str) -> tuple[int, int] | None:
    """The stretch of the mark that opens the paragraph as a turn, or None."""
    match = TURN.match(words)
    return (match.span(1) if match.group(1) else match.span(2)) if match else None


def answers(paragraphs: Sequence[tuple[int, str]], form: Form) -> frozenset[int]:
    """Numbers of the paragraphs that answer; none where the piece is no interview. `paragraphs`: (number, plain text) of the body, in order."""
    if form is Form.INTERVIEW:
        return frozenset(_marked(paragraphs))
    if form is Form.PROSE:
        return _quoted(paragraphs)
    return frozenset()


def _marked(paragraphs: Sequence[tuple[int, str]]) -> Iterator[int]:
    """The answers of a piece that marks its questions, its answers or both."""
    answering = False
    due = False  # the next paragraph answers, whatever it says; a page may set "A:" on a line of its own
    for number, words in paragraphs:
        if match := TURN.match(words):
            asks = words.rstrip().endswith("?") if match.group(2) else match.group(1).startswith("Q")
            answering, alone = not asks, not words[match.end() :].strip()
            due = asks or alone
            if answering and not alone:
                yield number
        elif due or (answering and _ME.search(words)):
            due, answering = False, True
            yield number
        else:
            answering = False


def _quoted(paragraphs: Sequence[tuple[int, str]]) -> frozenset[int]:
    """The answers of a piece whose questions stand bare and whose answers stand in quotation marks."""
    found = [
        number
        for (_, before), (number, words) in itertools.pairwise(paragraphs)
        if ASKED.match(before) and _QUOTED.match(words)
    ]
    return frozenset(found) if len(found) >= _QUESTIONS else frozenset()
