"""Who says what: quotations and reported speech with their owners."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from testimonia.domain.appearance import MentionKind, Speech
from testimonia.domain.article import Form
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout, Piece, Quote
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.people import Someone

_REACH = 260
"""Code points between a quotation and the verb that may name its speaker."""
_WORD = 40  # no verb of speaking is longer
_FOLLOWING = 150
"""What a verb counts as farther away where it stands in a later sentence than the quotation."""
_PASSIVE = re.compile(r"\b(?:been|was|were|is|are|being) $")
"""Before a verb whose subject does not speak: "something that had been said", "he was told"."""
_NO_SUBJECT = re.compile(r"\b(?:to|of|by|with|from|for|told|and)\s$")
_AT_ONCE = re.compile(
    r"(?:,? (?:\d\d,|who|also|then|later|once|now|still|has|had|would|will|never|always|often|only|just|himself|herself|\w+ly))*,? ?$"
)
"""Between a subject and its verb."""
_ADDRESSED = frozenset({"told", "tells", "asked", "asks"})
"""Verbs that are followed by who is spoken to."""
_ORDER = re.compile(r" (?:\w+ ){1,3}?to [a-z]")
"""What follows "told" or "asked" where somebody is sent, not spoken to: "told him to practise"."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a paragraph tells around its quotations: the mentions, and each verb of speaking that has a subject."""

    near: list[Found]
    verbs: list[tuple[int, int, int]]  # start, end, person
    bare: bool  # nothing but quotations


def attribute(layout: Layout, crowd: list[Someone], lexicon: Lexicon) -> dict[int, list[Speech]]:
    """Speech of each person, by index in `crowd`."""
    mentions = sorted((m for s in crowd for m in s.mentions if m.person >= 0), key=lambda m: m.start)
    speech: dict[int, list[Speech]] = {}
    verb = re.compile(r"\b(?:" + "|".join(sorted(lexicon.speaking)) + r")\b")
    told = {
        n: _told(layout.paragraphs[n], layout, mentions, verb) for n in sorted({q.paragraph for q in layout.quotes})
    }
    heard = frozenset(speaker for held in told.values() for _, _, speaker in held.verbs)
    last: int | None = None
    previous: Quote | None = None
    for quote in layout.quotes:
        owner, rule = _owner(quote, previous, last, layout, mentions, told[quote.paragraph], crowd, heard)
        if owner is not None:
            speech.setdefault(owner, []).append(
                Speech(
                    span=Span.of(layout.article.text, quote.start, quote.end),
                    direct=True,
                    rule=rule,
                    confidence=0.9 if rule != "carried" else 0.6,
                )
            )
        last, previous = owner if owner is not None else last, quote
    for piece in layout.sentences:
        owner = _reported(piece, layout, mentions, verb)
        if owner is not None:
            speech.setdefault(owner, []).append(
                Speech(
                    span=Span.of(layout.article.text, piece.start, piece.end),
                    direct=False,
                    rule="reported",
                    confidence=0.7,
                )
            )
    return speech


def _told(paragraph: Piece, layout: Layout, mentions: list[Found], verb: re.Pattern[str]) -> _Told:
    near = [m for m in mentions if paragraph.start <= m.start < paragraph.end and not m.quoted]
    verbs = []
    for match in verb.finditer(layout.told, paragraph.start, paragraph.end):
        if _PASSIVE.search(layout.told, max(paragraph.start, match.start() - 12), match.start()):
            continue
        if match.group() in _ADDRESSED and _ORDER.match(layout.told, match.end(), paragraph.end):
            continue
        speaker = _subject_of(match.start(), match.end(), near, layout)
        if speaker is not None:
            verbs.append((match.start(), match.end(), speaker))
    words = layout.told[paragraph.start : paragraph.end].replace("\x00", "").strip(" \"'\n")
    return _Told(near, verbs, bare=len(words) < 4)


