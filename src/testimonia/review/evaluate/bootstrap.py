"""How far the measures could lie elsewhere with other documents: percentile bootstrap over documents.

Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13. Documents are drawn, not persons
or passages: what stands in one document goes wrong together. Single codes and languages get no interval: many draws
hold none of them, and the measure is not defined there.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from testimonia.review.evaluate.measures import Item, measures
from testimonia.review.evaluate.outcome import Outcome

Interval = tuple[float, float]


def intervals(outcomes: Sequence[Outcome], *, replicates: int, level: float, seed: int) -> dict[str, Interval]:
    """Measure -> interval; the same for the same seed. Without two documents there is none."""
    if len(outcomes) < 2 or replicates < 1:
        return {}
    drawn: dict[str, list[float]] = {}
    for counts, items in _replicates(outcomes, replicates, random.Random(seed)):  # noqa: S311 - no secret
        for name, value in measures(counts, items).items():
            if value is not None and ".f1." not in name and not name.endswith("gold"):
                drawn.setdefault(name, []).append(value)
    tail = (1 - level) / 2
    return {n: (quantile(sorted(v), tail), quantile(sorted(v), 1 - tail)) for n, v in drawn.items()}


def _replicates(outcomes: Sequence[Outcome], n: int, rng: random.Random) -> Iterator[tuple[dict[str, int], list[Item]]]:
    names = sorted({name for o in outcomes for name in o.counts})
    rows = [[o.counts[name] for name in names] for o in outcomes]
    for _ in range(n):
        weights = Counter(rng.choices(range(len(outcomes)), k=len(outcomes)))
        sums = [0] * len(names)
        for i, weight in weights.items():
            sums = [total + weight * count for total, count in zip(sums, rows[i], strict=True)]
        items = [(p, c, weights[i]) for i in sorted(weights) for p, c in outcomes[i].items]
        yield dict(zip(names, sums, strict=True)), items


def quantile(values: Sequence[float], share: float) -> float:
    """By linear interpolation between the order statistics (type 7 of Hyndman and Fan 1996)."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])
