"""Coding: which reasons a person gives, where, and why we think so.

The cue coder looks only at sentences that are about the person or spoken by them (the appearance's scope), with the group's
own name masked, asks whose reason it is and whether it is denied, and whether the sentence speaks of coming or of going.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.coding import CodedAppearance, Coding, Passage, Stance
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.text import same_width

CODER = "machine:cues@1"
PASSAGES = 10
# A coding needs this score. Swept 0.4 to 1.2 on training/w1a and w1b and the development half of the annotated corpus.
THRESHOLD = 0.6

_DENIED = re.compile(
    r"\b(?:denie[sd]|deny|denying|not because|nothing to do with|never (?:saw|took part|beat|killed|witnessed)|did not (?:leave|go|join) (?:because|for|over)|was not (?:about|the|a) (?:money|reason|fear)|had no complaints?|no grievance|waved (?:it|him|her|that) away|insist\w* that (?:he|she) never|it was (?:not|n't) (?:that|the))\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|that (?:is|was|'s) why|reasons?|after (?:that|which)|made (?:me|him|her)|could(?:n't| not)|couldn't|no longer|decided|since then|that (?:day|night|was when)|finally|what (?:changed|drove|broke)|disgust\w*|sick(?:ened)?|angry|disappoint\w*|disillusion\w*|shocked|ashamed|realised|realized|first|second|third|turning point|enough|wrong)\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:joined|join|joining|went (?:to Syria|there|out)|why (?:he|she|I) (?:went|joined)|to begin with|recruit\w*|offered|promised|at first|enlist\w*|signed up|travel(?:l?ed)|left home|set off|persuaded|convinced|wanted to|I thought|believed|the oath|pledged|duty|forced|in the first place)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:left|leave|leaving|fled|flee|escap\w*|desert\w*|defect\w*|quit|got out|get out|walked|ran|run away|slipped|go home|went home|came back|never (?:came|fought|paid|saw)|instead|but)\b",
    re.IGNORECASE,
)
# "I was not bored": a negation right before every cue of the sentence.
_NOT = re.compile(r"(?:\bnot|n't|\bnever|\bhardly|\bneither)\s+(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hit:
    span: Span
    score: float
    cues: tuple[str, ...]
    stance: Stance
    reasons: tuple[str, ...]


def code(
    pairs: Iterable[tuple[Article, Appearance]], codebook: Codebook, settings: Settings
) -> Iterator[CodedAppearance]:
    """Proposes codings and ranks passages for each appearance."""
    mask = _mask(settings.groups)
    for article, appearance in pairs:
        codings: list[Coding] = []
        passages: list[Passage] = []
        for entry in codebook.codes:
            hits = sorted(_hits(entry, appearance, mask), key=lambda h: (-h.score, h.span.start))
            passages += [
                Passage(
                    appearance=appearance.id,
                    article=article.id,
                    code=entry.id,
                    span=h.span,
                    rank=i,
                    score=round(h.score, 3),
                )
                for i, h in enumerate(hits[:PASSAGES], 1)
            ]
            codings += [_coding(entry, h, article, appearance) for h in hits[:4] if h.score >= THRESHOLD]
        yield CodedAppearance(appearance=appearance.id, codings=tuple(codings), passages=tuple(passages), coder=CODER)


@lru_cache(maxsize=8)
def _mask(groups: tuple[Group, ...]) -> re.Pattern[str]:
    words = sorted((n for g in groups for n in (g.name, *g.aliases)), key=len, reverse=True)
    return re.compile("|".join(re.escape(w) for w in words) or "(?!)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _compiled(cues: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(c, re.IGNORECASE) for c in cues)


def _hits(entry: Code, appearance: Appearance, mask: re.Pattern[str]) -> Iterator[_Hit]:
    cues, against = _compiled(entry.cues), _compiled(entry.not_cues)
    own = [s.span for s in appearance.speech]
    sentences = appearance.scope
    for i, sentence in enumerate(sentences):
        masked = mask.sub(lambda m: "#" * len(m.group()), same_width(sentence.quote))
        found = tuple(m.group() for c in cues if (m := c.search(masked)))
        if not found or any(c.search(masked) for c in against):
            continue
        negated = all(_NOT.search(masked[: m.start()]) for c in cues if (m := c.search(masked)))
        before = same_width(sentences[i - 1].quote) if i else ""
        yield _weigh(
            entry, sentence, masked, before, found, spoken=any(s.overlaps(sentence) for s in own), negated=negated
        )


def _weigh(
    entry: Code, sentence: Span, masked: str, before: str, found: tuple[str, ...], *, spoken: bool, negated: bool
) -> _Hit:
    """The score: cues found, own words, a reason marker here or just before, and whether coming or going is spoken of."""
    coming, going = bool(_COMING.search(masked)), bool(_GOING.search(masked))
    family = entry.family
    score = 0.45 + 0.15 * (len(found) - 1)
    notes = [f"cue: {found[0].strip()}"]
    if spoken:
        score += 0.25
        notes.append("in their own words")
    if _REASON.search(masked) or _REASON.search(before):
        score += 0.2
        notes.append("a reason marker stands near")
    if family == "joining":
        score += 0.25 if coming else -0.1
        score -= 0.2 if going and not coming else 0.0
    else:
        score += 0.15 if going else 0.0
        score -= 0.25 if coming and not going else 0.0
    denied = negated or bool(_DENIED.search(masked))
    if denied:
        notes.append("denied")
    return _Hit(sentence, score, found, Stance.DENIED if denied else Stance.PRESENT, tuple(notes))


def _coding(entry: Code, hit: _Hit, article: Article, appearance: Appearance) -> Coding:
    sub = next((s.id for s in entry.subs if any(c.search(hit.span.quote) for c in _compiled(s.cues))), None)
    return Coding(
        id=Coding.id_of(appearance.id, entry.id, hit.span), appearance=appearance.id, article=article.id, code=entry.id, sub=sub, span=hit.span,
        stance=hit.stance, coder=CODER, confidence=round(min(0.95, max(0.05, hit.score / 1.4)), 3), reasons=hit.reasons,
    )  # fmt: skip
