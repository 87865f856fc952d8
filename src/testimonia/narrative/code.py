"""Coding: which reasons a person gives, where, and why we think so.

Two coders read each sentence of a person's scope: the cue coder (the codebook's cues) and, where it is installed, the learned
reader. A small inspectable model weighs them against each other; agreement and disagreement stand in the reasons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.coding import CodedAppearance, Coding, Passage, Stance
from testimonia.domain.lexicon import CodeModel, Lexicon
from testimonia.domain.settings import Settings
from testimonia.domain.span import Span
from testimonia.narrative import cues
from testimonia.narrative.cues import Hit
from testimonia.ports.reader import Reader

CODER = "machine:cues@2"
PASSAGES = 10
CODINGS = 4
"""At most so many codings of one code for a person in an article: the best."""
# A coding by cues alone needs this score. Swept 0.4 to 1.2 on training/w1a and w1b and the development half of the annotated corpus.
THRESHOLD = 0.6
DENIED = 0.5


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One sentence for one code. `score` ranks; `chance` is the probability that it is this person's own reason."""

    span: Span
    score: float
    chance: float
    proposed: bool
    stance: Stance
    reasons: tuple[str, ...]


def code(
    pairs: Iterable[tuple[Article, Appearance]], codebook: Codebook, settings: Settings, lexicon: Lexicon, reader: Reader | None = None
) -> Iterator[CodedAppearance]:  # fmt: skip
    """Proposes codings and ranks passages for each appearance."""
    coder = f"{CODER}+{reader.name}" if reader else CODER
    for article, appearance in pairs:
        codings: list[Coding] = []
        passages: list[Passage] = []
        table = list(observations(article, appearance, codebook, settings, reader))
        ranking = _ranking(table, lexicon.code_model, reader)
        first = _first(ranking, lexicon.code_model) if reader else set()
        for entry in codebook.codes:
            ranked = ranking.get(entry.id, [])
            passages += [_passage(entry, c, i, article, appearance) for i, c in enumerate(ranked[:PASSAGES], 1)]
            said = [c for i, c in enumerate(ranked[:CODINGS]) if c.proposed or (i == 0 and entry.id in first)]
            codings += [_coding(entry, c, article, appearance, coder) for c in said]
        yield CodedAppearance(appearance=appearance.id, codings=tuple(codings), passages=tuple(passages), coder=coder)


def _ranking(table: Sequence[Observation], model: CodeModel, reader: Reader | None) -> dict[str, list[_Candidate]]:
    """The candidates of each code, best first."""
    found: dict[str, list[_Candidate]] = {}
    for seen in table:
        candidate = _candidate(seen, model, reader)
        if candidate.score > 0:
            found.setdefault(seen.code.id, []).append(candidate)
    return {code: sorted(held, key=lambda c: (-c.score, c.span.start)) for code, held in found.items()}


def _first(ranking: Mapping[str, list[_Candidate]], model: CodeModel) -> set[str]:
    """The likeliest code of each family, where its best sentence asserts it and is likely enough to be the first reason."""
    best: dict[str, tuple[float, str]] = {}
    for code, held in ranking.items():
        family = code.partition("/")[0]
        best[family] = max(best.get(family, (0.0, "")), (held[0].chance, code))
    return {code for p, code in best.values() if p >= model.first and ranking[code][0].stance is Stance.PRESENT}


@dataclass(frozen=True, slots=True)
class Observation:
    """What both coders say of one sentence and one code: `features` are the numbers that the code model weighs."""

    code: Code
    span: Span
    hit: Hit | None
    features: Mapping[str, float]


