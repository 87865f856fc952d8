"""Coefficients of agreement as the textbooks print them, and as other programs compute them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from testimonia.review.reliability import coefficients, tables


def square(rows: Sequence[Sequence[float]]) -> Counter[tuple[str, str]]:
    return Counter({(str(i), str(j)): n for i, row in enumerate(rows) for j, n in enumerate(row) if n})  # type: ignore[misc]


# Krippendorff 2011, section C (four observers, twelve units, missing verdicts); Gwet prints the same data as cac.raw4raters.
FOUR = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
UNITS = [[None if v == "." else v for v in unit] for unit in zip(*FOUR, strict=True)]


def test_cohens_own_table() -> None:
    # Cohen 1960, table 2 (200 cases, three diagnoses): .70 agree, .41 by chance
    table = square([[88, 10, 2], [14, 40, 6], [18, 10, 12]])
    assert tables.percent(table) == pytest.approx(0.70)
    assert tables.kappa(table) == pytest.approx(0.492, abs=5e-4)


def test_krippendorffs_own_examples() -> None:
    meg, owen = "0100000010", "1110010000"
    assert tables.alpha(Counter(zip(meg, owen, strict=True))) == pytest.approx(0.095, abs=5e-4)
    assert coefficients.alpha(UNITS) == pytest.approx(0.743, abs=5e-4)


def test_gwets_own_examples() -> None:
    # Gwet 2014 (Handbook, 4th ed.), the same four observers with five categories: AC1 .775, agreement .818
    assert coefficients.ac1(UNITS, 5) == pytest.approx(0.77544, abs=5e-6)
    # Gwet 2002/2008, the paradox: 118 yes/yes, 5, 2, none no/no. Nearly all agree, kappa is below nought, AC1 is not.
    table = square([[118, 5], [2, 0]])
    assert tables.percent(table) == pytest.approx(0.944)
    assert tables.kappa(table) == pytest.approx(-0.0234, abs=5e-5)
    assert tables.ac1(table, 2) == pytest.approx(0.9408, abs=5e-5)


def test_kappa_is_cohens_where_another_program_takes_the_coded_text_for_the_whole() -> None:
    """QualCoder (reports, calculate_agreement_for_code_name) leaves out what nobody coded and multiplies the two chances instead of adding them:
    of 250 characters both coders marked 20 and each 5 more it says .66, where Cohen's kappa is .78."""
    both, mine, theirs, none = 20, 5, 5, 220
    assert tables.kappa(square([[both, mine], [theirs, none]])) == pytest.approx(0.778, abs=5e-4)
    coded = both + mine + theirs
    yes = (both + mine) / coded * (both + theirs) / coded
    no = theirs / coded * mine / coded
    as_qualcoder_has_it = (both / coded - yes * no) / (1 - yes * no)
    assert as_qualcoder_has_it == pytest.approx(0.66, abs=5e-4)
    assert tables.coded_only(square([[both, mine], [theirs, none]]), "1") == pytest.approx(20 / 30), (
        "the question meant, asked plainly"
    )


def test_what_is_not_defined_is_none() -> None:
    assert (
        tables.percent({}) is None
        and tables.kappa({}) is None
        and tables.alpha({}) is None
        and tables.ac1({}, 3) is None
    )
    alike = square([[7, 0], [0, 0]])
    assert tables.kappa(alike) is None and tables.alpha(alike) is None
    assert tables.ac1(alike, 2) == 1.0, "defined where all agree on one verdict: what AC1 is for"
    assert tables.ac1(alike, 1) is None
    assert tables.coded_only({("absent", "absent"): 5}, "absent") is None
    assert coefficients.ac1([("a", None)], 2) is None


verdicts = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


@given(verdicts)
def test_as_other_programs_compute_it(pairs: list[tuple[str, str]]) -> None:
    table = Counter(pairs)
    left, right = zip(*pairs, strict=True)
    several = len({*left, *right}) > 1
    alpha = tables.alpha(table)
    assert (alpha is None) != several
    if alpha is not None:
        codes = np.array([["abc".index(v) for v in left], ["abc".index(v) for v in right]], dtype=float)
        assert alpha == pytest.approx(krippendorff.alpha(codes, level_of_measurement="nominal"))
        assert alpha == pytest.approx(coefficients.alpha(pairs))
    kappa = tables.kappa(table)
    if kappa is not None:
        assert kappa == pytest.approx(cohen_kappa_score(left, right))
    assert tables.ac1(table, 3) == pytest.approx(coefficients.ac1(pairs, 3))


@given(st.lists(st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=4, max_size=4), min_size=1, max_size=15))
def test_alpha_with_missing_verdicts_as_the_library_has_it(units: list[list[str | None]]) -> None:
    ours = coefficients.alpha(units)
    if ours is None:
        return
    codes = np.array([[math.nan if v is None else float("abc".index(v)) for v in unit] for unit in units]).T
    assert ours == pytest.approx(krippendorff.alpha(codes, level_of_measurement="nominal"))


@given(st.lists(st.lists(st.sampled_from([None, "a", "b"]), min_size=3, max_size=3), max_size=12), st.integers(0, 12))
def test_the_parts_of_alpha_add_up(units: list[list[str | None]], cut: int) -> None:
    whole = coefficients.parts(units)
    parts = coefficients.parts(units[:cut])
    parts.update(coefficients.parts(units[cut:]))
    assert {k: v for k, v in whole.items() if v} == pytest.approx({k: v for k, v in parts.items() if v})
