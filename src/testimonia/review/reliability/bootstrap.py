"""How far a coefficient could lie elsewhere with other articles, or other persons: percentile bootstrap over clusters.

Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13. Whole clusters are drawn: what stands in one article, or
is said by one person, goes wrong together, and intervals that take it apart are too narrow.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import mul
from typing import TypeVar

from testimonia.domain.agreement import Measure
from testimonia.review.evaluate.bootstrap import quantile

K = TypeVar("K", bound=Hashable)
Coefficient = Callable[[Mapping[K, float]], float | None]
LEAST = 0.5
"""An interval needs so large a share of the draws to be defined."""


class Bootstrap:
    """Draws once, for all measures of a study: how often each cluster is in each replicate."""

    def __init__(self, clusters: Sequence[str], *, replicates: int, level: float, seed: int) -> None:
        self.clusters = tuple(clusters)
        self._tail = (1 - level) / 2
        rng = random.Random(seed)  # noqa: S311 - no secret
        n = len(self.clusters)
        self._draws: list[list[int]] = []
        for _ in range(replicates if n > 1 else 0):
            drawn = Counter(rng.choices(range(n), k=n))
            self._draws.append([drawn[i] for i in range(n)])

    def measures(self, found: Mapping[str, Mapping[K, float]], wanted: Sequence[Coefficient[K]]) -> list[Measure]:
        """Each coefficient of the sum over the clusters, with its interval. `found`: cluster -> what adds up."""
        keys = list(dict.fromkeys(key for one in found.values() for key in one))
        columns = [[found[c].get(key, 0) if c in found else 0 for c in self.clusters] for key in keys]
        whole = dict(zip(keys, (sum(column) for column in columns), strict=True))
        values: list[list[float]] = [[] for _ in wanted]
        for draw in self._draws if keys else ():
            sums = dict(zip(keys, (sum(map(mul, draw, column)) for column in columns), strict=True))
            for held, coefficient in zip(values, wanted, strict=True):
                value = coefficient(sums)
                if value is not None:
                    held.append(value)
        return [self._measure(one(whole) if keys else None, held) for one, held in zip(wanted, values, strict=True)]

    def _measure(self, value: float | None, drawn: list[float]) -> Measure:
        if value is None or not drawn or len(drawn) < LEAST * len(self._draws):
            return Measure(value=value)
        drawn.sort()
        return Measure(value=value, low=quantile(drawn, self._tail), high=quantile(drawn, 1 - self._tail))
