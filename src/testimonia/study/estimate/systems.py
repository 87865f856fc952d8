"""How many there are beside those on any of several lists: log-linear models of the overlap (multiple systems estimation)."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """The estimate of the best model, with an interval over all models that come close to it.

    `model`: pairs of lists whose dependence it holds; `aic`: of it; `gof`: deviance and its degrees of freedom. `value`, `low`,
    `high`: all persons, seen and unseen, and the 95 % interval by profile likelihood; `supported`: how many the data do not rule out. `models`: (pairs, estimate, AIC) of every model fitted, best first.
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
    model with the least AIC is taken; the interval is that of `profiled`. Estimand: persons whom these lists could have held.
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
    low, high = profiled(ys, fitted, level, lists)
    unseen = math.exp(fit.beta[0])
    return Systems(
        value=seen + unseen, low=seen + min(low, unseen), high=seen + max(high, unseen),
        seen=int(seen), model=model, aic=aic, deviance=_deviance(ys, fit.fitted), df=len(ys) - 1 - lists - len(model),
        supported=sum(a - aic <= SUPPORTED for a, _, _ in fitted),
        models=tuple((m, seen + math.exp(f.beta[0]), a) for a, m, f in fitted),
    )  # fmt: skip


def profiled(
    ys: Sequence[float], fitted: Sequence[tuple[float, tuple[tuple[int, int], ...], Fit]], level: float, lists: int
) -> tuple[float, float]:
    """The interval of the unseen by profile likelihood, the model being one of the things that are profiled out.

    For a number of unseen, each model is fitted to the whole table with that number in its empty cell; the interval holds the numbers
    at which some model's deviance and its price by AIC (2 for each coefficient) are together no more than chi-squared's quantile with
    one degree of freedom above the least of all. So a model that is worse by d of AIC speaks with its own profile cut at the quantile
    less d, and one that is ruled out says nothing. One model's interval alone leaves out that it was chosen.
    `ys`: persons of each history that is seen; `fitted`: (AIC, dependences, fit), best first.
    Source: R. M. Cormack, "Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992) 567-576; B. A.
    Coull and A. Agresti, "The use of mixed logit models to reflect heterogeneity in capture-recapture studies", Biometrics 55 (1999)
    294-301, sec. 3; the price: Burnham and Anderson 2002, 2.2. That the two together hold: `tools/simulate_coverage.py`.
    """
    cut = NormalDist().inv_cdf(0.5 + level / 2) ** 2
    least = fitted[0][0]
    ends = [_ends(ys, model, fit, cut - (aic - least), lists) for aic, model, fit in fitted if aic - least < cut]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _ends(
    ys: Sequence[float], model: tuple[tuple[int, int], ...], fit: Fit, room: float, lists: int
) -> tuple[float, float]:
    """Where one model's deviance has risen by `room` above its least, below and above its own estimate of the unseen."""
    cells = list(itertools.product((0, 1), repeat=lists))  # the one of the unseen first
    least, best = _deviance(ys, fit.fitted), math.exp(fit.beta[0])

    def risen(unseen: float) -> float:
        whole = [unseen, *ys]
        try:
            return _deviance(whole, _regressed(cells, whole, model).fitted) - least - room
        except ValueError:
            return math.inf

    return _edge(risen, best, -room, 0.7), _edge(risen, best, -room, 1.5)


def _edge(risen: Callable[[float], float], inside: float, inner: float, step: float) -> float:
    """The last number at which nothing has risen, from `inside` (where it is `inner`) by steps that multiply, then by false position with halving
    (M. Dowell and P. Jarratt, "A modified regula falsi method for computing the root of an equation", BIT 11 (1971) 168-174, over the logarithm); to
    one part in five hundred."""
    outside, outer = inside * step, risen(inside * step)
    while outer <= 0:
        if not 1e-3 < outside < 1e9:
            return 0.0 if outside < 1 else outside
        inside, inner, outside = outside, outer, outside * step
        outer = risen(outside)
    last = 0
    while abs(width := math.log(outside / inside)) > 2e-3:
        part = inner / (inner - outer) if outer < math.inf else 0.5
        middle = inside * math.exp(width * min(0.98, max(0.02, part)))
        value = risen(middle)
        if value <= 0:
            inside, inner, outer, last = middle, value, outer / 2 if last == 1 else outer, 1
        else:
            outside, outer, inner, last = middle, value, inner / 2 if last == -1 else inner, -1
    return inside


def _deviance(ys: Sequence[float], means: Sequence[float]) -> float:
    return 2 * math.fsum((y * math.log(y / m) if y else 0.0) - (y - m) for y, m in zip(ys, means, strict=True))


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
    try:
        fit = _regressed(cells, ys, model)
    except ValueError:
        return None
    return fit if fit.converged and fit.beta[0] < 20 else None


def _regressed(cells: Sequence[History], ys: Sequence[float], model: Sequence[tuple[int, int]]) -> Fit:
    """The Poisson regression of these cells; ValueError where it cannot be."""
    return regress([(1.0, *map(float, h), *(float(h[i] * h[j]) for i, j in model)) for h in cells], ys)
