"""How many there are beside those on any of several lists: log-linear models of the overlap (multiple systems estimation)."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist

import msgspec

from testimonia.study.estimate.linear import Fit, regress
from testimonia.study.language import say

History = tuple[int, ...]
"""On which lists somebody stands: 1 or 0 for each."""

OVERLAP = 10
"""So many persons must stand on two lists or more, and at least one on each pair of lists."""
SUPPORTED = 2.0
"""Models whose AIC is so close to the least are not ruled out (K. P. Burnham and D. R. Anderson, Model Selection, 2nd ed. 2002, 2.6)."""
LEAST = 3
"""Fewer lists say nothing of dependence."""
MOST = 5
"""More lists than this are not modelled."""


class Systems(msgspec.Struct, frozen=True, kw_only=True):
    """The estimate of the best model, with an interval averaged over all models.

    `model`: pairs of lists whose dependence it holds; `aic`: of it; `gof`: deviance and its degrees of freedom. `value`, `low`,
    `high`: all persons, seen and unseen, and the 95 % interval averaged over all models; `supported`: how many the data do not rule out. `models`: (pairs, estimate, AIC) of every model fitted, best first.
    """

    value: float
    low: float
    high: float
    seen: int
    model: tuple[tuple[int, int], ...]
    aic: float
    deviance: float
    df: int
    supported: int
    models: tuple[tuple[tuple[tuple[int, int], ...], float, float], ...]


def systems(histories: Iterable[History], level: float = 0.95) -> Systems | str:
    """From each person's history; or the reason why no estimate is given."""
    return from_counts(Counter(h for h in histories if any(h)), level)


def from_counts(counts: Mapping[History, int], level: float = 0.95) -> Systems | str:
    """From the number of persons of each history.

    Poisson log-linear models with the main effect of every list and any set of pairwise dependences; the unseen are exp(intercept). The
    model with the least AIC is taken; the interval is averaged over all models by their Akaike weights, since one model's alone would
    leave out that it was chosen. Estimand: persons whom these lists could have held.
    Source: S. E. Fienberg, "The multiple recapture census for closed populations and incomplete 2^k contingency tables", Biometrika
    59 (1972) 591-603; Y. M. M. Bishop, S. E. Fienberg and P. W. Holland, Discrete Multivariate Analysis (1975), ch. 6.
    """
    lists = len(next(iter(counts), ()))
    why_not = _thin(counts, lists)
    if why_not:
        return why_not
    cells = [h for h in itertools.product((0, 1), repeat=lists) if any(h)]
    ys = [float(counts.get(h, 0)) for h in cells]
    pairs = list(itertools.combinations(range(lists), 2))
    fitted: list[tuple[float, tuple[tuple[int, int], ...], Fit]] = []
    for model in _models(pairs, len(cells) - 1 - lists):
        fit = _fit(cells, ys, model)
        if fit is not None:
            fitted.append((2 * (1 + lists + len(model)) - 2 * fit.loglik, model, fit))
    if not fitted:
        return say("no model of the overlap can be fitted")
    fitted.sort(key=lambda f: (round(f[0], 9), len(f[1]), f[1]))
    aic, model, fit = fitted[0]
    return _estimate(ys, fit, model, aic, fitted, level, lists)


def _estimate(
    ys: Sequence[float], fit: Fit, model: tuple[tuple[int, int], ...], aic: float,
    fitted: Sequence[tuple[float, tuple[tuple[int, int], ...], Fit]], level: float, lists: int,
) -> Systems:  # fmt: skip
    seen = sum(ys)
    low, high = averaged([(a, f) for a, _, f in fitted], level)
    deviance = 2 * sum((y * math.log(y / m) if y else 0.0) - (y - m) for y, m in zip(ys, fit.fitted, strict=True))
    return Systems(
        value=seen + math.exp(fit.beta[0]), low=seen + min(low, math.exp(fit.beta[0])), high=seen + max(high, math.exp(fit.beta[0])),
        seen=int(seen), model=model, aic=aic, deviance=deviance, df=len(ys) - 1 - lists - len(model),
        supported=sum(a - aic <= SUPPORTED for a, _, _ in fitted),
        models=tuple((m, seen + math.exp(f.beta[0]), a) for a, m, f in fitted),
    )  # fmt: skip


def averaged(fitted: Sequence[tuple[float, Fit]], level: float = 0.95) -> tuple[float, float]:
    """The interval of the unseen over all models (AIC, fit), each with its Akaike weight: log-normal around the weighted mean.

    Each model's variance is the regression's own and the Poisson noise of the unseen themselves; how far models lie apart is added to it.
    Source: S. T. Buckland, K. P. Burnham and N. H. Augustin, "Model selection: an integral part of inference", Biometrics 53 (1997) 603-618, eqs. 4 and 9.
    """
    least = min(aic for aic, _ in fitted)
    weights = [math.exp((least - aic) / 2) for aic, _ in fitted]
    logs = [fit.beta[0] for _, fit in fitted]
    middle = math.fsum(w * b for w, b in zip(weights, logs, strict=True)) / math.fsum(weights)
    own = [fit.covariance[0][0] + 1 / max(math.exp(fit.beta[0]), 0.5) for _, fit in fitted]
    error = math.fsum(
        w * math.sqrt(v + (b - middle) ** 2) for w, v, b in zip(weights, own, logs, strict=True)
    ) / math.fsum(weights)
    half = NormalDist().inv_cdf(0.5 + level / 2) * error
    return math.exp(middle - half), math.exp(middle + half)


def _thin(counts: Mapping[History, int], lists: int) -> str:
    if lists < LEAST:
        return say(
            "{lists} independent lists hold enough persons; at least {least} are needed to tell dependence from chance",
            lists=lists,
            least=LEAST,
        )
    if lists > MOST:
        return say("{lists} lists are more than can be modelled ({most})", lists=lists, most=MOST)
    twice = sum(n for h, n in counts.items() if sum(h) > 1)
    if twice < OVERLAP:
        return say(
            "only {twice} persons stand on two lists or more; at least {overlap} are needed",
            twice=twice,
            overlap=OVERLAP,
        )
    for i, j in itertools.combinations(range(lists), 2):
        if not any(n for h, n in counts.items() if h[i] and h[j]):
            return say("lists {i} and {j} share nobody; the overlap is too thin", i=i + 1, j=j + 1)
    return ""


def _models(pairs: Sequence[tuple[int, int]], most: int) -> Iterable[tuple[tuple[int, int], ...]]:
    """Every set of dependences for up to four lists; for five at most two dependences."""
    top = len(pairs) if len(pairs) <= 6 else 2
    for size in range(min(top, most) + 1):
        yield from itertools.combinations(pairs, size)


def _fit(cells: Sequence[History], ys: Sequence[float], model: Sequence[tuple[int, int]]) -> Fit | None:
    rows = [(1.0, *map(float, h), *(float(h[i] * h[j]) for i, j in model)) for h in cells]
    try:
        fit = regress(rows, ys)
    except ValueError:
        return None
    return fit if fit.converged and fit.beta[0] < 20 else None
