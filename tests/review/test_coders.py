"""Coders side by side: verdicts and words, intervals over articles or persons, drift; and who is drawn to code whom."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.domain.coding import Stance
from testimonia.domain.round import Given, Mark
from testimonia.review.conflicts import differences, verdict
from testimonia.review.draw import draw, shares
from testimonia.review.reliability import tables
from testimonia.review.reliability.bootstrap import Bootstrap
from testimonia.review.reliability.coders import Coders, Judged
from testimonia.review.reliability.spans import span_table

WORDS = "the quick brown fox jumps over the lazy dog " * 4


def mark(start: int, end: int, code: str = "x", stance: str = "present") -> Mark:
    return Mark(code=code, start=start, end=end, quote=WORDS[start:end], stance=Stance(stance))


marks = st.lists(
    st.tuples(st.integers(0, 90), st.integers(1, 60)).map(lambda p: mark(p[0], p[0] + p[1])), max_size=5
)  # fmt: skip


@given(marks, marks)
def test_words_are_counted_once_each_as_by_hand(left: list[Mark], right: list[Mark]) -> None:
    a, b = ({i for m in held for i in range(m.start, m.end)} for held in (left, right))
    table = span_table(left, right, "x", len(WORDS))
    assert table["marked", "marked"] == len(a & b)
    assert table["marked", "absent"] == len(a - b)
    assert table["absent", "marked"] == len(b - a)
    assert sum(table.values()) == len(WORDS)
    assert tables.coded_only(table, "absent") == (len(a & b) / len(a | b) if a | b else None)


def test_verdicts_do_not_look_at_words_and_present_beats_denied() -> None:
    assert verdict([], "x") == "absent"
    assert verdict([mark(0, 3, stance="denied")], "x") == "denied"
    assert verdict([mark(0, 3, stance="denied"), mark(9, 12)], "x") == "present"
    assert verdict([mark(0, 3)], "y") == "absent"


def given_by(coder: str, *held: Mark) -> Given:
    return Given(coder=coder, number=1, at="", marks=held)


def test_differences_are_of_verdict_or_of_words() -> None:
    a, b = given_by("a", mark(0, 9)), given_by("b", mark(5, 12), mark(20, 30, "y"))
    (apart,) = differences([a, b], ["x", "y"])
    assert (apart.code, apart.said, apart.words_apart) == ("y", {"a": "absent", "b": "present"}, False)
    (elsewhere,) = differences([a, given_by("b", mark(9, 12))], ["x"])
    assert elsewhere.words_apart and set(elsewhere.said.values()) == {"present"}
    assert not list(differences([a, a], ["x", "y"]))
    assert list(differences([a, given_by("b", mark(0, 9, stance="denied"))], ["x"]))


def judged(n: int, cluster: str, left: list[Mark], right: list[Mark], **more: list[Mark]) -> Judged:
    times = {"ann": (2 * n, f"2026-05-{n + 1:02}"), "bo": (2 * n + 1, f"2026-05-{n + 1:02}")}
    return Judged(cluster=cluster, length=100, marks={"ann": left, "bo": right, **more}, times=times)


def boot(clusters: list[str], replicates: int = 400, seed: int = 1) -> Bootstrap:
    return Bootstrap(clusters, replicates=replicates, level=0.95, seed=seed)


def test_each_pair_code_and_level_has_its_row_and_the_machine_has_no_drift() -> None:
    units = [
        judged(n, f"d-{n % 4}", [mark(0, 10)], [mark(0, 10)] if n % 5 else [], machine=[mark(5, 15)]) for n in range(20)
    ]
    coders = Coders(units, ["x", "y"], boot([f"d-{n}" for n in range(4)]))
    rows = {(r.level, r.what, r.left, r.right): r for r in coders.pairs()}
    assert len(rows) == 2 * 3 * 3, "two levels, three pairs, two codes and all"
    x = rows["person", "x", "ann", "bo"]
    assert (x.units, x.agreed, x.coded, x.table) == (20, 16, 20, {"present/absent": 4, "present/present": 16})
    assert x.agreement.value == x.coded_only.value == 0.8
    words = rows["span", "x", "ann", "machine"]
    assert (words.units, words.coded, words.table["marked/marked"]) == (2000, 300, 100)
    both = rows["person", "all", "ann", "bo"]
    assert (both.units, both.agreed) == (40, 36)
    drift = list(coders.drift())
    assert {(d.left, d.right) for d in drift} == {("ann", "bo")}
    assert [(d.level, d.units) for d in drift] == [
        ("person", 20),
        ("person", 20),
        ("span", 1000 * 2),
        ("span", 1000 * 2),
    ]
    assert drift[0].last < drift[1].first and drift[2].last < drift[3].first
    assert [d.coded_only.value for d in drift[:2]] == [0.8, 0.8]
    for one in drift[:2]:
        assert one.agreement.low is not None and one.agreement.value is not None and one.agreement.high is not None
        assert one.agreement.low <= one.agreement.value == 0.9 <= one.agreement.high
    assert coders.all_coders()["x"].value == pytest.approx(
        tables.alpha(Counter({("present", "present"): 16, ("present", "absent"): 4}))
    )


def test_intervals_hold_the_value_and_repeat_with_their_seed() -> None:
    found = {f"d-{n}": Counter({("p", "p"): 3, ("p", "a"): n % 3, ("a", "a"): 4}) for n in range(12)}
    first = boot(sorted(found)).measures(found, [tables.percent, tables.kappa])
    assert first == boot(sorted(found)).measures(found, [tables.percent, tables.kappa])
    assert first != boot(sorted(found), seed=2).measures(found, [tables.percent, tables.kappa])
    for one in first:
        assert one.low is not None and one.high is not None and one.value is not None
        assert one.low < one.value < one.high


def test_clusters_that_go_wrong_as_a_whole_give_wider_intervals_than_their_units_would() -> None:
    wrong = {f"d-{n}": Counter({("p", "a") if n < 2 else ("p", "p"): 10}) for n in range(10)}
    apart = {f"{c}/{i}": Counter({pair: 1}) for c, table in wrong.items() for pair in table for i in range(10)}
    whole, single = (boot(sorted(t)).measures(t, [tables.percent])[0] for t in (wrong, apart))
    assert whole.value == single.value == 0.8
    assert whole.low is not None and single.low is not None
    assert whole.low < single.low - 0.1


def test_one_cluster_has_no_interval_and_seldom_defined_measures_neither() -> None:
    one = {"d-1": Counter({("p", "p"): 3, ("p", "a"): 1})}
    (held,) = boot(["d-1"]).measures(one, [tables.percent])
    assert (held.value, held.low, held.high) == (0.75, None, None)
    rare = {"d-1": Counter({("p", "a"): 1}), **{f"d-{n}": Counter({("a", "a"): 1}) for n in range(2, 9)}}
    (kappa,) = boot(sorted(rare)).measures(rare, [tables.kappa])
    assert kappa.value == 0.0 and kappa.low is not None, "defined in two draws of three"
    (no_such,) = boot(sorted(rare)).measures({}, [tables.kappa])
    assert no_such.value is None


# -- who is drawn

people = st.dictionaries(
    st.integers(0, 10_000).map(lambda n: f"d-{n}@0-1"), st.sampled_from(["coded", "not coded"]), min_size=1, max_size=60
)


@given(people, st.integers(1, 70), st.integers(1, 3), st.integers(0, 99))
def test_a_draw_is_fair_recorded_and_repeats(population: dict[str, str], n: int, each: int, seed: int) -> None:
    coders = ("ana", "bo", "cy")
    units = draw(population, n=n, coders=coders, each=each, seed=seed)
    backwards = dict(reversed(population.items()))
    assert units == draw(backwards, n=n, coders=coders, each=each, seed=seed)
    assert len({u.appearance for u in units}) == len(units) == min(n, len(population))
    sizes = Counter(population.values())
    drawn = Counter(u.stratum for u in units)
    assert all(u.probability == drawn[u.stratum] / sizes[u.stratum] for u in units)
    # Horvitz and Thompson: weighted by one over its probability, the sample is as large as the strata that it reaches
    assert sum(1 / u.probability for u in units) == pytest.approx(sum(sizes[s] for s in drawn))
    assert all(len(set(u.coders)) == each for u in units)
    load = Counter({c: sum(c in u.coders for u in units) for c in coders})
    assert max(load.values()) - min(load.values()) <= 1


def test_every_unit_is_as_likely_as_its_probability_says() -> None:
    population = {f"d-{n}@0-1": "a" if n < 5 else "b" for n in range(25)}
    drawn: Counter[str] = Counter()
    for seed in range(600):
        drawn.update(u.appearance for u in draw(population, n=8, coders=["x"], each=1, seed=seed))
    for unit, stratum in population.items():
        expected = 600 * (4 / 5 if stratum == "a" else 4 / 20)
        assert abs(drawn[unit] - expected) < 5 * expected**0.5


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 30), min_size=1), st.integers(0, 90))
def test_strata_give_even_parts_and_no_more_than_they_hold(sizes: dict[str, int], n: int) -> None:
    given_ = shares(sizes, n)
    assert sum(given_.values()) == min(n, sum(sizes.values()))
    assert all(given_[s] <= sizes[s] for s in sizes)
    open_ = [given_[s] for s in sizes if given_[s] < sizes[s]]
    assert not open_ or max(given_.values()) - min(open_) <= 1 or max(given_.values()) <= max(open_) + 1
