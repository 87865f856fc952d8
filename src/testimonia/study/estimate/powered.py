"""A share from machine labels on all units and human labels on a sample of known probability (prediction-powered inference)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import msgspec

from testimonia.domain.figure import Interval
from testimonia.study.language import say

LEAST = 30
"""Below so many human labels nothing is given: the interval would not hold what it says."""


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of the study: what the machine says, what a person said (None: not asked), and with what probability it was drawn.

    `probability`: None where it was not drawn at random; between 0 (exclusive) and 1 else, for the not drawn as well.
    """

    unit: str
    machine: float
    human: float | None = None
    probability: float | None = None


class Powered(msgspec.Struct, frozen=True, kw_only=True):
    """The share three ways. `weight`: how far the machine is trusted (lambda, 0 to 1).

    `saved`: the share of human labels saved at equal width of the interval, against people alone.
    """

    value: float
    interval: Interval
    human_only: float
    human_interval: Interval
    machine_only: float
    weight: float
    labels: int
    units: int
    saved: float


def powered(units: Sequence[Labelled], level: float = 0.95) -> Powered | str:
    """The prediction-powered share; or the reason why it is refused.

    theta = lambda mean(f) + sum w (y - lambda f) / sum w, with w = 1 / probability over the labelled; lambda makes the variance least,
    within [0, 1]. The variance is that of the linear approximation (Hajek), with Student's factor n / (n - 1). With equal
    probabilities this is PPI++ of a mean.
    Source: A. N. Angelopoulos, J. C. Duchi and T. Zrnic, "PPI++: Efficient prediction-powered inference", arXiv:2311.01453 (2023),
    section 6; weights: D. G. Horvitz and D. J. Thompson, Journal of the American Statistical Association 47 (1952) 663-685;
    C.-E. Sarndal, B. Swensson and J. Wretman, Model Assisted Survey Sampling (1992), 5.5 and 6.
    """
    why_not = _refused(units)
    if why_not:
        return why_not
    count = len(units)
    weights = [1 / (u.probability or 1) if u.human is not None else 0.0 for u in units]
    total = sum(weights)
    people = [u.human or 0.0 for u in units]
    machine = [u.machine for u in units]
    y_mean = sum(w * y for w, y in zip(weights, people, strict=True)) / total
    f_here = sum(w * f for w, f in zip(weights, machine, strict=True)) / total
    f_all = sum(machine) / count
    scale = count / total
    pull = [w * scale * (y - y_mean) for w, y in zip(weights, people, strict=True)]
    push = [(f - f_all) - w * scale * (f - f_here) for w, f in zip(weights, machine, strict=True)]
    square = sum(b * b for b in push)
    best = -sum(a * b for a, b in zip(pull, push, strict=True)) / square if square else 0.0
    trust = min(1.0, max(0.0, best))
    labels = sum(u.human is not None for u in units)
    factor = labels / (labels - 1) / count**2
    alone = sum(a * a for a in pull) * factor
    joint = sum((a + trust * b) ** 2 for a, b in zip(pull, push, strict=True)) * factor
    value = y_mean + trust * (f_all - f_here)
    return Powered(
        value=min(1.0, max(0.0, value)),
        interval=_interval(value, joint, labels, level, "PPI++"),
        human_only=y_mean,
        human_interval=_interval(y_mean, alone, labels, level, say("weighted sample")),
        machine_only=f_all,
        weight=trust,
        labels=labels,
        units=count,
        saved=1 - joint / alone if alone else 0.0,
    )


def _refused(units: Sequence[Labelled]) -> str:
    drawn = [u for u in units if u.human is not None]
    if len(drawn) < LEAST:
        return say("people labelled {drawn} units; at least {least} are needed", drawn=len(drawn), least=LEAST)
    unknown = sum(u.probability is None for u in drawn)
    if unknown:
        return say(
            "{unknown} of the {drawn} labelled units were not drawn at random with a recorded probability",
            unknown=unknown,
            drawn=len(drawn),
        )
    if any(not 0 < (u.probability or 0) <= 1 for u in drawn):
        return say("a recorded probability lies outside 0 to 1")
    if not all(u.probability for u in units):
        return say("some units could never have been drawn: the sample does not speak for them")
    if len({u.human for u in drawn}) < 2:
        return say("people gave every unit the same label: the interval would have no width")
    return ""


def _interval(value: float, variance: float, labels: int, level: float, name: str) -> Interval:
    half = student(0.5 + level / 2, labels - 1) * math.sqrt(variance)
    method = f"{name} {100 * level:g} %"
    return Interval(low=max(0.0, value - half), high=min(1.0, value + half), method=method)


def student(chance: float, df: int) -> float:
    """A quantile of Student's t, for five and more degrees of freedom to three places.

    Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    z = NormalDist().inv_cdf(chance)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return math.fsum(t / math.pow(df, i) for i, t in enumerate(terms))
