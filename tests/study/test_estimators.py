"""Estimators against R (4.2: fisher.test, p.adjust, glm), published examples, and simulation.

Values of R come from its own functions, run on Debian's r-base-core; the calls stand beside them.
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.study.estimate.delay import Delay, delays, nowcast
from testimonia.study.estimate.linear import invert, negative_binomial, regress
from testimonia.study.estimate.powered import Labelled, Powered, powered, student
from testimonia.study.estimate.systems import History, Systems, _fit, from_counts, profiled, systems
from testimonia.study.estimate.tables import difference, fisher, holm, odds_ratio
from testimonia.study.estimate.trend import Trend, trend
from testimonia.study.estimate.unseen import Bound, bound, chao

# -- tables


@pytest.mark.parametrize(
    ("cells", "p", "odds", "low", "high"),
    [  # fisher.test(matrix(c(a, b, c, d), 2)); the first is Fisher's tea, the second the dizygotic twins of ?fisher.test
        ((3, 1, 1, 3), 0.485714, 6.40831, 0.21173, 621.93375),
        ((2, 10, 15, 3), 0.000537, 0.04694, 0.00333, 0.36318),
        ((10, 2, 3, 15), 0.000537, 21.30533, 2.75344, 300.68279),
        ((7, 12, 0, 5), 0.272069, math.inf, 0.39238, math.inf),
        ((40, 21, 33, 60), 0.000293, 3.43357, 1.66977, 7.23408),
        ((1, 9, 11, 3), 0.002759, 0.03723, 0.00064, 0.42588),
    ],
)
def test_exact_tables_give_rs_values(cells: tuple[int, int, int, int], p: float, odds: float, low: float, high: float) -> None:  # fmt: skip
    ratio, interval = odds_ratio(cells)
    assert fisher(cells) == pytest.approx(p, abs=6e-7)
    assert (ratio, interval.low, interval.high) == pytest.approx((odds, low, high), rel=8e-3)  # R stops early


@given(st.tuples(*[st.integers(0, 12)] * 4))
@settings(deadline=None)
def test_exact_tables_agree_with_scipy(cells: tuple[int, int, int, int]) -> None:
    stats = pytest.importorskip("scipy.stats")
    a, b, c, d = cells
    assert fisher(cells) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)
    if min(a + b, c + d, a + c, b + d) > 0:
        other = stats.contingency.odds_ratio([[a, b], [c, d]], kind="conditional")
        held, (ratio, interval) = other.confidence_interval(0.95), odds_ratio(cells)
        assert (ratio, interval.low, interval.high) == pytest.approx((other.statistic, held.low, held.high), rel=1e-5)


def test_a_table_that_its_margins_settle_says_nothing() -> None:
    assert fisher((0, 0, 4, 5)) == 1.0
    assert odds_ratio((0, 0, 4, 5))[1].high == math.inf
    with pytest.raises(ValueError, match="counts of 0"):
        fisher((-1, 2, 3, 4))


def test_holm_gives_rs_values() -> None:
    # p.adjust(c(.01, .02, .03, .04, .005), "holm")
    assert holm((0.01, 0.02, 0.03, 0.04, 0.005)) == pytest.approx((0.04, 0.06, 0.06, 0.06, 0.025))
    assert holm(()) == ()


def test_difference_gives_newcombes_table() -> None:
    # Newcombe 1998, table II, method 10: 56/70 - 48/80, and 9/10 - 3/10
    one, two = difference(56, 70, 48, 80), difference(9, 10, 3, 10)
    assert (one.low, one.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    assert (two.low, two.high) == (pytest.approx(0.1705, abs=5e-5), pytest.approx(0.8090, abs=5e-5))
    assert (difference(0, 0, 1, 2).low, difference(0, 0, 1, 2).high) == (-1.0, 1.0)


# -- regression

DOBSON = (18, 17, 15, 20, 10, 20, 25, 13, 12)
"""Dobson, An Introduction to Generalized Linear Models (1990): the randomised trial of ?glm, by outcome and treatment."""


def test_poisson_gives_dobsons_example() -> None:
    rows = [(1.0, float(i % 3 == 1), float(i % 3 == 2), float(i // 3 == 1), float(i // 3 == 2)) for i in range(9)]
    fit = regress(rows, DOBSON)
    assert fit.beta == pytest.approx((3.0445224, -0.45425527, -0.29298712, 0.0, 0.0), abs=1e-6)
    assert [fit.error(i) for i in range(3)] == pytest.approx([0.17089865, 0.20217076, 0.19274234], abs=1e-6)


def test_poisson_with_an_offset_gives_rs_values() -> None:
    # glm(y ~ I(x / 12) + offset(log(e)), family = poisson)
    y = (3, 5, 4, 8, 6, 9, 12, 10, 15, 13, 18, 20)
    e = (10, 12, 11, 15, 14, 16, 20, 18, 22, 21, 25, 27)
    fit = regress([(1.0, t / 12) for t in range(12)], y, [math.log(v) for v in e])
    assert fit.beta == pytest.approx((-0.98158389, 0.77336843), abs=1e-7)
    assert (fit.error(0), fit.error(1)) == pytest.approx((0.22313565, 0.34040803), abs=1e-7)
    assert fit.loglik == pytest.approx(-24.686658, abs=1e-5)


def test_negative_binomial_is_the_likeliest_by_another_optimiser() -> None:
    optimize = pytest.importorskip("scipy.optimize")
    y = (1, 9, 0, 14, 2, 22, 3, 30, 1, 25, 4, 40)
    rows = [(1.0, t / 12) for t in range(12)]

    def minus(x: list[float]) -> float:
        r = math.exp(-x[2])
        means = [math.exp(x[0] + x[1] * row[1]) for row in rows]
        return -sum(
            math.lgamma(k + r) - math.lgamma(r) - math.lgamma(k + 1) + r * math.log(r / (r + m)) + k * math.log(m / (r + m))
            for k, m in zip(y, means, strict=True)
        )  # fmt: skip

    best = optimize.minimize(
        minus, [1.0, 1.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 4000}
    )
    fit = negative_binomial(rows, y)
    assert (*fit.beta, math.log(fit.alpha)) == pytest.approx(tuple(best.x), abs=2e-3)
    assert fit.loglik == pytest.approx(-best.fun, abs=1e-5)


def test_columns_that_say_the_same_are_refused() -> None:
    with pytest.raises(ValueError, match="same thing twice"):
        invert([[1.0, 2.0], [2.0, 4.0]])


# -- trend


def poisson(dice: random.Random, mean: float) -> int:
    """Knuth's way; means here are small."""
    limit, k, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        k += 1
        product *= dice.random()
    return k


