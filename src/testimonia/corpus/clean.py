"""Captures to articles: main text without the page's furniture, metadata, language; or a reason why not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from testimonia.corpus.sift import Kept, sift
from testimonia.domain.article import Article, Form, Leftover
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.dates import MONTHS, is_partial_date
from testimonia.domain.setaside import Reason, SetAside
from testimonia.ports.extract import Extracted, Extractor, Unreadable
from testimonia.text import LABEL_ALONE, TURN, folded, sha256

CLEANER = "clean@1"
_MONTHS = {month.lower(): number for number, month in enumerate(MONTHS, 1)}
_MONTHS |= {m[:3]: i for m, i in _MONTHS.items()} | {"sept": 9}
_DATE = re.compile(
    r"\b(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})\.?,? (\d{4})|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})|(\d{2})\.(\d{2})\.(\d{4}))"
)
_LABELLED = re.compile(
    r"^(?:(?:[A-Z][A-Z.'’\- ]{2,40}(?:\s*\([^)]*\))?(?:,\s*[A-Z ]+)?):|[A-Z][A-Z.'’\- ]{2,40} \([A-Z][A-Z ,.'-]+\))\s"
)
_TURN = re.compile(r"^([A-Z][\w'’\-]+(?: [A-Z][\w'’\-]+){0,2}): ")
"""Who speaks, in a printed interview: "Rihab: I prayed."."""
_ASKS = re.compile(r"Q(?:uestion|UESTION)?\s?[:.]|[-–—] .*\?$")
"""What opens a question of a printed interview that marks its turns."""
_TURNS = 3
"""So often at least two of them must speak."""


class CleanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """A text needs `min_words` and holds at most `max_length` code points: more is no article but many. Every language is kept: whether it can be read is for detection to say."""

    min_words: int = 25
    max_length: int = 1_000_000


class CleanTools(msgspec.Struct, frozen=True, kw_only=True):
    """An extractor for each media type, and a guess of the language."""

    extractors: Mapping[str, Extractor]
    language: Callable[[str], str]


def clean(raws: Iterable[RawCapture], options: CleanOptions, tools: CleanTools) -> Iterator[Article | SetAside]:
    """One article or one set-aside for each capture."""
    for raw in raws:
        yield _one(raw, options, tools)


def _one(raw: RawCapture, options: CleanOptions, tools: CleanTools) -> Article | SetAside:
    capture = raw.capture
    try:
        found = tools.extractors[capture.media_type](raw.data)
    except KeyError:
        return _aside(capture, Reason.UNSUPPORTED_TYPE, capture.media_type)
    except Unreadable as error:
        return _aside(capture, Reason.UNREADABLE, str(error))
    except (
        ValueError,
        RecursionError,
        MemoryError,
        AssertionError,
    ) as error:  # an extractor tripped over hostile bytes
        return _aside(capture, Reason.FAILED, f"the extractor failed: {type(error).__name__}: {error}")
    blocks = [b for b in (tidy(b) for b in found.blocks) if b]
    if not blocks:
        return _aside(
            capture, Reason.NO_TEXT, "no text in it; if it is a scan, run text recognition (OCR) over it first"
        )
    length = sum(map(len, blocks))
    if length > options.max_length:
        return _aside(
            capture,
            Reason.TOO_LARGE,
            f"{length:,} characters of text; at most {options.max_length:,}: cut it into its articles",
        )
    headers = capture.headers
    kept = sift(blocks, title=tidy(found.title or headers.get("title", "")) or None)
    text, body_start = _compose(kept)
    words = len(text[body_start:].split())
    if words < options.min_words:
        return _aside(capture, Reason.TOO_SHORT, f"{words} words; at least {options.min_words} are needed")
    language = tools.language(text[body_start:])
    published = _published(found, kept, headers)
    return Article(
        id=Article.id_of(capture.id), capture=capture.id, source=capture.source, text=text, sha256=sha256(text), body_start=body_start, title=kept.title,
        publisher=kept.publisher or found.publisher or headers.get("publisher"), authors=found.authors, published=published, language=language,
        form=form_of(kept.body), cleaner=CLEANER, leftovers=tuple(Leftover(text=t, rule=r) for t, r in kept.dropped),
    )  # fmt: skip


def tidy(block: str) -> str:
    """NFC, no control characters, one space between words."""
    normal = unicodedata.normalize("NFC", block).replace("\u00ad", "")
    return re.sub(
        r"\s+", " ", "".join(c for c in normal if c in "\n\t " or unicodedata.category(c) not in ("Cc", "Cs", "Co"))
    ).strip()


def _compose(kept: Kept) -> tuple[str, int]:
    body = list(kept.body)
    if kept.title and body and folded(body[0]) == folded(kept.title):
        body = body[1:]
    head = f"{kept.title}\n\n" if kept.title else ""
    return head + "\n\n".join(body), len(head)


def form_of(body: tuple[str, ...]) -> Form:
    """How these paragraphs are laid out."""
    asked = sum(bool(_ASKS.match(b)) for b in body)
    turns = Counter(m.group(1) for b in body if (m := _TURN.match(b)))
    named = sum(bool(_LABELLED.match(b)) and not TURN.match(b) for b in body)
    if asked >= _TURNS and named < _TURNS and not {t.title() for t in turns} - {"Question", "Answer"}:
        return Form.INTERVIEW
    alone = Counter(b for b in body if LABEL_ALONE.match(b))
    labelled = sum(bool(_LABELLED.match(b)) for b in body) + sum(n for n in alone.values() if n > 1)
    if labelled >= 4 and labelled >= 0.25 * len(body):
        return Form.TRANSCRIPT
    if sum(n >= _TURNS for n in turns.values()) >= 2 and sum(turns.values()) >= 0.4 * len(body):
        return Form.TRANSCRIPT
    return Form.INTERVIEW if asked >= _TURNS else Form.PROSE


def _published(found: Extracted, kept: Kept, headers: Mapping[str, str]) -> str | None:
    for words in (headers.get("date"), headers.get("published"), kept.dated, found.published):
        if words and (value := date_in(words)):
            return value
    return None


def date_in(words: str) -> str | None:
    """The first real calendar day in the words, or None."""
    for match in _DATE.finditer(words):
        y1, m1, d1, d2, mon2, y2, mon3, d3, y3, d4, m4, y4 = match.groups()
        month = m1 or m4 or _MONTHS.get((mon2 or mon3 or "").lower().rstrip("."))
        if not month:
            continue
        value = f"{int(y1 or y2 or y3 or y4):04d}-{int(month):02d}-{int(d1 or d2 or d3 or d4):02d}"
        if is_partial_date(value):
            return value
    return None


def _aside(capture: Capture, reason: Reason, detail: str) -> SetAside:
    return SetAside(stage="clean", subject=capture.id, source=capture.source, reason=reason, detail=detail)
