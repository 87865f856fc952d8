"""Page furniture told from article text: each block is kept, used as metadata, or dropped with the rule's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from testimonia.text import folded

_HEADER = re.compile(
    r"^(SHOW|SECTION|LENGTH|BYLINE|HEADLINE|HIGHLIGHT|DATELINE|LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|DOCUMENT-TYPE|KEYWORDS|SUBJECT|HOSTS?|REPORTERS?|GUESTS?|ANCHORS?|SOURCE|EDITION|CORRECTION-DATE|JOURNAL-CODE|TYPE|URL|COPYRIGHT|WORD ?COUNT|PUBLICATION|NOTES?|FORMAT|DOCUMENT|HD|BY|WC|PD|SN|SC|LA|CY|LP|TD|AN|ED|PG)\s*:\s*(.*)$"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("database", re.compile(r"^\d+ of \d+ documents?$|^document \w+$|^page \d+(?: of \d+)?$|^\(?page \d+\)?$|^\d{1,4}$|^[-–—*_=~ .|·•#]+$", re.IGNORECASE)),
    ("read-more", re.compile(r"^(?:read more|read also|also read|see also|related|more on this|more from|watch|listen|don't miss|in pictures|live:|most (?:read|viewed|popular|shared)|recommended|you may also|you might also|top stories|trending|next:|previous:|next article|previous article|further reading|latest (?:news|headlines)|editor's picks?|from the archive|promoted|sponsored|elsewhere on|around the web)\b", re.IGNORECASE)),
    ("share", re.compile(r"^(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|google\+|pinterest|linkedin|follow (?:us|the|@)|like us|copy (?:this )?link|send to a friend|download|embed|listen|save|comment|comments?|reply|report|a\+|a-|text size|font size|bookmark|newsletter|advertisement|ad|adverti[sz]ing|publicity|back to top|skip to|menu|search|home|log ?in|sign (?:in|up)|register|subscribe|donate|contact|about us|privacy|terms)\b.{0,70}$", re.IGNORECASE)),
    ("brackets", re.compile(r"^(?:\[[^\]]{2,80}\]\s*)+$")),
    ("sound", re.compile(r"^\((?:SOUNDBITE|LAUGHTER|MUSIC|APPLAUSE|CROSSTALK|END VIDEO|BEGIN VIDEO|SOUND|COMMERCIAL)[^)]*\)$|^\([A-Z][A-Z ,.'-]+\)$")),
    ("breadcrumb", re.compile(r"^(?:[^.!?>»›/|]{1,40}[>»›/|]\s*){2,}[^.!?>»›/|]{0,80}$|^(?:home|news|world)\s*[>»›]", re.IGNORECASE)),
    ("copyright", re.compile(r"©|\(c\)\s*(?:19|20)\d\d|^copyright\b|\ball rights (?:reserved|of this)|\brepublication or redistribution|terms of use and permissions|is published by|is not responsible for|registered (?:charity|in england|company)|may not be reproduced|without (?:prior )?(?:written )?(?:permission|consent)|authoritative record|rush deadline|final form and may be", re.IGNORECASE)),
    ("ask", re.compile(r"^have your say|^what do you think|leave a comment|^(?:do )?you (?:have|got) a story|^sign up|^get (?:the|our|more|all)\b.*(?:newsletter|headlines|inbox|email|stories|app|letter)|newsletter|^comments? (?:are|\()|comments? (?:are|is) (?:now )?closed|^join (?:the|our) |^subscribe|^donate|^support (?:us|our)|cookie|^vote (?:now|in)|^poll\b|^text (?:yes|no)|^write comment|^tell us|^call (?:us|our)|^e-?mail us|whatsapp us|^follow (?:us|the|our)|mailing list|^win £|^was this article|^cite this|^enter your|click here|^tickets?\b|^advert", re.IGNORECASE)),
    ("caption", re.compile(r"^(?:photo(?:graph)?|picture|image|caption|file photo|illustration|video|graphic|map)s?\b\s*(?:caption|credit|by|:|\()|\b(?:photo(?:graph)?|picture|image|illustration)s?(?: credit| by)?\s*:\s*\S|\((?:photo|picture|file|reuters|afp|ap|getty|gm photo|archive|supplied|courtesy)[^)]*\)\.?$|\bpictured (?:in|at|with|this|last)\b|\b(?:file|archive|handout|stock) (?:photo|picture|image)\b|^(?:left|right|above|below)[:,] ", re.IGNORECASE)),
    ("byline", re.compile(r"^(?:by|from|words by|reported by|interview by|text|story by)\s+(?:our |staff |the )?[A-Z][^.]{2,80}$|^(?:published|posted|updated|last (?:modified|updated)|added|date|first published|created|issued)\b[^.]{0,90}\d|\b\d+ (?:min(?:ute)?s?) read\b|^readed?\b|^\(?(?:reporting|editing|writing|additional reporting|compiled|translated|edited) by\b|\S+@\S+\.\w+$|^[\w.]+@[\w.]+$")),
    ("comment", re.compile(r"^[\w.\-]{3,25}\s?(?:\(\d+\))?: (?!.*\b(?:said|says)\b).{3,300}$|^\d+ (?:comments?|shares?|likes?|views?|replies)\b", re.IGNORECASE)),
    ("ticker", re.compile(r"^(?:dolar|euro|gold|petrol|weather|prayer times?|namaz|fajr|imsak|exchange rates?|bist)\b|\b(?:fajr|dhuhr|asr|maghrib|isha)\b", re.IGNORECASE)),
    ("editor", re.compile(r"is a (?:contributing|staff|freelance) writer|^this (?:article|story|piece) (?:appears|first appeared|was (?:amended|corrected))|^heard on\b|^editor'?s note|is an independent (?:organi[sz]ation|news)|takes no institutional positions", re.IGNORECASE)),
)  # fmt: skip
_DATED = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4})\b"
)
_END = re.compile(r"[.!?…:;][\"'”’)\]]*$|[\"”’]$")
LONGEST = 260
"""Code points: what is longer is text, whatever it begins with."""
_TAIL = {"read-more", "comment", "copyright", "ask", "share"}
_COMMENT_LABEL = re.compile(r"^[A-Z][\w.'’\- ]*:")


@dataclass(slots=True)
class Kept:
    """What the page held: title, body, metadata and everything dropped with its rule."""

    title: str | None
    body: tuple[str, ...] = ()
    publisher: str | None = None
    dated: str | None = None
    dropped: list[tuple[str, str]] = field(default_factory=list)


def sift(blocks: list[str], *, title: str | None) -> Kept:
    """Sorts the blocks. Order matters: what stands before the first and after the last real paragraph is judged harder."""
    real = [i for i, b in enumerate(blocks) if _paragraph(b)]
    if not real:
        return Kept(title, tuple(blocks))
    first, last = real[0], real[-1]
    result = Kept(title or _headline(blocks, first))
    body: list[str] = []
    seen = {folded(b) for a, b in pairwise(blocks) if folded(a) == folded(b) and len(b.split()) < 25}
    listing = False
    for i, block in enumerate(blocks):
        rule = _rule(block, i, first, last, result, seen)
        # After "Read more:" or "Most viewed" come teasers: short lines without an end, until the next paragraph.
        if rule is None and listing and not _paragraph(block) and not _END.search(block):
            rule = "teaser"
        listing = rule in ("read-more", "teaser") or (listing and rule is not None)
        seen.add(folded(block))
        if rule is None:
            body.append(block)
        else:
            result.dropped.append((block, rule))
    result.body = tuple(body) or tuple(blocks)
    return result


def _paragraph(block: str) -> bool:
    return (
        len(block.split()) >= 14
        and bool(_END.search(block))
        and not any(p.search(block) for n, p in _PATTERNS if n in ("copyright", "ask", "caption", "read-more"))
    )


def _headline(blocks: list[str], first: int) -> str | None:
    for block in blocks[:first]:
        words = block.split()
        if (
            4 <= len(words) <= 24
            and not _rule_of(block)
            and not _DATED.search(block)
            and not _HEADER.match(block)
            and not _END.search(block)
        ):
            return block
    return None


def _rule_of(block: str) -> str | None:
    for name, pattern in _PATTERNS:
        if name == "comment" and (re.match(r"^(?:[A-Z][A-Z .'-]+|Q|A):", block) or " " in block.split(":")[0]):
            continue
        if (len(block) < LONGEST or name == "copyright") and pattern.search(block[: 4 * LONGEST]):
            return name
    return None


def _rule(block: str, i: int, first: int, last: int, result: Kept, seen: set[str]) -> str | None:
    header = _HEADER.match(block)
    if header and (header.group(1) not in ("NOTE", "BY") or len(block) < 120):
        if header.group(1) in ("HEADLINE", "HD"):
            result.title = header.group(2) or result.title
        return "database header"
    dated = _DATED.search(block)
    if dated and len(block) < 110 and (i <= first + 1):
        result.dated = result.dated or dated.group()
        if i < first:
            return "dateline"
    if result.title and folded(block) == folded(result.title):
        return "headline"
    if folded(block) in seen and 12 < len(block) < 220:
        return "printed twice"
    if rule := _rule_of(block):
        return None if rule in ("caption", "byline") and len(block) > 230 else rule
    if i < first and not _END.search(block):
        if result.publisher is None and 1 <= len(block.split()) <= 6 and block != result.title:
            result.publisher = block
        return "before the text" if len(block.split()) < 9 else None
    if i > last and not _COMMENT_LABEL.match(block) and (len(block.split()) < 14 and not _END.search(block)):
        return "after the text"
    return None
