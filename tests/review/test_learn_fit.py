"""Learning: what counts as taught, how weights move, that nothing is scored on what it was fitted on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from testimonia.adapters.fitter import fit
from testimonia.config import load_lexicon
from testimonia.domain.coding import Stance
from testimonia.domain.decision import Action, AddCoding, Decision, Exclude, Include, JudgeCoding, Undo
from testimonia.identity.detect import judge
from testimonia.narrative import weigh
from testimonia.review.learn import Linear, Row, labels_of, learn_case, too_few
from testimonia.review.learn.figures import Scored, figures
from testimonia.review.learn.folds import dealt, parted
from testimonia.review.learn.layers import FEWEST, FEWEST_ARTICLES, FEWEST_OF_EACH
from testimonia.review.learn.signs import signs

WORDS = load_lexicon()


def log(*actions: Action, by: str = "ann", reason: str = "") -> list[Decision]:
    return [
        Decision(number=n, at="2026-11-23T12:00:00Z", by=by, reason=reason, action=a, previous="", hash="")
        for n, a in enumerate(actions, 1)
    ]


def judged(coding: str, *, accepted: bool, stance: Stance = Stance.PRESENT) -> JudgeCoding:
    return JudgeCoding(
        coding=coding, appearance="d-a@0-4", code="leaving/other", start=9, end=20, accepted=accepted, stance=stance
    )


def added(stance: Stance = Stance.PRESENT) -> AddCoding:
    return AddCoding(appearance="d-a@0-4", code="leaving/other", start=9, end=20, quote="x", stance=stance)


# -- what the log teaches


def test_the_later_verdict_holds_and_an_undone_one_teaches_nothing() -> None:
    taught = labels_of(log(Include(appearance="a"), Include(appearance="b"), Exclude(appearance="a"), Undo(event=2)))
    assert [(one.number, one.appearance, one.right) for one in taught.verdicts] == [(3, "a", False)]
    assert taught.upto == 4


@pytest.mark.parametrize(
    "reason",
    ["out of the study's window", "spoke too late", "duplicate of P-abc", "already counted: same man", "withdrew consent",
     "a minor", "the account was retracted", "account not credible", "outside the scope"],
)  # fmt: skip
def test_an_exclusion_that_does_not_judge_the_person_is_left_out(reason: str) -> None:
    taught = labels_of(log(Exclude(appearance="a"), reason=reason))
    assert not taught.verdicts
    assert sum(taught.left_out.values()) == 1


@pytest.mark.parametrize(
    "reason",
    ["told only the police", "captured: did not leave", "never a member", "a relative speaks, not they", "of another group",
     "no own account", "still fights"],
)  # fmt: skip
def test_an_exclusion_that_does_is_a_no(reason: str) -> None:
    assert [one.right for one in labels_of(log(Exclude(appearance="a"), reason=reason)).verdicts] == [False]


def test_what_a_machine_decided_teaches_nothing() -> None:
    taught = labels_of(log(Include(appearance="a"), judged("k-1", accepted=True), by="machine:other@1"))
    assert not taught.verdicts
    assert not taught.codings
    assert taught.left_out == {"decided by a machine": 2}


def test_what_is_said_of_codings() -> None:
    denied = Stance.DENIED
    taught = labels_of(log(judged("k-1", accepted=True), judged("k-2", accepted=False), judged("k-3", accepted=True, stance=denied),
                           judged("k-4", accepted=False, stance=denied), added()))  # fmt: skip
    assert [(one.right, one.by_hand) for one in taught.codings] == [
        (True, False), (False, False), (False, False), (True, True),
    ]  # fmt: skip
    assert sum(taught.left_out.values()) == 1  # a rejected denial may mean either
    assert [one.right for one in labels_of(log(added(denied))).codings] == [False]
    twice = labels_of(log(judged("k-1", accepted=False), reason="the same words twice"))
    assert not twice.codings


# -- who is held back


FAMILIES = st.lists(st.integers(0, 40).map("d-{}".format), min_size=1, max_size=60)


@given(FAMILIES)
def test_nothing_is_scored_on_what_it_was_fitted_on(families: list[str]) -> None:
    rows = [Row({}, False, family) for family in families]
    held = [row for _, some in parted(rows) for row in some]
    assert sorted(map(id, held)) == sorted(map(id, rows))
    for rest, some in parted(rows):
        assert not {row.family for row in rest} & {row.family for row in some}
        assert len(rest) + len(some) == len(rows)


@given(FAMILIES, st.randoms(use_true_random=False))
def test_folds_are_even_and_do_not_depend_on_the_order(families: list[str], dice: object) -> None:
    mixed = list(families)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert dealt(mixed) == dealt(families)
    sizes = [list(dealt(families).values()).count(fold) for fold in range(5)]
    assert max(sizes) - min(sizes) <= 1


# -- how weights move

NUMBERS = st.floats(-3, 3, allow_nan=False).map(lambda x: round(x, 2))
TABLES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, st.booleans()), min_size=1, max_size=25)


def fitted(rows: Sequence[tuple[float, float, float, bool]], prior: Sequence[float], kept: Sequence[int], strength: float) -> list[float]:  # fmt: skip
    return fit([r[:3] for r in rows], [r[3] for r in rows], prior, strength, kept)


@settings(max_examples=60)
@given(rows=TABLES, prior=st.tuples(NUMBERS, NUMBERS, NUMBERS), kept=st.tuples(*[st.sampled_from((-1, 0, 1))] * 3))
def test_the_fit_is_the_least_of_what_it_says_and_keeps_the_signs(
    rows: list[tuple[float, float, float, bool]], prior: tuple[float, ...], kept: tuple[int, ...]
) -> None:
    prior = tuple(abs(p) * s if s else p for p, s in zip(prior, kept, strict=True))
    w = fitted(rows, prior, kept, 2.0)
    assert all(x * s >= 0 for x, s in zip(w, kept, strict=True))
    x, y = np.array([r[:3] for r in rows]), np.array([r[3] for r in rows], float)

    def loss(v: np.ndarray) -> float:
        z = x @ v
        return float(np.logaddexp(0, z).sum() - z @ y + ((v - np.array(prior)) ** 2).sum())

    bounds = [(0, None) if s > 0 else (None, 0) if s < 0 else (None, None) for s in kept]
    other = minimize(loss, np.array(prior), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14, "gtol": 1e-10})
    assert loss(np.array(w)) <= other.fun + 1e-9
    assert np.allclose(w, other.x, atol=2e-3)


@given(rows=TABLES, dice=st.randoms(use_true_random=False))
def test_the_order_of_the_decisions_does_not_show(rows: list[tuple[float, float, float, bool]], dice: object) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (fitted(some, (0.5, -0.5, 0), (1, -1, 0), 3.0) for some in (rows, mixed))
    assert [round(w, 6) for w in one] == pytest.approx([round(w, 6) for w in other], abs=2e-6)


def test_the_harder_the_prior_the_less_it_moves() -> None:
    rows = [(1.0, 0.0, 1.0, True), (1.0, 1.0, 1.0, True), (0.0, 1.0, 1.0, False)] * 5
    away = [sum(abs(w - 0.1) for w in fitted(rows, (0.1, 0.1, 0.1), (0, 0, 0), s)) for s in (1, 10, 100, 1e6)]
    assert away == sorted(away, reverse=True)
    assert away[-1] < 1e-4


# -- the models are those of reading and coding


@given(st.dictionaries(st.sampled_from(sorted(WORDS.reader_model.features)), NUMBERS))
def test_the_chances_are_those_of_reading(values: dict[str, float]) -> None:
    for model in (WORDS.reader_model, WORDS.rules_model):
        assert math.isclose(Linear.of_case(model).chance(values), judge.probability(values, model), rel_tol=1e-9)
        assert Linear.of_case(model).case_model() == model


@given(st.lists(NUMBERS, min_size=14, max_size=14))
def test_the_chances_are_those_of_coding(numbers: list[float]) -> None:
    model = WORDS.code_model.sentence
    values = dict(zip(sorted(model.weights), numbers, strict=True))
    assert math.isclose(Linear.of_weights(model).chance(values), weigh.chance(values, model), rel_tol=1e-9)
    assert Linear.of_weights(model).plain() == model


@pytest.mark.parametrize("model", [WORDS.rules_model, WORDS.reader_model])
def test_the_weights_that_ship_have_the_signs(model: object) -> None:
    names = sorted(model.features)  # type: ignore[attr-defined]
    assert all(model.features[n][0] * s >= 0 for n, s in zip(names, signs(names), strict=True))  # type: ignore[attr-defined]


# -- figures


def rows_of(number: int, articles: int) -> list[Row]:
    """A team that excludes everybody who is not named, and includes the others."""
    found = []
    for n in range(number):
        unnamed = float(n % 2)
        values = {"anonymous": unnamed, "words": 3.0, "member": 2.0, "left": 2.0, "spoke": 1.0, "mentions": 2.0}
        found.append(Row(values, not unnamed, f"d-{n % articles}"))
    return found


def test_weights_move_the_way_people_decided() -> None:
    shipped = WORDS.rules_model
    found, model = learn_case(rows_of(60, 30), shipped, 0.5, fit)
    assert model.features["anonymous"][0] < shipped.features["anonymous"][0]
    assert found.better
    loss = found.change("log_loss")
    assert loss.after < loss.before
    assert loss.low <= loss.after - loss.before <= loss.high
    assert learn_case(rows_of(60, 30), shipped, 0.5, fit) == (found, model)
    keep = {n: (m, s) for n, (_, m, s) in model.features.items()}
    assert keep == {n: (m, s) for n, (_, m, s) in shipped.features.items()}
    names = sorted(model.features)
    assert all(model.features[n][0] * s >= 0 for n, s in zip(names, signs(names), strict=True))


def test_figures_by_hand() -> None:
    scored = [Scored(True, "a", 0.4, 0.8), Scored(False, "b", 0.6, 0.6), Scored(True, "b", 0.9, 0.9)]
    found = figures("cases", scored, 0.5)
    assert (found.decided, found.right, found.families) == (3, 2, 2)
    assert found.change("f1").before == 0.5
    assert found.change("f1").after == 0.8
    assert found.change("brier").before == pytest.approx((0.36 + 0.36 + 0.01) / 3, abs=1e-6)
    assert found.change("log_loss").after == pytest.approx(
        -(math.log(0.8) + math.log(0.4) + math.log(0.9)) / 3, abs=1e-6
    )
    assert found == figures("cases", scored, 0.5)


def test_worse_is_not_better() -> None:
    assert not figures("cases", [Scored(True, "a", 0.9, 0.8)], 0.5).better  # a higher log loss
    down = [Scored(True, "a", 0.6, 0.49), *[Scored(True, str(n), 0.6, 0.9) for n in range(9)]]
    assert not figures("cases", down, 0.5).better  # a lower F1


@pytest.mark.parametrize(
    ("number", "articles"), [(FEWEST - 2, FEWEST), (FEWEST, FEWEST_ARTICLES - 1)], ids=["decisions", "articles"]
)
def test_too_few_is_told_with_numbers(number: int, articles: int) -> None:
    why = too_few("cases", rows_of(number, articles))
    assert f"cases: {number} decided" in why
    assert str(FEWEST) in why
    assert str(FEWEST_ARTICLES) in why


def test_one_sided_decisions_are_too_few() -> None:
    rows = [Row({}, True, str(n)) for n in range(FEWEST * 3)]
    assert too_few("cases", rows)
    no = [Row({}, False, str(n)) for n in range(FEWEST_OF_EACH)]
    assert not too_few("cases", list(itertools.chain(rows, no)))