def test_a_rise_in_articles_is_no_growth() -> None:
    articles = [10 + 5 * t for t in range(24)]
    people = [a // 5 for a in articles]
    raw, held = trend(people, [1.0] * 24), trend(people, articles)
    assert isinstance(raw, Trend)
    assert isinstance(held, Trend)
    assert raw.low > 1
    assert held.low < 1 < held.high


def test_the_interval_of_the_trend_holds_the_truth_as_often_as_it_says() -> None:
    dice, hits, runs = random.Random(11), 0, 400
    for _ in range(runs):
        exposure = [dice.uniform(20, 80) for _ in range(24)]
        counts = [poisson(dice, 0.08 * e * math.exp(math.log(1.5) * t / 12)) for t, e in enumerate(exposure)]
        found = trend(counts, exposure)
        assert isinstance(found, Trend)
        hits += found.low <= 1.5 <= found.high
    assert 0.93 <= hits / runs <= 0.97


def test_too_little_gives_no_trend_and_says_why() -> None:
    assert "only 3 months" in str(trend([9, 9, 9], [1, 1, 1]))
    assert "only 10 persons" in str(trend([1] * 10, [1.0] * 10))


# -- delay


def test_delays_are_corrected_for_what_is_yet_to_come() -> None:
    dice = random.Random(5)
    true = [0.3, 0.25, 0.2, 0.15, 0.1]
    cases = []
    for _ in range(20000):
        left, late = dice.randrange(12), dice.choices(range(5), true)[0]
        if left + late <= 11:
            cases.append((late, 11 - left))
    found = delays(cases)
    assert found is not None
    naive = sum(d <= 1 for d, _ in cases) / len(cases)
    assert found.within[1] == pytest.approx(0.55, abs=0.015)
    assert abs(naive - 0.55) > 0.02  # what is seen so far favours the quick
    assert found.quantile(0.5) == 1


def test_the_product_is_that_of_its_definition_by_hand() -> None:
    # 20 of delay 0 seen for long, 10 of delay 1, 10 of delay 2; ten more of delay 0 that could not have been seen at 1
    found = delays([(0, 5)] * 20 + [(1, 5)] * 10 + [(2, 5)] * 10 + [(0, 0)] * 10)
    assert found is not None
    assert found.within == pytest.approx((0.75 * 20 / 30, 0.75, 1.0))


def test_few_delays_give_none() -> None:
    assert delays([(1, 5)] * 19) is None
    assert delays([(2, 5)] * 30) is None  # all alike: nothing lies below


def test_the_nowcast_holds_the_truth_as_often_as_it_says() -> None:
    dice, hits, runs = random.Random(3), 0, 400
    true = [0.4, 0.3, 0.2, 0.1]
    for _ in range(runs):
        cases: list[tuple[int, int]] = []
        whole = seen = 0
        for month in range(24):
            for _ in range(poisson(dice, 12)):
                late = dice.choices(range(4), true)[0]
                if month == 22:
                    whole += 1
                    seen += late <= 1
                if month + late <= 23:
                    cases.append((late, 23 - month))
        found = delays(cases)
        assert found is not None
        share, expected, low, high = nowcast(seen, 1, found)
        assert 0.5 < share < 0.9
        assert seen <= low <= expected <= high
        hits += low <= whole <= high
    assert 0.93 <= hits / runs <= 0.97


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 60), st.floats(0.05, 0.95), st.floats(0, 0.05))
def test_the_nowcasts_interval_is_the_shortest_of_its_distribution(seen: int, share: float, variance: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    held = Delay(within=(share, 1.0), variance=(variance, 0.0), cases=40)
    _, expected, low, high = nowcast(seen, 0, held)
    base = seen + 0.5
    mean = base * (1 - share) / share
    size = mean**2 / (mean / share + base**2 * variance / share**2 - mean)
    chance = stats.nbinom(size, size / (size + mean)).pmf(range(20_000))
    up_to = [0.0, *chance.cumsum()]
    least = min(bisect.bisect_left(up_to, 0.95 + up_to[a] - 1e-9) - 1 - a for a in range(2_000))
    if low < expected < high:
        assert chance[int(low) - seen : int(high) - seen + 1].sum() >= 0.95 - 1e-6
        assert high - low <= least + 1


def test_a_month_long_past_is_complete() -> None:
    found = delays([(0, 9)] * 20 + [(1, 9)] * 20)
    assert found is not None
    assert nowcast(7, 9, found) == (1.0, 7.0, 7.0, 7.0)


# -- the unseen


def test_chao_gives_the_cottontails() -> None:
    # Edwards and Eberhardt (1967) released 135 cottontails; 76 were caught, 43 once and 16 twice
    found = bound(76, 43, 16)
    assert found.value == pytest.approx(133.8, abs=0.05)
    assert found.low < 135 < found.high


@pytest.mark.parametrize(("f1", "f2"), [(43, 16), (12, 9), (100, 7)])
def test_chaos_interval_is_that_of_its_formula_by_another_way(f1: int, f2: int) -> None:
    r = f1 / f2
    variance = f2 * (0.25 * r**4 + r**3 + 0.5 * r**2)
    d = math.exp(1.959963985 * math.sqrt(math.log1p(variance / (f1 * f1 / 2 / f2) ** 2)))
    found = bound(200, f1, f2)
    assert (found.low - 200) * (found.high - 200) == pytest.approx((f1 * f1 / 2 / f2) ** 2)
    assert (found.high - 200) / (found.value - 200) == pytest.approx(d)


def test_chao_is_a_lower_bound_whoever_is_hard_to_find() -> None:
    dice, over = random.Random(2), 0
    for _ in range(100):
        found = chao([k for _ in range(400) if (k := poisson(dice, dice.choice((0.4, 1.6))))])
        assert isinstance(found, Bound)
        over += found.low > 400
    assert over <= 5


def test_thin_overlap_is_refused() -> None:
    assert "only 2 persons" in str(chao([1] * 30 + [2, 2]))
    assert "at least 3" in str(systems([(1, 0), (0, 1)] * 9))
    assert "two lists or more" in str(systems([(1, 0, 0)] * 40 + [(1, 1, 0)] * 3))
    assert "share nobody" in str(systems([(1, 0, 0)] * 40 + [(1, 1, 0)] * 30 + [(0, 1, 1)] * 5))


SPINA = {(1, 0, 0): 247, (0, 1, 0): 49, (1, 1, 0): 142, (0, 0, 1): 60, (1, 0, 1): 112, (0, 1, 1): 4, (1, 1, 1): 12}
"""Children with spina bifida in upstate New York, 1969-74, on birth certificates, death certificates and in rehabilitation: E. B. Hook,
S. G. Albright and P. K. Cross, American Journal of Epidemiology 112 (1980) 750-758."""


def test_overlap_of_lists_gives_the_spina_bifida_study() -> None:
    # glm(n ~ B + D + M + ..., family = poisson): 626 seen + exp(intercept), AIC without the constant that all models share
    found = from_counts(SPINA)
    assert isinstance(found, Systems)
    held = {m: (v, a) for m, v, a in found.models}
    rs = {
        (): (763.8879, 106.3188),
        ((0, 1),): (831.3125, 96.8213),
        ((1, 2),): (730.9286, 53.8311),
        ((0, 2),): (755.9430, 108.0597),
        ((0, 1), (1, 2)): (758.3214, 51.9745),
    }
    for model, values in rs.items():
        assert held[model] == pytest.approx(values, abs=1e-3), model
    # all three dependences: the closed form of Fienberg (1972)
    assert held[(0, 1), (0, 2), (1, 2)][0] == pytest.approx(626 + 12 * 247 * 49 * 60 / (142 * 112 * 4), abs=1e-3)
    assert found.model == ((0, 1), (1, 2))
    assert (found.deviance, found.df) == (pytest.approx(0.0033, abs=1e-3), 1)
    assert found.low < 758 < found.high


@pytest.mark.parametrize("model", [(), ((1, 2),), ((0, 1), (1, 2))])
def test_the_profile_of_one_model_is_that_of_its_multinomial_by_scipy(model: tuple[tuple[int, int], ...]) -> None:
    # another way to the same: the likeliest probabilities of all eight cells for a given number of children, by a general optimiser
    optimize = pytest.importorskip("scipy.optimize")
    cells = list(itertools.product((0, 1), repeat=3))
    ys = [float(SPINA[h]) for h in cells[1:]]

    def profile(unseen: float) -> float:
        whole = [unseen, *ys]
        total = sum(whole)

        def off(beta: list[float]) -> float:
            logs = [
                sum(b * x for b, x in zip(beta, (*h, *(h[i] * h[j] for i, j in model)), strict=True)) for h in cells
            ]
            norm = math.log(sum(map(math.exp, logs)))
            return -sum(y * (one - norm) for y, one in zip(whole, logs, strict=True))

        least = float(optimize.minimize(off, [0.0] * (3 + len(model)), method="BFGS", options={"gtol": 1e-7}).fun)
        return 2 * (least + sum(y * math.log(y / total) for y in whole))

    best = optimize.minimize_scalar(profile, bounds=(20, 500), method="bounded", options={"xatol": 1e-6})
    cut = 1.959963985**2
    low, high = (
        optimize.brentq(lambda n: profile(n) - best.fun - cut, *ends) for ends in ((10, best.x), (best.x, 900))
    )
    cells_seen = cells[1:]
    fit = _fit(cells_seen, ys, model)
    assert fit is not None
    assert math.exp(fit.beta[0]) == pytest.approx(best.x, rel=1e-3)
    assert profiled(ys, [(0.0, model, fit)], 0.95, 3) == pytest.approx((low, high), rel=2e-3)


def test_the_interval_is_the_union_of_what_each_model_says_at_its_price() -> None:
    found = from_counts(SPINA)
    assert isinstance(found, Systems)
    cells = list(itertools.product((0, 1), repeat=3))
    ys = [float(SPINA[h]) for h in cells[1:]]
    least = found.models[0][2]
    for model, value, aic in found.models:
        fit = _fit(cells[1:], ys, model)
        assert fit is not None
        room = 1.959963985**2 - (aic - least)
        if room > 0:
            level = 2 * NormalDist().cdf(math.sqrt(room)) - 1
            low, high = profiled(ys, [(aic, model, fit)], level, 3)
            assert found.low <= 626 + low + 0.5 <= value <= 626 + high <= found.high + 0.5
        else:
            assert aic - least > 3.84
    assert (found.low, found.high) == pytest.approx((683.4, 964.6), abs=0.2)


def follower(dice: random.Random) -> History:
    """On three lists, the second of which follows the first."""
    first = dice.random() < 0.5
    return int(first), int(dice.random() < (0.5 if first else 0.3)), int(dice.random() < 0.45)


@pytest.mark.parametrize("drawn", [lambda d: tuple(int(d.random() < p) for p in (0.5, 0.4, 0.45)), follower])
def test_the_overlap_of_lists_holds_the_truth_as_often_as_it_says(drawn: Callable[[random.Random], History]) -> None:
    dice, hits, runs = random.Random(8), 0, 200
    for _ in range(runs):
        held = Counter(drawn(dice) for _ in range(300))
        found = from_counts({h: n for h, n in held.items() if any(h)})
        assert isinstance(found, Systems)
        hits += found.low <= 300 <= found.high
    assert 0.92 <= hits / runs <= 0.985  # 200 runs tell two points; the rest is tools/simulate_coverage.py


# -- machine and people


def sample(dice: random.Random, units: int, right: float, chance: dict[int, float]) -> tuple[list[Labelled], float]:
    """Units of two strata with different shares; the machine is right so often; each is drawn with its stratum's chance."""
    rows, truth = [], 0
    for i in range(units):
        stratum = i % 4 == 0
        label = dice.random() < (0.6 if stratum else 0.25)
        truth += label
        said = label if dice.random() < right else not label
        p = chance[int(stratum)]
        rows.append(
            Labelled(unit=str(i), machine=float(said), human=float(label) if dice.random() < p else None, probability=p)
        )
    return rows, 0.6 / 4 + 0.25 * 3 / 4


@pytest.mark.parametrize("chance", [{0: 0.12, 1: 0.12}, {0: 0.08, 1: 0.3}])
def test_the_corrected_share_holds_the_truth_and_saves_labels(chance: dict[int, float]) -> None:
    dice, hits, runs, saved, bias = random.Random(4), 0, 400, 0.0, 0.0
    for _ in range(runs):
        rows, truth = sample(dice, 1200, 0.85, chance)
        found = powered(rows)
        assert isinstance(found, Powered)
        hits += found.interval.low <= truth <= found.interval.high
        saved += found.saved / runs
        bias += (found.value - truth) / runs
    assert 0.93 <= hits / runs <= 0.97
    assert abs(bias) < 0.01
    assert saved > 0.2


def test_a_useless_machine_costs_nothing() -> None:
    dice = random.Random(6)
    rows, _ = sample(dice, 1200, 0.5, {0: 0.1, 1: 0.1})
    found = powered(rows)
    assert isinstance(found, Powered)
    width = found.interval.high - found.interval.low
    assert width <= (found.human_interval.high - found.human_interval.low) * 1.0001
    assert found.weight < 0.35


def test_equal_chances_give_ppi_plus_plus_of_a_mean() -> None:
    # the formula of the paper, section 6, written out with lists: labelled and all, lambda = cov / var (1 + n / N) with N the unlabelled
    dice = random.Random(9)
    rows, _ = sample(dice, 2000, 0.8, {0: 0.1, 1: 0.1})
    found = powered(rows)
    assert isinstance(found, Powered)
    held = [r for r in rows if r.human is not None]
    rest = [r for r in rows if r.human is None]
    n, big = len(held), len(rest)
    y = [r.human or 0.0 for r in held]
    f, g = [r.machine for r in held], [r.machine for r in rest]
    my, mf = sum(y) / n, sum(f) / n
    cov = sum((a - my) * (b - mf) for a, b in zip(y, f, strict=True)) / n
    pooled = f + g
    centre = sum(pooled) / len(pooled)
    lam = cov / (sum((v - centre) ** 2 for v in pooled) / len(pooled)) / (1 + n / big)
    theta = my + lam * (sum(g) / big - mf)
    assert found.value == pytest.approx(theta, abs=2e-3)


@pytest.mark.parametrize("df", [29, 100])
def test_students_quantile_is_rs(df: int) -> None:
    assert student(0.975, df) == pytest.approx({29: 2.04523, 100: 1.983972}[df], abs=1e-4)


def test_a_sample_that_was_not_drawn_at_random_is_refused() -> None:
    dice = random.Random(1)
    rows, _ = sample(dice, 600, 0.9, {0: 0.2, 1: 0.2})
    picked = [*rows[:-1], Labelled(unit="x", machine=1.0, human=1.0)]
    never = [*rows[:-1], Labelled(unit="x", machine=1.0)]
    assert "not drawn at random" in str(powered(picked))
    assert "never have been drawn" in str(powered(never))
    assert "at least 30" in str(powered(rows[:20]))
    same = [Labelled(unit=str(i), machine=1.0, human=1.0, probability=0.5) for i in range(40)]
    assert "same label" in str(powered(same))
