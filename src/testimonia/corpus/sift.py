"""Page furniture told from article text: each block is kept, used as metadata, or dropped with the rule's name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from testimonia.corpus.furniture import CREDIT, DATED, EDGE, HEADER, of_the_house, rule_of
from testimonia.text import folded

_END = re.compile(r"[.!?…:;][\"'”’)\]]*$|[\"”’]$")
_FULL_STOP = re.compile(r"[.!…][\"'”’)\]]*$")
_LABEL = re.compile(r"^([A-Z][\w.'’,\- ]{0,40}?):")
_QUOTED = re.compile(r"^[\"“‘'«](.{12,200})[\"”’'»]$")
_VOICES = ("HOST", "REPORTER", "GUEST", "ANCHOR")
"""Labels of a database record that are labels of a transcript where a sentence follows."""
_NOT_TEXT = ("copyright", "ask", "caption", "read-more", "editor", "byline", "comment")
_CLOSING = ("copyright", "ask", "read-more", "editor", "byline", "comment", "share", "menu", "after the text")
"""Behind what is dropped by one of these rules after the last paragraph, no article goes on."""
_EXPECTS = re.compile(
    r"(?:,|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|was|were|is|are|had|has|says?|said|his|her|their|its|my))$"
)
"""The last word of a line that cannot be the last of a sentence."""
BROKEN = 8
"""Words from which on a block without an end is a cut paragraph rather than a heading."""
PULLED = 5
"""Words of a quotation that is more than a heading."""
PARAGRAPH = 14
"""Words that a block needs to be a paragraph for sure."""


@dataclass(slots=True)
class Kept:
    """What the page held: title, body, metadata and everything dropped with its rule."""

    title: str | None
    body: tuple[str, ...] = ()
    publisher: str | None = None
    dated: str | None = None
    dropped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """The blocks, where their text begins and ends, who speaks in them, what was seen so far."""

    blocks: list[str]
    first: int
    last: int
    speakers: frozenset[str]
    seen: set[str]
    listing: bool = False
    closing: bool = False


def sift(blocks: list[str], *, title: str | None) -> Kept:
    """Sorts the blocks. Order matters: what stands before the first and after the last real paragraph is judged harder."""
    speakers = _speakers(blocks)
    real = [i for i, b in enumerate(blocks) if _paragraph(b, speakers)]
    if not real:
        return Kept(title, tuple(blocks))
    twice = {folded(a) for a, b in pairwise(blocks) if folded(a) == folded(b) and len(b.split()) < 25}
    page = _Page(blocks, real[0], real[-1], speakers, twice)
    result = Kept(title or _headline(blocks, page.first))
    text = folded(" ".join(b for b in blocks if _paragraph(b, speakers)))
    body: list[str] = []
    for i, block in enumerate(blocks):
        rule = _rule(i, page, result) or _among_others(i, page) or _pulled(block, text, page)
        # After "Read more:" or "Most viewed" come teasers: short lines without a full stop, until the next paragraph.
        page.listing = rule in ("read-more", "teaser") or (page.listing and rule is not None)
        page.closing = page.closing or (i > page.last and rule in _CLOSING)
        page.seen.add(folded(block))
        if rule is None:
            body.append(block)
        else:
            result.dropped.append((block, rule))
    result.body = tuple(_rejoined(body)) or tuple(blocks)
    return result


def _paragraph(block: str, speakers: frozenset[str]) -> bool:
    words = len(block.split())
    if words < PARAGRAPH or not _END.search(block):
        return False
    return _speaks(block, speakers) or (
        rule_of(block) not in _NOT_TEXT and not (words < 2 * PARAGRAPH and EDGE.search(block))
    )


def _speakers(blocks: list[str]) -> frozenset[str]:
    """Labels that come back: the speakers of an interview, whose lines are no comments."""
    labels = Counter(m.group(1) for b in blocks if (m := _LABEL.match(b)))
    return frozenset(label for label, times in labels.items() if times >= 3)


def _speaks(block: str, speakers: frozenset[str]) -> bool:
    label = _LABEL.match(block)
    return label is not None and label.group(1) in speakers


def _headline(blocks: list[str], first: int) -> str | None:
    lines = [
        b
        for b in blocks[:first]
        if 4 <= len(b.split()) <= 24
        and not rule_of(b)
        and not DATED.search(b)
        and not HEADER.match(b)
        and not _END.search(b)
    ]
    return next((line for line in lines if not of_the_house(line)), lines[0] if lines else None)


def _rule(i: int, page: _Page, result: Kept) -> str | None:
    """By what the block is and where it stands."""
    block = page.blocks[i]
    header = HEADER.match(block)
    if header and header.group(1).rstrip("S") in _VOICES and _END.search(block):
        header = None
    if header and (header.group(1) not in ("NOTE", "BY") or len(block) < 120):
        if header.group(1) in ("HEADLINE", "HD"):
            result.title = header.group(2) or result.title
        return "database header"
    dated = DATED.search(block)
    if dated and len(block) < 110 and i <= page.first + 1:
        result.dated = result.dated or dated.group()
        if i < page.first:
            return "dateline"
    if result.title and folded(block) == folded(result.title):
        return "headline"
    speaks = _speaks(block, page.speakers)
    if folded(block) in page.seen and 12 < len(block) < 220 and not speaks:
        return "printed twice"
    rule = None if speaks else rule_of(block)
    if rule == "comment" and page.first < i < page.last:
        return None
    if rule:
        return None if rule in ("caption", "byline") and len(block) > 230 else rule
    if i < page.first and not _END.search(block):
        words = len(block.split())
        if result.publisher is None and words <= 6 and block != result.title:
            result.publisher = block
        return "before the text" if words < 9 or (of_the_house(block) and words < 20) else None
    return None


def _among_others(i: int, page: _Page) -> str | None:
    """By the blocks around it: a list of teasers, a picture with its credit, what follows the article's end."""
    block, words = page.blocks[i], len(page.blocks[i].split())
    if page.listing and not _paragraph(block, page.speakers) and not _FULL_STOP.search(block):
        return "teaser"
    if i + 1 < len(page.blocks) and words < 20 and CREDIT.match(page.blocks[i + 1]):
        return "caption"
    if page.first <= i <= page.last or _speaks(block, page.speakers):
        return None
    if words < 2 * PARAGRAPH and EDGE.search(block):
        return "editor"
    if i < page.first:
        return None
    if words < PARAGRAPH and (page.closing or not _END.search(block)) and (page.closing or not _LABEL.match(block)):
        return "after the text"
    return None


def _rejoined(body: list[str]) -> list[str]:
    """Paragraphs that a page break or a dropped line cut in two are one again."""
    joined: list[str] = []
    for block in body:
        if joined and _broken(joined[-1]) and (block[:1].islower() or _EXPECTS.search(joined[-1])):
            joined[-1] += " " + block
        else:
            joined.append(block)
    return joined


def _broken(block: str) -> bool:
    return len(block.split()) >= BROKEN and not _END.search(block)


def _pulled(block: str, text: str, page: _Page) -> str | None:
    """A quotation set large that the text has again; a heading of a few quoted words is none."""
    quoted = _QUOTED.match(block)
    if not quoted or len(block.split()) < PULLED:
        return None
    own = int(_paragraph(block, page.speakers))  # a paragraph stands in the text itself
    return "pull quote" if text.count(folded(quoted.group(1)).strip(" .,!?")) > own else None
