"""Reasons that a cited study reports of leavers in general, with the words that limit them."""

from __future__ import annotations

import re

from testimonia.domain.claim import ReportedNarrative
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout

_NARRATIVE = (
    (
        "leaving/infighting",
        re.compile(
            r"\bin-?\s?fighting\b|against other Sunni|rival rebels|fighting (?:other|fellow) (?:Sunni|rebel|Muslim)",
            re.IGNORECASE,
        ),
    ),
    (
        "leaving/brutality",
        re.compile(r"\bbrutality\b|\batrocit|killing of (?:innocent )?civilians|\bcruelty\b", re.IGNORECASE),
    ),
    (
        "leaving/corruption",
        re.compile(r"\bcorruption\b|\bunfair\w*\b|un-?Islamic|favour(?:ing|itism)|mistreat", re.IGNORECASE),
    ),
    ("leaving/quality_of_life", re.compile(r"quality of life|living conditions|luxury goods|shortages", re.IGNORECASE)),
)
_LIMITS = re.compile(
    r"(?:not (?:seen as |considered )?(?:a )?[\"“]?(?:universal|systemic)[^.,;]*|\bsmall but significant[^.,;]*|\b[Mm]any\b|\b[Mm]ost (?:incidents|of)\b[^.,;]*|mostly when[^.;]*|\bthe smallest\b|\bone of the most persistent\b[^.,;]*|a (?:small|large) (?:number|minority)[^.,;]*)"
)
_RESEARCH = re.compile(r"\b(?:study|report|researchers?|institute|centre)\b", re.IGNORECASE)
_CITED = re.compile(r"\b(?:study|report|narratives?|themes?|researchers?|defectors|database|survey)\b", re.IGNORECASE)


def narratives(layout: Layout, *, on_topic: re.Pattern[str]) -> list[ReportedNarrative]:
    """Reasons that a cited study reports of leavers in general, with the words that limit them."""
    if not on_topic.search(layout.plain) or not _RESEARCH.search(layout.plain):
        return []
    found: dict[str, ReportedNarrative] = {}
    for piece in layout.paragraphs:
        text = layout.plain[piece.start : piece.end]
        for code, pattern in _NARRATIVE:
            if not pattern.search(text):
                continue
            limits = "; ".join(dict.fromkeys(m.group().strip(" \"'") for m in _LIMITS.finditer(text))) or None
            head = pattern.search(text[:60])
            cited = _CITED.search(text)
            known = found.get(code)
            if (cited or head) and (known is None or (known.qualifier is None and limits)):
                found[code] = ReportedNarrative(
                    article=layout.article.id,
                    code=code,
                    qualifier=limits,
                    span=Span.of(layout.article.text, piece.start, piece.end),
                )
    return [found[c] for c, _ in _NARRATIVE if c in found]
