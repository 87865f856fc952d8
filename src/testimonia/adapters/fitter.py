"""Logistic regression around given weights, in numpy.

Maximum a posteriori with a normal prior around `prior`: the least of

    sum over rows of log(1 + exp(z)) - right * z, z = table @ w    +    strength / 2 * |w - prior|^2    where signs hold.

Found by projected Newton steps: D. P. Bertsekas, "Projected Newton methods for optimization problems with simple constraints", SIAM Journal
on Control and Optimization 20 (1982), 221-246. The prior makes it strictly convex: there is one answer, whatever the order of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 200
NEAR = 1e-8
"""The steepest slope at which the place counts as the lowest; the digits that are kept (see review/learn/model) are far coarser."""
ENOUGH = 1e-4
"""Share of the promised descent that a step must bring."""


def fit(
    table: Sequence[Sequence[float]], right: Sequence[bool], prior: Sequence[float], strength: float, signs: Sequence[int]
) -> list[float]:  # fmt: skip
    """See ports.fitter."""
    import numpy as np

    problem = _Problem(np.array(table, float), np.array(right, float), np.array(prior, float), strength)
    kept = np.array(signs)
    w = _within(problem.prior, kept)
    for _ in range(STEPS):
        slope = problem.slope(w)
        free = ~(((kept > 0) & (w <= 0) & (slope > 0)) | ((kept < 0) & (w >= 0) & (slope < 0)))
        if not free.any() or float(np.abs(slope[free]).max()) < NEAR:
            break
        step = np.zeros_like(w)
        step[free] = -np.linalg.solve(problem.curvature(w)[np.ix_(free, free)], slope[free])
        w = _descend(problem, w, step, slope, kept)
    return [float(x) for x in w]


class _Problem:
    def __init__(self, table: Floats, right: Floats, prior: Floats, strength: float) -> None:
        self.table, self.right, self.prior, self.strength = table, right, prior, strength

    def loss(self, w: Floats) -> float:
        import numpy as np

        z, away = self.table @ w, w - self.prior
        return float(np.logaddexp(0, z).sum() - self.right @ z + self.strength / 2 * away @ away)

    def slope(self, w: Floats) -> Floats:
        found: Floats = self.table.T @ (self._chances(w) - self.right) + self.strength * (w - self.prior)
        return found

    def curvature(self, w: Floats) -> Floats:
        import numpy as np

        p = self._chances(w)
        found: Floats = (self.table.T * (p * (1 - p))) @ self.table + self.strength * np.eye(len(w))
        return found

    def _chances(self, w: Floats) -> Floats:
        import numpy as np

        found: Floats = 1 / (1 + np.exp(-np.clip(self.table @ w, -500, 500)))
        return found


def _within(w: Floats, signs: NDArray[np.int_]) -> Floats:
    import numpy as np

    return np.where(signs > 0, np.maximum(w, 0), np.where(signs < 0, np.minimum(w, 0), w))


def _descend(problem: _Problem, w: Floats, step: Floats, slope: Floats, signs: NDArray[np.int_]) -> Floats:
    """The step, halved until it leads down enough; where none does, the place is as low as numbers can tell."""
    here, share = problem.loss(w), 1.0
    while share > 1e-12:
        there = _within(w + share * step, signs)
        if problem.loss(there) <= here + ENOUGH * float(slope @ (there - w)):
            return there
        share /= 2
    return w
