"""Counts that depend on something: log-linear regression with an offset, Poisson or negative binomial.

Small by intent (a handful of columns), so that the core needs no library of linear algebra.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

Matrix = list[list[float]]


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """A fitted regression of the logarithm of a count.

    `beta`: coefficients; `covariance`: of them; `fitted`: expected counts; `dispersion`: Pearson's chi-squared by degrees of freedom
    under Poisson; `alpha`: of the negative binomial (variance m + alpha m^2), 0 for Poisson; `loglik`: without its constant for
    Poisson; `converged`: whether the maximum was reached.
    """

    beta: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    fitted: tuple[float, ...]
    dispersion: float
    alpha: float
    loglik: float
    converged: bool

    def error(self, i: int) -> float:
        """The standard error of a coefficient."""
        return math.sqrt(max(0.0, self.covariance[i][i]))


def regress(
    rows: Sequence[Sequence[float]], counts: Sequence[float], offset: Sequence[float] = (), alpha: float = 0.0
) -> Fit:
    """Fits log E(count) = offset + row . beta by iteratively reweighted least squares.

    Source: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), chs. 2 and 6; negative binomial with known alpha
    as in J. M. Hilbe, Negative Binomial Regression, 2nd ed. (2011), NB2. Raises ValueError where the columns say the same twice.
    """
    k, shift = len(rows[0]), tuple(offset) or (0.0,) * len(rows)
    base = math.log(max(sum(counts), 0.5) / sum(math.exp(o) for o in shift))
    etas = [o + base for o in shift]
    beta, converged = [0.0] * k, False
    inverse: Matrix = []
    for _ in range(100):
        means = [math.exp(min(30.0, max(-30.0, e))) for e in etas]
        weights = [m / (1 + alpha * m) for m in means]
        targets = [e - o + (y - m) / m for e, o, y, m in zip(etas, shift, counts, means, strict=True)]
        inverse = invert(_cross(rows, weights))
        right = [sum(w * r[i] * t for r, w, t in zip(rows, weights, targets, strict=True)) for i in range(k)]
        fresh = [sum(inverse[i][j] * right[j] for j in range(k)) for i in range(k)]
        moved = max(abs(a - b) for a, b in zip(fresh, beta, strict=True))
        beta = fresh
        etas = [o + sum(b * x for b, x in zip(beta, r, strict=True)) for o, r in zip(shift, rows, strict=True)]
        if moved < 1e-9:
            converged = True
            break
    means = [math.exp(min(30.0, max(-30.0, e))) for e in etas]
    chi = sum((y - m) ** 2 / m for y, m in zip(counts, means, strict=True))
    return Fit(
        beta=tuple(beta), covariance=tuple(map(tuple, inverse)), fitted=tuple(means), alpha=alpha, converged=converged,
        dispersion=chi / max(1, len(rows) - k), loglik=_loglik(counts, means, alpha),
    )  # fmt: skip


def negative_binomial(rows: Sequence[Sequence[float]], counts: Sequence[float], offset: Sequence[float] = ()) -> Fit:
    """The same with alpha at its likeliest, between 0 (Poisson) and 20, by golden section over its logarithm."""
    low, high, ratio = math.log(1e-6), math.log(20.0), (math.sqrt(5) - 1) / 2

    def at(log_alpha: float) -> Fit:
        return regress(rows, counts, offset, math.exp(log_alpha))

    a, b = high - ratio * (high - low), low + ratio * (high - low)
    left, right = at(a), at(b)
    for _ in range(40):
        if left.loglik > right.loglik:
            high, b, right = b, a, left
            a = high - ratio * (high - low)
            left = at(a)
        else:
            low, a, left = a, b, right
            b = low + ratio * (high - low)
            right = at(b)
    poisson = regress(rows, counts, offset)
    return max((poisson, left, right), key=lambda f: f.loglik)


def _loglik(counts: Sequence[float], means: Sequence[float], alpha: float) -> float:
    """The whole log-likelihood, so that the two families can be compared."""
    total = 0.0
    for y, m in zip(counts, means, strict=True):
        if alpha <= 0:
            total += y * math.log(m) - m - math.lgamma(y + 1)
        else:
            r = 1 / alpha
            total += math.lgamma(y + r) - math.lgamma(r) - math.lgamma(y + 1)
            total += r * math.log(r / (r + m)) + y * math.log(m / (r + m))
    return total


def _cross(rows: Sequence[Sequence[float]], weights: Sequence[float]) -> Matrix:
    k = range(len(rows[0]))
    return [[sum(w * r[i] * r[j] for r, w in zip(rows, weights, strict=True)) for j in k] for i in k]


def invert(matrix: Matrix) -> Matrix:
    """The inverse of a small matrix, by Gauss and Jordan with pivots; ValueError where there is none."""
    n = len(matrix)
    work = [[*row, *(1.0 if i == j else 0.0 for j in range(n))] for i, row in enumerate(matrix)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(work[r][i]))
        if abs(work[pivot][i]) < 1e-12:
            raise ValueError("the columns of this regression say the same thing twice")
        work[i], work[pivot] = work[pivot], work[i]
        head = work[i][i]
        work[i] = [x / head for x in work[i]]
        for r in range(n):
            if r != i and work[r][i]:
                factor = work[r][i]
                work[r] = [x - factor * y for x, y in zip(work[r], work[i], strict=True)]
    return [row[n:] for row in work]
