"""A quote where it stands: the paragraph around the words, cut short, with hidden names blacked out. Never a whole article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from testimonia.domain.appearance import Speech
from testimonia.domain.article import Article, Form
from testimonia.domain.span import Span
from testimonia.study.mask import MASK, Place

LONGEST = 900
"""Code points of context at most, the quote not counted."""

NARROW = 160
"""Code points on each side where the paragraph is most of the article."""

MOST = 0.6
"""From this part of an article on, a paragraph is no excerpt any more."""

_QUOTES = '“”"«»„'

_SENTENCE_END = re.compile(r"[.!?…]['’”\"»)]*\s+")


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A run of text. `masked`: a name, blacked out; `quoted`: of a quote; `starts`: anchors of the quotes that begin here."""

    text: str
    masked: bool = False
    quoted: bool = False
    starts: tuple[str, ...] = ()


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A quote to be marked in an excerpt, with the anchors that lead to it."""

    span: Span
    anchors: tuple[str, ...] = ()


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph with its quotes marked. `direction`: "rtl" where the text runs from right to left, else ""."""

    segments: tuple[Segment, ...]
    language: str
    direction: str
    cut_before: bool
    cut_after: bool


def excerpt(article: Article, marks: Sequence[Mark], hidden: list[Place]) -> Excerpt:
    """The paragraph around `marks` (which share it), `hidden` being the places of the article's text to black out."""
    windows = [_window(article, m.span) for m in marks]
    start, end = min(w[0] for w in windows), max(w[1] for w in windows)
    left, right = paragraph(article.text, marks[0].span)
    return Excerpt(
        segments=tuple(_segments(article.text, start, end, marks, hidden)),
        language=article.language,
        direction=direction_of(article.text[start:end]),
        cut_before=start > left,
        cut_after=end < right,
    )


def marked(text: str, span: Span, hidden: list[Place]) -> tuple[Segment, ...]:
    """The words of `span` alone, `hidden` places blacked out, without quotation marks where they only stand around them."""
    start, end = span.start, span.end
    if not any(c in _QUOTES for c in text[start + 1 : end - 1]):
        start += text[start] in _QUOTES
        end -= text[end - 1] in _QUOTES and end - start > 1
    return tuple(_segments(text, start, end, (), hidden))


def quotation_marks(words: str) -> tuple[str, str]:
    """What is missing before and after the words, so that quotation marks come in pairs ("I left,” he said" wants one)."""
    if '"' in words:
        return ('"', "") if words.count('"') % 2 else ("", "")
    if not any(c in _QUOTES for c in words):
        return "“", "”"
    missing = words.count("”") - words.count("“")
    return "“" if missing > 0 else "", "”" if missing < 0 else ""


def direction_of(text: str) -> str:
    """ "rtl" where the first letter belongs to a right-to-left script, else ""."""
    strong = (unicodedata.bidirectional(c) for c in text)
    first = next((b for b in strong if b in ("L", "R", "AL")), "L")
    return "" if first == "L" else "rtl"


def is_direct(article: Article, span: Span, speech: Sequence[Speech] = ()) -> bool:
    """Whether the words are the speaker's own: as detection found, or as a transcript or quotation marks show."""
    heard = [s.direct for s in speech if s.span.overlaps(span)]
    if heard or article.form is Form.TRANSCRIPT:
        return any(heard) or not heard
    left, _ = paragraph(article.text, span)
    before, words = article.text[left : span.start], article.text[span.start : span.end]
    if words[:1] in '“"«„':
        return True
    curly = before.count("“") > before.count("”")
    straight = before.count('"') % 2 == 1
    return curly or straight or ("«" in before and before.rfind("«") > before.rfind("»"))


def paragraph(text: str, span: Span) -> Place:
    """From where to where the paragraph runs in which the words stand (several, where the words run over several)."""
    before = text.rfind("\n\n", 0, span.start)
    after = text.find("\n\n", span.end)
    return (before + 2 if before >= 0 else 0, after if after >= 0 else len(text))


def _window(article: Article, span: Span) -> Place:
    left, right = paragraph(article.text, span)
    body = len(article.text) - article.body_start
    room = NARROW if right - left > MOST * body else LONGEST // 2
    start, end = left, right
    if span.start - left > room:
        start = _sentence_start(article.text, span.start - room, span.start)
    if right - span.end > room:
        end = _sentence_stop(article.text, span.end, span.end + room)
    return start, end


def _sentence_start(text: str, low: int, high: int) -> int:
    """The first beginning of a sentence between the two, else of a word."""
    found = _SENTENCE_END.search(text, low, high)
    if found:
        return found.end()
    space = text.find(" ", low, high)
    return space + 1 if space >= 0 else low


def _sentence_stop(text: str, low: int, high: int) -> int:
    """The last end of a sentence between the two, else of a word."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text, low, high)]
    if ends:
        return low + len(text[low : ends[-1]].rstrip())
    space = text.rfind(" ", low, high)
    return space if space >= 0 else high


def _segments(text: str, start: int, end: int, marks: Sequence[Mark], hidden: list[Place]) -> list[Segment]:
    """The text from `start` to `end`, cut at every edge of a mark and of a hidden place."""
    holes = [(max(s, start), min(e, end)) for s, e in hidden if s < end and e > start]
    edges = {start, end, *(p for m in marks for p in (m.span.start, m.span.end)), *(p for h in holes for p in h)}
    points = sorted(p for p in edges if start <= p <= end)
    found: list[Segment] = []
    for a, b in pairwise(points):
        hole = next((h for h in holes if h[0] <= a < h[1]), None)
        words = text[a:b] if hole is None else MASK if hole[0] == a else ""
        quoted = any(m.span.start <= a and b <= m.span.end for m in marks)
        starts = tuple(id for m in marks if m.span.start == a for id in m.anchors)
        found.append(Segment(text=words, masked=hole is not None and bool(words), quoted=quoted, starts=starts))
    return found