def observations(
    article: Article, appearance: Appearance, codebook: Codebook, settings: Settings, reader: Reader | None
) -> Iterator[Observation]:
    """Every sentence of the scope and beside it, with every code."""
    mask = cues.mask_of(settings.groups)
    near = set(appearance.around)
    sentences = sorted({*appearance.scope, *appearance.around}, key=lambda s: s.start)
    judged = reader.reasons(article.text, [(s.start, s.end) for s in sentences]) if reader else [{}] * len(sentences)
    own = [s.span for s in appearance.speech]
    for i, sentence in enumerate(sentences):
        spoken = any(s.overlaps(sentence) for s in own)
        before = sentences[i - 1].quote if i else ""
        beside = {j for j in (i - 1, i + 1) if 0 <= j < len(sentences)}
        for entry in codebook.codes:
            found = cues.hit(entry, sentence.quote, before, mask, spoken=spoken)
            heard = [judged[j] for j in sorted(beside)]
            values = _features(entry, found, judged[i], heard, spoken=spoken, near=sentence in near)
            yield Observation(entry, sentence, found, values)


def _features(
    entry: Code, found: Hit | None, judged: Mapping[str, float], beside: Sequence[Mapping[str, float]], *, spoken: bool, near: bool
) -> dict[str, float]:  # fmt: skip
    """Numbers for the code model: each 0 where a coder says nothing."""
    own = judged.get(f"own:{entry.id}", 0.0)
    rivals = [p for name, p in judged.items() if name.startswith("own:") and name != f"own:{entry.id}"]
    cue = max(0.0, found.score) if found else 0.0
    return {
        "cue": cue,
        "cue_alone": float(cue >= THRESHOLD),
        "cue_spoken": cue * spoken,
        "own_chance": own,
        "cue_denied": float(found is not None and found.denied),
        "own": _logit(own),
        "own_beside": max((b.get(f"own:{entry.id}", 0.0) for b in beside), default=0.0),
        "rival": max(rivals, default=0.0),
        "touched": judged.get(f"touched:{entry.id}", 0.0),
        "denied": judged.get("denied", 0.0),
        "agreed": own if found else 0.0,
        "spoken": float(spoken),
        "near": float(near),
        "joining": float(entry.family == "joining"),
    }


def _logit(p: float) -> float:
    held = min(0.999, max(0.001, p))
    return math.log(held / (1 - held))


def chance(features: Mapping[str, float], model: CodeModel) -> float:
    """Probability that the sentence gives the person's own reason of this code."""
    score = model.bias + sum(w * features[name] for name, w in model.weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _candidate(seen: Observation, model: CodeModel, reader: Reader | None) -> _Candidate:
    found, values = seen.hit, seen.features
    denied = bool(found and found.denied) or values["denied"] >= DENIED
    stance = Stance.DENIED if denied else Stance.PRESENT
    notes = list(found.reasons) if found else []
    if reader is None:
        score = found.score if found else 0.0
        return _Candidate(seen.span, score, min(0.95, max(0.05, score / 1.4)), score >= THRESHOLD, stance, tuple(notes))
    p = chance(values, model)
    own = 1 / (1 + math.exp(-values["own"]))
    notes.append(f"reader: own reason {own:.2f}, somebody else's or denied {values['touched']:.2f}")
    if (found is not None) != (own >= 0.5):
        notes.append("cues and reader disagree")
    said = p >= model.threshold or (denied and (found is not None or values["touched"] >= DENIED))
    return _Candidate(seen.span, p, p, said, stance, tuple(notes))


def _passage(entry: Code, found: _Candidate, rank: int, article: Article, appearance: Appearance) -> Passage:
    return Passage(
        appearance=appearance.id, article=article.id, code=entry.id, span=found.span, rank=rank, score=round(found.score, 3)
    )  # fmt: skip


def _coding(entry: Code, found: _Candidate, article: Article, appearance: Appearance, coder: str) -> Coding:
    quote = found.span.quote
    sub = next((s.id for s in entry.subs if any(c.search(quote) for c in cues.compiled(s.cues))), None)
    return Coding(
        id=Coding.id_of(appearance.id, entry.id, found.span), appearance=appearance.id, article=article.id, code=entry.id, sub=sub, span=found.span,
        stance=found.stance, coder=coder, confidence=round(found.chance, 3), reasons=found.reasons,
    )  # fmt: skip
