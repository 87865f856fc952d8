"""Coding: which reasons a person gives, where, and why we think so.

Two coders read each sentence of a person's scope: the cue coder (the codebook's cues) and, where it is installed, the learned
reader. Small inspectable models weigh them against each other (see `weigh`); agreement and disagreement stand in the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.coding import CodedAppearance, Coding, Passage, Stance
from testimonia.domain.lexicon import CodeModel, Lexicon
from testimonia.domain.odds import logistic
from testimonia.domain.settings import Settings
from testimonia.domain.span import Span
from testimonia.narrative import cues
from testimonia.narrative.weigh import (
    DENIED,
    THRESHOLD,
    Observation,
    Weighed,
    chance,
    likeliest,
    observations,
    of_person,
    weighed,
)
from testimonia.ports.reader import Reader

CODER = "machine:cues@2"
OTHER = 2.0
"""A sentence that is so many times likelier to say why the person left says nothing of why they joined, and the other way round.

Chosen on training/w9b to w11c, of which no reader has seen w11a and w11c: joining and leaving there are as good or better with it."""
PASSAGES = 10
CODINGS = 4
"""At most so many codings of one code for a person in an article: the best."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One sentence for one code. `score` ranks; `chance` is the probability that it is this person's own reason."""

    seen: Observation
    score: float
    chance: float
    proposed: bool
    stance: Stance
    reasons: tuple[str, ...]


def code(
    pairs: Iterable[tuple[Article, Appearance]], codebook: Codebook, settings: Settings, lexicon: Lexicon, reader: Reader | None = None
) -> Iterator[CodedAppearance]:  # fmt: skip
    """Proposes codings and ranks passages for each appearance."""
    model = lexicon.learned_codes or lexicon.code_model
    learned = lexicon.learned if reader and lexicon.learned_codes else ""
    coder = "+".join(filter(None, (CODER, reader.name if reader else "", learned)))
    for article, appearance in pairs:
        codings: list[Coding] = []
        passages: list[Passage] = []
        table = list(observations(article, appearance, codebook, settings, reader))
        ranking = _ranked(_weighed(table, model) if reader else [_by_cue(seen) for seen in table])
        for entry in codebook.codes:
            ranked = ranking.get(entry.id, [])
            passages += [_passage(entry, c, i, article, appearance) for i, c in enumerate(ranked[:PASSAGES], 1)]
            codings += [_coding(entry, c, article, appearance, coder) for c in ranked[:CODINGS] if c.proposed]
        yield CodedAppearance(appearance=appearance.id, codings=tuple(codings), passages=tuple(passages), coder=coder)


def proposed(table: Sequence[Observation], model: CodeModel) -> dict[str, tuple[Span, ...]]:
    """Code -> the sentences at which these weights propose it as given, best first."""
    found: dict[str, tuple[Span, ...]] = {}
    for entry, ranked in _ranked(_weighed(table, model)).items():
        given = [c.seen.span for c in ranked[:CODINGS] if c.proposed and c.stance is Stance.PRESENT]
        found |= {entry: tuple(given)} if given else {}
    return found


def _ranked(candidates: Iterable[_Candidate]) -> dict[str, list[_Candidate]]:
    """The candidates of each code, best first."""
    found: dict[str, list[_Candidate]] = {}
    for candidate in candidates:
        if candidate.score > 0:
            found.setdefault(candidate.seen.code.id, []).append(candidate)
    return {code: sorted(held, key=lambda c: (-c.score, c.seen.span.start)) for code, held in found.items()}


def _by_cue(seen: Observation) -> _Candidate:
    """Where there is no reader, the cues decide alone."""
    score = seen.hit.score if seen.hit else 0.0
    notes = seen.hit.reasons if seen.hit else ()
    return _Candidate(seen, score, min(0.95, max(0.05, score / 1.4)), score >= THRESHOLD, _stance(seen), notes)


def _stance(seen: Observation) -> Stance:
    return Stance.DENIED if seen.denied else Stance.PRESENT


def _weighed(table: Sequence[Observation], model: CodeModel) -> Iterator[_Candidate]:
    """Cues and reader weighed: a code that the person likely gives is proposed at its best sentence and at every likely one."""
    held = weighed(table, model.sentence)
    given = likeliest(held)
    others = _others(given)
    for code, values in of_person(given).items():
        likely = chance(values, model.person)
        for p, seen in held[code]:
            best = bool(given[code]) and seen is given[code][0][1]
            theirs = others.get((seen.code.family, seen.span), 0.0) < OTHER * p
            said = likely >= model.threshold and not seen.denied and theirs and (best or p >= model.more)
            denied = seen.denied and (seen.hit is not None or seen.features["touched"] >= DENIED)
            notes = _notes(seen, likely)
            yield _Candidate(seen, p, likely if best else p, said or denied, _stance(seen), notes)


def _others(given: Mapping[str, Weighed]) -> dict[tuple[str, Span], float]:
    """(family, sentence) -> the greatest probability that the sentence gives a reason of another family."""
    most: dict[tuple[str, Span], float] = {}
    for all_ in given.values():
        for p, seen in all_:
            key = (seen.code.family, seen.span)
            most[key] = max(most.get(key, 0.0), p)
    families = {family for family, _ in most}
    return {
        (family, span): max((most.get((other, span), 0.0) for other in families - {family}), default=0.0)
        for family, span in most
    }


def _notes(seen: Observation, likely: float) -> tuple[str, ...]:
    own = logistic(seen.features["own"])
    notes = list(seen.hit.reasons) if seen.hit else []
    notes.append(f"reader: own reason {own:.2f}, somebody else's or denied {seen.features['touched']:.2f}")
    if (seen.hit is not None) != (own >= 0.5):
        notes.append("cues and reader disagree")
    notes.append(f"all sentences together: {likely:.2f}")
    return tuple(notes)


def _passage(entry: Code, found: _Candidate, rank: int, article: Article, appearance: Appearance) -> Passage:
    return Passage(
        appearance=appearance.id, article=article.id, code=entry.id, span=found.seen.span, rank=rank, score=round(found.score, 3)
    )  # fmt: skip


def _coding(entry: Code, found: _Candidate, article: Article, appearance: Appearance, coder: str) -> Coding:
    span = found.seen.span
    sub = next((s.id for s in entry.subs if any(c.search(span.quote) for c in cues.compiled(s.cues))), None)
    return Coding(
        id=Coding.id_of(appearance.id, entry.id, span), appearance=appearance.id, article=article.id, code=entry.id, sub=sub, span=span,
        stance=found.stance, coder=coder, confidence=round(found.chance, 3), reasons=found.reasons,
    )  # fmt: skip
