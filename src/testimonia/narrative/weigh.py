"""How cues and the learned reader are weighed: numbers with plain names, and two small logistic models whose weights can be read.

The sentence model says how likely it is that a sentence gives the person's own reason of a code; it ranks the passages. The person model says
from all their sentences how likely it is that the person gives that reason at all; it proposes. Both are fitted by tools/fit_code_model.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.lexicon import Weights
from testimonia.domain.odds import log_odds, logistic
from testimonia.domain.settings import Settings
from testimonia.domain.span import Span
from testimonia.narrative import cues
from testimonia.narrative.cues import Hit
from testimonia.ports.reader import Focus, Reader

# A coding by cues alone needs this score. Swept 0.4 to 1.2 on training/w1a and w1b and the development half of the annotated corpus.
THRESHOLD = 0.6
DENIED = 0.5


@dataclass(frozen=True, slots=True)
class Observation:
    """What both coders say of one sentence and one code: `features` are the numbers that the sentence model weighs."""

    code: Code
    span: Span
    hit: Hit | None
    features: Mapping[str, float]

    @property
    def denied(self) -> bool:
        """Whether either coder hears the reason denied."""
        return bool(self.hit and self.hit.denied) or self.features["denied"] >= DENIED


def observations(
    article: Article, appearance: Appearance, codebook: Codebook, settings: Settings, reader: Reader | None
) -> Iterator[Observation]:
    """Every sentence of the scope and beside it, with every code."""
    mask = cues.mask_of(settings.groups)
    near = set(appearance.around)
    sentences = sorted({*appearance.scope, *appearance.around}, key=lambda s: s.start)
    stretches = [(s.start, s.end) for s in sentences]
    judged = reader.reasons(article.text, Focus.on(appearance), stretches) if reader else [{}] * len(sentences)
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
    """Numbers for the sentence model: each 0 where a coder says nothing."""
    own = judged.get(f"own:{entry.id}", 0.0)
    rivals = [p for name, p in judged.items() if name.startswith("own:") and name != f"own:{entry.id}"]
    cue = max(0.0, found.score) if found else 0.0
    return {
        "cue": cue,
        "cue_alone": float(cue >= THRESHOLD),
        "cue_spoken": cue * spoken,
        "own_chance": own,
        "cue_denied": float(found is not None and found.denied),
        "own": logit(own),
        "own_beside": max((b.get(f"own:{entry.id}", 0.0) for b in beside), default=0.0),
        "rival": max(rivals, default=0.0),
        "touched": judged.get(f"touched:{entry.id}", 0.0),
        "denied": judged.get("denied", 0.0),
        "agreed": own if found else 0.0,
        "spoken": float(spoken),
        "near": float(near),
        "joining": float(entry.family == "joining"),
    }


Weighed = list[tuple[float, Observation]]
"""Sentences with the probability that each gives the person's own reason of one code."""


def weighed(table: Iterable[Observation], sentence: Weights) -> dict[str, Weighed]:
    """Code -> every sentence with its probability, in the order of the table."""
    held: dict[str, Weighed] = {}
    for seen in table:
        held.setdefault(seen.code.id, []).append((chance(seen.features, sentence), seen))
    return held


def likeliest(held: Mapping[str, Weighed]) -> dict[str, Weighed]:
    """Code -> the sentences that do not deny it, likeliest first."""
    return {
        code: sorted((s for s in all_ if not s[1].denied), key=lambda s: (-s[0], s[1].span.start))
        for code, all_ in held.items()
    }


def of_person(chances: Mapping[str, Sequence[tuple[float, Observation]]]) -> dict[str, dict[str, float]]:
    """For each code the numbers that the person model weighs. `chances`: of each code the sentences that do not deny it, likeliest first."""
    best = {code: held[0][0] if held else 0.0 for code, held in chances.items()}
    found = {}
    for code, held in chances.items():
        family = code.partition("/")[0]
        rivals = [p for other, p in best.items() if other != code and other.startswith(family)]
        seen = [o.features for _, o in held]
        found[code] = {
            "best": logit(best[code]),
            "second": held[1][0] if len(held) > 1 else 0.0,
            "expected": min(3.0, sum(p for p, _ in held)),
            "lead": best[code] - max(rivals, default=0.0),
            "first": float(best[code] > max(rivals, default=0.0)),
            "own": logit(max((f["own_chance"] for f in seen), default=0.0)),
            "cue": max((f["cue"] for f in seen), default=0.0),
            "joining": float(family == "joining"),
            "sentences": math.log1p(len(held)),
        }
    return found


def logit(p: float) -> float:
    """Log odds, held within those of 0.001 and 0.999."""
    return log_odds(p, edge=0.001)


def chance(features: Mapping[str, float], model: Weights) -> float:
    """Probability by a logistic model."""
    score = model.bias + sum(w * features[name] for name, w in model.weights.items())
    return logistic(score)
