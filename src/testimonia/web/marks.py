"""Overlapping marks over a text, cut into segments that do not overlap: each segment knows every mark it lies under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class MarkOn:
    """Words marked. `kind`: "person", "somewhere", "speech", "leaving", "joining", "ask" (a class of the style sheet). `href`: where it leads."""

    start: int
    end: int
    kind: str
    title: str
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A stretch of text under the same marks. `start`: offset in the article, in code points. `depth`: how many codings lie on it."""

    start: int
    text: str
    marks: tuple[MarkOn, ...] = ()

    @property
    def kinds(self) -> str:
        """Classes of the style sheet."""
        kinds = sorted({m.kind for m in self.marks})
        depth = sum(m.kind in ("leaving", "joining") for m in self.marks)
        return " ".join([*kinds, *(["several"] if depth > 1 else [])])

    @property
    def title(self) -> str:
        """What lies here, in words."""
        return "; ".join(dict.fromkeys(m.title for m in self.marks))


def segments(text: str, marks: Sequence[MarkOn], start: int = 0, end: int | None = None) -> list[list[Segment]]:
    """The paragraphs of `text[start:end]`, each as segments. Offsets are code points, also before and after emoji."""
    end = len(text) if end is None else end
    cuts = {start, end} | {at for m in marks for at in (m.start, m.end) if start < at < end}
    paragraphs, at = [], start
    for piece in text[start:end].split("\n\n"):
        stop = at + len(piece)
        if piece.strip():
            edges = sorted({at, stop} | {c for c in cuts if at < c < stop})
            paragraphs.append([_segment(text, marks, a, b) for a, b in pairwise(edges)])
        at = stop + 2
    return paragraphs


def _segment(text: str, marks: Sequence[MarkOn], start: int, end: int) -> Segment:
    over = tuple(m for m in marks if m.start < end and start < m.end)
    return Segment(start=start, text=text[start:end], marks=over)


def direction(text: str) -> str:
    """ "rtl" where most letters are of a script written from right to left, else "ltr"."""
    import unicodedata

    letters = [unicodedata.bidirectional(c) for c in text[:4000] if c.isalpha()]
    return "rtl" if sum(b in ("R", "AL") for b in letters) * 2 > len(letters) else "ltr"
