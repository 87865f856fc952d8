"""How likely each number is a reported total: read by itself first, then knowing what the others came to."""

from __future__ import annotations

import math

from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.claims.candidates import Candidate
from testimonia.identity.detect.claims.signs import Features, among, features

NEARLY = 0.25
"""An article gives a figure first where it tells of it; a later place has to be so much likelier."""


def weigh(found: list[Candidate], lexicon: Lexicon) -> list[float]:
    """A probability for each candidate of one article."""
    model = lexicon.claim_model
    alone = alone_features(found, lexicon)
    chances = [probability(values, model.alone) for values in alone]
    return [probability(values, model.among) for values in among_features(found, alone, chances)]


def chosen(keys: list[tuple[float, str]], chances: list[float], threshold: float) -> list[int]:
    """Which candidates are claims: of each figure and unit (`keys`) the first place that is nearly as likely as the likeliest."""
    best: dict[tuple[float, str], float] = {}
    for key, chance in zip(keys, chances, strict=True):
        best[key] = max(best.get(key, 0.0), chance)
    taken: dict[tuple[float, str], int] = {}
    for i, (key, chance) in enumerate(zip(keys, chances, strict=True)):
        if chance >= max(threshold, best[key] - NEARLY):
            taken.setdefault(key, i)
    return list(taken.values())


def alone_features(found: list[Candidate], lexicon: Lexicon) -> list[Features]:
    """Of each candidate, whatever stands elsewhere."""
    sentences: dict[int, frozenset[str]] = {}
    return [features(one, lexicon, sentences) for one in found]


def among_features(found: list[Candidate], alone: list[Features], chances: list[float]) -> list[Features]:
    """The same, and what the other candidates came to by themselves."""
    return [alone[i] | others for i, others in enumerate(among(found, chances))]


def probability(values: Features, weights: dict[str, float]) -> float:
    """Of the logistic regression with these weights ("bias" is added)."""
    z = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
