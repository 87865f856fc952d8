"""How likely each number is a reported total: read by itself first, then knowing what the others came to."""

from __future__ import annotations

import re

from testimonia.domain.lexicon import Lexicon
from testimonia.domain.odds import logistic
from testimonia.identity.detect.claims.candidates import Candidate
from testimonia.identity.detect.claims.counted import Noun
from testimonia.identity.detect.claims.signs import Features, among, features

NEARLY = 0.25
"""An article gives a figure first where it tells of it; a later place has to be so much likelier."""


_PEOPLE = (Noun.PEOPLE, Noun.NATIONALS, Noun.SUBJECT)
_AND = re.compile(r"(?: [\w'-]+){1,3}(?:,? and|,) (?:\w+ )?$")
_KNOWN = re.compile(r"\b(?:the|these|those|all|other)(?: (?:other|same|remaining|first|last))? $", re.IGNORECASE)
"""Before a number that the reader knows already ("the other ten")."""


def weigh(found: list[Candidate], lexicon: Lexicon) -> list[float]:
    """A probability for each candidate of one article."""
    model = lexicon.claim_model
    alone = alone_features(found, lexicon)
    first = [probability(values, model.alone) for values in alone]
    return related(found, [probability(values, model.among) for values in among_features(found, alone, first)])


def related(found: list[Candidate], chances: list[float]) -> list[float]:
    """The same chances, but what is joined to a count ("51 men and seven women") is as likely as that, and narratives are as likely as the
    article's other totals: they are counted too rarely to be fitted."""
    totals = max((p for one, p in zip(found, chances, strict=True) if one.noun is not Noun.NARRATIVES), default=0.0)
    results: list[float] = []
    for i, (one, chance) in enumerate(zip(found, chances, strict=True)):
        if one.noun is Noun.NARRATIVES:
            chance = totals
        elif i and _joined(found[i - 1], one):
            chance = max(chance, results[-1])
        results.append(chance)
    return results


def _joined(one: Candidate, other: Candidate) -> bool:
    between = other.lead[one.number.end - other.number.start :]
    return (
        one.sentence == other.sentence and one.noun in _PEOPLE and other.noun in _PEOPLE and bool(_AND.match(between))
    )


def chosen(found: list[Candidate], keys: list[tuple[float, str]], chances: list[float], threshold: float) -> list[int]:
    """Which candidates are claims: of each figure and unit (`keys`) the first place that is nearly as likely as the likeliest."""
    ranks = [p - NEARLY * bool(_KNOWN.search(one.lead)) for one, p in zip(found, chances, strict=True)]
    best: dict[tuple[float, str], float] = {}
    for key, chance, rank in zip(keys, chances, ranks, strict=True):
        if chance >= threshold:
            best[key] = max(best.get(key, 0.0), rank)
    taken: dict[tuple[float, str], int] = {}
    for i, (key, chance) in enumerate(zip(keys, chances, strict=True)):
        if chance >= threshold and ranks[i] >= best[key] - NEARLY:
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
    return logistic(z)
