"""An article cut into paragraphs, sentences and quotations, with offsets into its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from testimonia.domain.article import Article, Form
from testimonia.identity.detect import turns
from testimonia.text import LABEL_ALONE, PARAGRAPH, same_width

_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Maj|Brig|Det|Supt|St|vs|No|Jr|Sr|[A-ZÀ-Þ])\.$")
# From the first mark of a row on: a thousand question marks (a page in a wrong encoding) are looked at once, not a million times.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9À-Þ\u0600-\u06ff])")
_LABEL = re.compile(
    r"^(?:([A-Z][A-Z.'’\- ]{1,40}[A-Z.])(?:\s*\([^)]*\))?(?:,\s*[A-Z ]+)?|([QA])|([A-Z][\w'’\-]+(?: [A-Z][\w'’\-]+){0,2})):\s"
)
_STAGED = re.compile(r"^([A-Z][A-Z.'’\-]*(?: [A-Z][A-Z.'’\-]*){0,3}) \([A-Z][A-Z ,.'-]+\)\s(?=[A-Z\"'])")
"""A broadcaster's label has no colon: "MAELLE (VOICE OVER) I want ..."."""
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]$")
"""A stage direction."""
NEWSROOM = re.compile(r"(?:\s*\([^)]*\))?,\s*(?:HOST|BYLINE|ANCHOR|CORRESPONDENT|REPORTER|PRESENTER)\b")
"""What follows the label of a transcript's own people."""
_LONGEST_ABBREVIATION = 8
_THEY = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_ME = re.compile(r"\b(?:I|me|my|we|us|our)\b")
_DOUBLE = re.compile(r'"')
_SINGLE = re.compile(r"(?<![\w])'(?=[\w\[(])(.{12,}?)(?<=[\w.,!?…\])])'(?![\w])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: `text[start:end]`; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quote(Piece):
    """A direct quotation, without its marks. `open_ended`: the next paragraph goes on with it."""

    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`plain` is the text with plain quotes, offset for offset. `told` is `plain` with quotations blanked out."""

    article: Article
    plain: str
    told: str
    paragraphs: tuple[Piece, ...]
    sentences: tuple[Piece, ...]
    quotes: tuple[Quote, ...]
    labels: dict[int, tuple[int, int]]
    speakers: dict[int, tuple[int, int]]
    """Paragraph -> the label of who speaks it: its own, or that of the paragraph which it goes on from."""
    answers: frozenset[int]
    """Paragraphs of an interview that answer."""

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds this offset (the last one before it otherwise)."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            mid = (low + high + 1) // 2
            if self.sentences[mid].start <= offset:
                low = mid
            else:
                high = mid - 1
        return low


def lay_out(article: Article) -> Layout:
    """Cuts the article up. Speaker-labelled paragraphs are quotations as a whole."""
    plain = same_width(article.text)
    paragraphs = tuple(Piece(m.start(), m.end(), i) for i, m in enumerate(PARAGRAPH.finditer(plain)))
    # A headline's "INTERVIEW: ..." labels nobody.
    found = ((p.paragraph, _label(plain, p, article.form)) for p in paragraphs if p.start >= article.body_start)
    labels = {number: label for number, label in found if label}
    speakers = labels if article.form is Form.PROSE else _carried(plain, paragraphs, labels)
    reporters = _reporters(plain, paragraphs, speakers) if article.form is Form.TRANSCRIPT else frozenset()
    body = [(p.paragraph, plain[p.start : p.end]) for p in paragraphs if p.start >= article.body_start]
    answers = turns.answers(body, article.form)
    quotes: list[Quote] = []
    sentences: list[Piece] = []
    for piece in paragraphs:
        label = speakers.get(piece.paragraph)
        sentences += _sentences(plain, piece)
        if piece.paragraph in labels and LABEL_ALONE.match(plain[piece.start : piece.end]):
            continue
        if article.form is Form.INTERVIEW and (label or piece.paragraph in answers):
            own = labels.get(piece.paragraph)
            begin = min(piece.end, own[1] + 1) if own else piece.start
            if plain[begin : piece.end].strip():
                quotes.append(Quote(begin, piece.end, piece.paragraph))
        elif label and article.form is not Form.PROSE and plain[slice(*label)] not in reporters:
            quotes.append(Quote(max(label[1] + 1, piece.start), piece.end, piece.paragraph))
        else:
            quotes += _quotes(plain, piece)
    told = _blank(plain, quotes)
    return Layout(article, plain, told, paragraphs, tuple(sentences), tuple(quotes), labels, speakers, answers)


def _carried(
    plain: str, paragraphs: tuple[Piece, ...], labels: dict[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Who speaks each paragraph. One without a label goes on with the speaker before it where it says "I" or "we", and is no stage direction."""
    speakers: dict[int, tuple[int, int]] = {}
    last: tuple[int, int] | None = None
    named = False
    for piece in paragraphs:
        words = plain[piece.start : piece.end]
        if label := labels.get(piece.paragraph):
            speakers[piece.paragraph] = label
            last = None if words.endswith("?") else label  # who asks does not go on, but is answered
            named = bool(LABEL_ALONE.match(words))
        elif not _ASIDE.match(words):
            last = last if named or _ME.search(words) else None
            named = False
            if last:
                speakers[piece.paragraph] = last
    return speakers


def _reporters(plain: str, paragraphs: tuple[Piece, ...], speakers: dict[int, tuple[int, int]]) -> frozenset[str]:
    """The speakers of a transcript who tell of others: what they say is narration, not testimony."""
    lines: dict[str, str] = {}
    for piece in paragraphs:
        if label := speakers.get(piece.paragraph):
            who = plain[slice(*label)]
            lines[who] = lines.get(who, "") + plain[max(label[1], piece.start) : piece.end] + "\n"
    return frozenset(
        who
        for who, said in lines.items()
        if who not in ("Q", "A")
        and not who.upper().startswith("UNIDENTIFIED")
        and len(_THEY.findall(said)) >= 3
        and len(_THEY.findall(said)) >= 2 * len(_ME.findall(said))
    )


def _label(plain: str, piece: Piece, form: Form) -> tuple[int, int] | None:
    opening = plain[piece.start : min(piece.end, piece.start + 90)]
    if form is Form.TRANSCRIPT and (
        staged := _STAGED.match(opening) or LABEL_ALONE.match(plain[piece.start : piece.end])
    ):
        return piece.start, piece.start + staged.end(1)
    if form is Form.INTERVIEW and (turn := turns.label(opening)):
        return piece.start + turn[0], piece.start + turn[1]
    match = _LABEL.match(opening)
    if not match:
        return None
    if form is Form.PROSE and not match.group(1):
        return None
    group = next(g for g in (1, 2, 3) if match.group(g))
    return piece.start + match.start(group), piece.start + match.end(group)


def _sentences(plain: str, piece: Piece) -> list[Piece]:
    found, start = [], piece.start
    for match in _SENTENCE_END.finditer(plain, piece.start, piece.end):
        if _ABBREVIATED.search(plain, max(start, match.end() - _LONGEST_ABBREVIATION), match.end()):
            continue
        found.append(Piece(start, match.end(), piece.paragraph))
        start = match.end() + 1
    if plain[start : piece.end].strip():
        found.append(Piece(start, piece.end, piece.paragraph))
    return found


def _quotes(plain: str, piece: Piece) -> list[Quote]:
    marks = [m.start() for m in _DOUBLE.finditer(plain, piece.start, piece.end)]
    if not marks:
        return [Quote(m.start(1), m.end(1), piece.paragraph) for m in _SINGLE.finditer(plain, piece.start, piece.end)]
    found = []
    for opening, closing in zip(marks[::2], [*marks[1::2], None], strict=False):
        if closing is None and opening + 1 >= piece.end:
            continue
        if closing is None:
            found.append(Quote(opening + 1, piece.end, piece.paragraph, open_ended=True))
        elif closing > opening + 1:
            found.append(Quote(opening + 1, closing, piece.paragraph))
    return found


def _blank(plain: str, quotes: list[Quote]) -> str:
    pieces, at = [], 0
    for quote in quotes:
        pieces += [plain[at : quote.start], "\x00" * (quote.end - quote.start)]
        at = quote.end
    return "".join([*pieces, plain[at:]])
