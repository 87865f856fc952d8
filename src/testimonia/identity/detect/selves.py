"""One person met twice: a headline's "Syrian youth" who is named later, a transcript's only UNIDENTIFIED MAN."""

from __future__ import annotations

from testimonia.domain.appearance import MentionKind
from testimonia.domain.article import Form
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import HONORIFICS
from testimonia.identity.detect.someone import Someone

_LEAD = 2
"""Paragraphs after the headline that may introduce somebody without a name; a transcript's programme and host stand before its own."""


def cataphora(crowd: list[Someone], layout: Layout) -> None:
    """A headline's or lead's "Syrian youth" who is named a little later is that person, not another."""
    last = _LEAD + (2 if layout.article.form is Form.TRANSCRIPT else 0)
    lead_end = layout.paragraphs[min(last, len(layout.paragraphs) - 1)].end if layout.paragraphs else 0
    for i, someone in enumerate(crowd):
        if someone.names or someone.aliases or someone.kin or not someone.mentions:
            continue
        if someone.mentions[0].start > lead_end:
            continue
        target = _later_self(i, someone, crowd, layout)
        if target is not None:
            for m in someone.mentions:
                crowd[target].add(m, target)
            crowd[target].mentions.sort(key=lambda m: m.start)
            someone.mentions = []


def unmask(crowd: list[Someone]) -> None:
    """A transcript's only "UNIDENTIFIED MAN" is the man whom the reporter tells of."""
    voices = [s for s in crowd if s.names and all(n.startswith("Unidentified") for n in s.names) and s.mentions]
    for voice in voices:
        if sum(other.gender() == voice.gender() for other in voices) == 1:
            _unmask_one(voice, crowd, [s for s in crowd if s not in voices])


def _unmask_one(voice: Someone, crowd: list[Someone], others: list[Someone]) -> None:
    """Joins the voice to by far the most mentioned one who never speaks under a label."""
    told = [
        s
        for s in others
        if s.mentions and not s.kin
        and not any(m.kind is MentionKind.LABEL or m.title for m in s.mentions)
        and (not s.gender() or not voice.gender() or s.gender() == voice.gender())
    ]  # fmt: skip
    ranked = sorted(told, key=lambda s: -len([m for m in s.mentions if not m.quoted]))
    counts = [len([m for m in s.mentions if not m.quoted]) for s in ranked]
    if counts and counts[0] >= 3 and (len(counts) == 1 or counts[0] >= 2 * counts[1]):
        target = crowd.index(ranked[0])
        for m in voice.mentions:
            crowd[target].add(m, target)
        crowd[target].mentions.sort(key=lambda m: m.start)
        voice.mentions = []


def _later_self(i: int, someone: Someone, crowd: list[Someone], layout: Layout) -> int | None:
    horizon = layout.sentence_at(someone.mentions[0].start) + 7
    fitting = []
    for j, other in enumerate(crowd):
        if j == i or not other.mentions or other.kin:
            continue
        first = other.mentions[0]
        if layout.sentence_at(first.start) > horizon or (
            someone.gender() and other.gender() and someone.gender() != other.gender()
        ):
            continue
        if not (other.names or other.aliases) and j < i:
            continue
        shared = len(someone.heads & other.heads) + len(
            {m for m in someone.modifiers if m[:1].isupper() or m[:2].isdigit()} & other.modifiers
        )
        if other.newsroom:
            continue
        titled = any(m.title and m.title.rstrip(".") not in HONORIFICS for m in other.mentions)
        if titled:
            continue
        fitting.append((shared * 2 + len(other.mentions) * 0.2, -j, j))
    return max(fitting)[2] if fitting else None