def _owner(
    quote: Quote,
    previous: Quote | None,
    last: int | None,
    layout: Layout,
    mentions: list[Found],
    around: _Told,
    crowd: list[Someone],
    heard: frozenset[int],
) -> tuple[int | None, str]:
    if quote.paragraph in layout.answers:
        return _interviewee(crowd), "answer"
    label = layout.speakers.get(quote.paragraph)
    if label and layout.article.form is not Form.PROSE:
        return _labelled(label, mentions)
    best, best_distance = None, _REACH
    first = bisect.bisect_left(around.verbs, (quote.start - _REACH - _WORD,))
    for start, end, speaker in around.verbs[first : bisect.bisect_right(around.verbs, (quote.end + _REACH,))]:
        distance = min(abs(start - quote.end), abs(quote.start - end))
        if layout.sentence_at(start) > layout.sentence_at(quote.end):
            distance += _FOLLOWING
        if distance < best_distance:
            best, best_distance = speaker, distance
    if best is not None:
        return best, "verb"
    if around.bare and last is not None:
        told_of = _told_before(quote, layout, mentions)
        return (told_of[0], "paragraph") if told_of and last not in told_of else (last, "carried")
    lead = [m for m in around.near if m.end <= quote.start] or around.near
    near = previous is not None and quote.paragraph - previous.paragraph <= 1
    if near and last is not None and all(_passing(crowd[m.person]) for m in lead):
        return last, "carried"
    if lead:  # who speaks elsewhere is likelier to speak here than who is only told of
        return next((m.person for m in lead if m.person in heard), lead[0].person), "paragraph"
    return None, ""


def _told_before(quote: Quote, layout: Layout, mentions: list[Found]) -> list[int]:
    """Whom the paragraph before tells of, its last sentence first, where it quotes nobody: what follows it is theirs."""
    if quote.paragraph == 0:
        return []
    before = layout.paragraphs[quote.paragraph - 1]
    if before.start < layout.article.body_start or "\x00" in layout.told[before.start : before.end]:
        return []
    near = [m for m in mentions if before.start <= m.start < before.end]
    return [m.person for m in sorted(near, key=lambda m: (-layout.sentence_at(m.start), m.start))]


def _passing(someone: Someone) -> bool:
    """Whether they are nameless and hardly mentioned: "a song by a rapper"."""
    return not someone.names and not someone.aliases and len(someone.mentions) == 1 and not someone.mentions[0].definite


def _labelled(label: tuple[int, int], mentions: list[Found]) -> tuple[int | None, str]:
    for m in mentions:
        if m.kind is MentionKind.LABEL and m.start == label[0]:
            return m.person, "label"
    return None, ""


def _interviewee(crowd: list[Someone]) -> int | None:
    """Who answers: whom the piece mentions most outside of its answers."""
    present = [(sum(not m.quoted for m in s.mentions), len(s.mentions), -i) for i, s in enumerate(crowd)]
    return -max(present)[2] if present else None


def _subject_of(start: int, end: int, near: list[Found], layout: Layout) -> int | None:
    """The mention right before the verb, or right after it ("said the guard")."""
    clause = max(layout.told.rfind(mark, near[0].start if near else start, start) for mark in ".;\x00")
    before = [m for m in near if clause < m.end <= start]
    clean = [m for m in before if not _NO_SUBJECT.search(layout.plain[max(0, m.start - 6) : m.start])]
    if clean and clean[-1] is before[-1] and _AT_ONCE.fullmatch(layout.told[clean[-1].end : start]):
        return clean[-1].person
    after = [m for m in near if end <= m.start <= end + 4]
    if after and layout.told[start:end] not in _ADDRESSED:
        return after[0].person
    if clean:
        # With an apposition in between ("X, a neighbour of Y, said") the first mention of the clause is the subject.
        return clean[0].person if "," in layout.plain[clean[0].end : start] else clean[-1].person
    return None


def _reported(piece: Piece, layout: Layout, mentions: list[Found], verb: re.Pattern[str]) -> int | None:
    near = [m for m in mentions if piece.start <= m.start < piece.end and not m.quoted]
    for match in verb.finditer(layout.told, piece.start, piece.end):
        owner = _subject_of(match.start(), match.end(), near, layout)
        if owner is not None:
            return owner
    accord = re.search(r"[Aa]ccording to ", layout.told[piece.start : piece.end])
    if accord:
        return next((m.person for m in near if m.start >= piece.start + accord.end() - 1), None)
    return None
