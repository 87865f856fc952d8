"""Whom "he", "she" and "himself" mean."""

from __future__ import annotations

import re

from testimonia.domain.appearance import MentionKind
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.someone import Someone

REFLEXIVE = frozenset({"himself", "herself"})

_CLAUSE = re.compile(
    r"\b(?:and|but|or|so|that|who|whom|which|whose|when|where|because|since|as|while|after|before|until|if|how|why|what|than|says?|said|told|thinks?|thought|knew|knows|felt)\b|[;:\x00\u2013\u2014]"
)
"""Where another clause may begin."""
_FOLLOWS = 0.8
"""What speaks for the named subject of the sentence before, where "he" opens the next one."""
_TOPIC = 0.4
"""What speaks for whom a paragraph brings in: the first one that its first sentence names, of whom nothing was told before.

Of 1,464 pieces of evidence in training/w1a to w11c it brings 14 more to their owner (from 0.4 to 1.6: 11 to 14)."""

_BESIDE = 0.6
"""What speaks against a relative, an official, an expert: the account is another's."""


def clause_mate(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> int | None:
    """Whom "himself" means: the last one before it in the sentence."""
    here = layout.sentence_at(item.start)
    for other in reversed(before):
        if other.person >= 0 and layout.sentence_at(other.start) == here:
            return other.person if crowd[other.person].gender() in ("", item.gender) else None
    return None


def pronoun(item: Found, crowd: list[Someone], layout: Layout) -> int | None:
    """The latest compatible person, subjects and the much-mentioned first."""
    here = layout.sentence_at(item.start)
    best, best_score = None, 0.0
    topic = _topic(item, crowd, layout)
    for i, someone in enumerate(crowd):
        gender = someone.gender()
        if (gender and gender != item.gender) or someone.newsroom or _speaks(someone, item, layout):
            continue
        if item.head == "him" and _acts_on(someone, item, layout):
            continue
        told = [m for m in someone.mentions if not m.quoted]
        if not told:
            continue
        last = told[-1]
        distance = here - layout.sentence_at(last.start)
        if distance > 4:
            continue
        score = 3.0 - 0.7 * distance + min(len(told), 10) * 0.12 + (0.4 if gender else 0.0)
        if last.start == layout.sentences[layout.sentence_at(last.start)].start or (
            distance == 0 and last.kind is MentionKind.PRONOUN
        ):
            score += 0.8
        if distance == 1 and _opens(item, layout) and _subject(last, crowd, layout):
            score += _FOLLOWS
        if someone.kin or someone.office:
            score -= _BESIDE
        if i == topic:
            score += _TOPIC
        if score > best_score:
            best, best_score = i, score
    return best


def _acts_on(someone: Someone, item: Found, layout: Layout) -> bool:
    """Whether the person is the subject of the pronoun's clause: nobody who takes "him" north is "him"."""
    start = layout.sentences[layout.sentence_at(item.start)].start
    subject = next((m for m in someone.mentions if start <= m.start <= start + 1), None)
    return subject is not None and not _CLAUSE.search(layout.told, subject.end, item.start)


def _topic(item: Found, crowd: list[Someone], layout: Layout) -> int | None:
    """Whom the paragraph brings in: the first one named in its first sentence, if nothing was told of them before."""
    paragraph = layout.sentences[layout.sentence_at(item.start)].paragraph
    start = layout.paragraphs[paragraph].start
    first = layout.sentences[layout.sentence_at(start)]
    named = [
        (m.start, i)
        for i, s in enumerate(crowd)
        for m in s.mentions
        if m.kind is not MentionKind.PRONOUN and not m.quoted and first.start <= m.start < first.end
    ]
    if not named:
        return None
    _, who = min(named)
    return None if any(m.start < start and not m.quoted for m in crowd[who].mentions) else who


def _opens(item: Found, layout: Layout) -> bool:
    """Whether the pronoun is the first word of its sentence."""
    return item.start - layout.sentences[layout.sentence_at(item.start)].start <= 1


def _subject(last: Found, crowd: list[Someone], layout: Layout) -> bool:
    """Whether a name, or a description that is no object, is the first of its sentence that means anybody."""
    start = layout.sentences[layout.sentence_at(last.start)].start
    described = last.kind is MentionKind.DESCRIPTION and not last.predicate and last.start > start + 1
    if last.kind is MentionKind.PRONOUN or described:
        return False
    return not any(start <= m.start < last.start for s in crowd for m in s.mentions if not m.quoted)


def _speaks(someone: Someone, item: Found, layout: Layout) -> bool:
    """Whether the words stand in this person's own labelled paragraph: nobody calls themselves "he"."""
    label = layout.speakers.get(layout.sentences[layout.sentence_at(item.start)].paragraph)
    return label is not None and any((m.start, m.end) == label for m in someone.mentions)
