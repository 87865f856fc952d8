"""First-person accounts: an article told by the person it is about, or questions and answers without labels, and who that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from testimonia.domain.appearance import MentionKind, Speech
from testimonia.domain.article import Form
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout, Piece
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.people import Someone
from testimonia.identity.detect.turns import ASKED

_I = re.compile(r"\b(?:I|me|my|myself|I'm|I'd|I've)\b")
_SHARE = 0.35
"""From this share of narrated sentences in the first person on, the narrator tells their own story, not a reporter's visit."""
_TOLD_TO = re.compile(
    r"\b(?:as told to|told to|in (?:his|her|their) own words|spoke to|was talking to|interviewed by)\b", re.IGNORECASE
)

_QUESTIONS = 4
"""From so many answers in the first person on, a piece is an interview."""
_MY_NAME = re.compile(
    r"\b(?:call(?:ed|s)? me|[Mm]y name (?:is|was)|named me|[Kk]n[oe]ws? me (?:only )?as|I am called|I was)(?: only| just)? [\"']?$"
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells the article, by index in the crowd, and the sentences that are theirs."""

    index: int
    sentences: tuple[Piece, ...]


def narrate(layout: Layout, crowd: list[Someone]) -> Teller | None:
    """The narrator, who gets every "I" of theirs as a mention; None where the article is told by a reporter."""
    if layout.article.form is not Form.PROSE:
        return None
    theirs = _sentences(layout)
    if not theirs:
        return None
    index = _named_so(layout, crowd)
    index = _who(layout, crowd) if index is None else index
    if index is None:
        crowd.append(Someone())
        index = len(crowd) - 1
    for sentence in theirs:
        for match in _I.finditer(layout.told, sentence.start, sentence.end):
            kind = MentionKind.PRONOUN if crowd[index].mentions else MentionKind.DESCRIPTION
            crowd[index].add(Found(match.start(), match.end(), kind, match.group()), index)
    return Teller(index, tuple(theirs))


def _sentences(layout: Layout) -> list[Piece]:
    """The narrator's sentences: the answers where there are questions, else those in the first person where these are many."""
    if answers := _answers(layout):
        return [s for s in layout.sentences if s.paragraph in answers]
    spoken = [s for s in layout.sentences if _I.search(layout.told, s.start, s.end)]
    narrated = [s for s in layout.sentences if layout.told[s.start : s.end].strip("\x00 \"'\n")]
    return spoken if len(spoken) >= 6 and len(spoken) >= _SHARE * len(narrated) else []


def _answers(layout: Layout) -> frozenset[int]:
    """Paragraphs that answer, in a piece of unlabelled questions and answers; none in any other piece."""
    asked = [bool(ASKED.match(layout.plain[p.start : p.end])) for p in layout.paragraphs]
    found = [
        p.paragraph
        for before, p in zip(layout.paragraphs, layout.paragraphs[1:], strict=False)
        if asked[before.paragraph] and not asked[p.paragraph]
    ]
    own = [i for i in found if _I.search(layout.told, layout.paragraphs[i].start, layout.paragraphs[i].end)]
    return frozenset(found) if len(own) >= _QUESTIONS and len(own) * 2 >= len(found) else frozenset()


def _named_so(layout: Layout, crowd: list[Someone]) -> int | None:
    """The one whose name stands where the teller is named: "they called me Umm Salma", "my name is Rashid"."""
    for i, someone in enumerate(crowd):
        for m in someone.mentions:
            if m.kind in (MentionKind.NAME, MentionKind.ALIAS) and _MY_NAME.search(
                layout.plain[max(0, m.start - 30) : m.start]
            ):
                return i
    return None


def _who(layout: Layout, crowd: list[Someone]) -> int | None:
    """The one named where such pieces name their teller: beside "as told to", else in the lead or the closing note."""
    edges = [Piece(0, layout.article.body_start, -1), *layout.paragraphs[:3], *layout.paragraphs[-2:]]
    best: tuple[float, int, int] | None = None
    for i, someone in enumerate(crowd):
        if someone.kin or not (someone.names or someone.aliases):
            continue
        for place, edge in enumerate(edges):
            here = [
                m for m in someone.mentions if edge.start <= m.start < edge.end and m.kind is not MentionKind.PRONOUN
            ]
            told = _TOLD_TO.search(layout.plain, edge.start, edge.end)
            if here and not any(m.title for m in here):
                score = (2.0 if told and here[0].end <= told.start() + 1 else 0.5 if told else 1.0) - 0.1 * place
                best = max(best or (0.0, 0, 0), (score, -i, i))
    return best[2] if best else None


def told(layout: Layout, teller: Teller) -> list[Speech]:
    """What the narrator says."""
    return [
        Speech(span=Span.of(layout.article.text, s.start, s.end), direct=True, rule="first-person", confidence=0.9)
        for s in teller.sentences
    ]
