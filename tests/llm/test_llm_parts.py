"""Windows, answers, values, agreement: the small parts."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.config import load_lexicon
from testimonia.domain.appearance import Role, Value
from testimonia.domain.coding import Coding, Stance
from testimonia.domain.span import Span
from testimonia.identity.consult.answer import Answer, SaidValue, decode, schema
from testimonia.identity.consult.values import figures, value_of
from testimonia.identity.consult.windows import LETTERS, NUMBERING, OVERLAP, windows
from testimonia.ports.llm import Message, Request
from testimonia.review.reliability.readers import TwoReadings, readers


@given(lengths=st.lists(st.integers(1, 900), max_size=80), tokens=st.integers(50, 600))
def test_windows_hold_every_sentence_and_fit(lengths: list[int], tokens: int) -> None:
    found = list(windows(lengths, tokens))
    assert sorted({n for window in found for n in window}) == list(range(len(lengths)))
    for window in found:
        assert len(window) == 1 or sum(lengths[n] + NUMBERING for n in window) <= tokens * LETTERS
    for one, other in pairwise(found):
        assert one.start < other.start <= one.stop < other.stop
        assert one.stop - other.start <= OVERLAP


def test_an_answer_may_be_wrapped_but_not_bent() -> None:
    empty = '{"persons": [], "codes": [], "claims": []}'
    for text in (empty, f"```json\n{empty}\n```", f"<think>Hm, {{}}.</think>\n{empty}", f"\n {empty}\n"):
        assert decode(text) == Answer(persons=(), codes=(), claims=())
    for text in ("", "null", "[]", empty + empty, empty[:-1], empty.replace("[]", "{}", 1), "\ud800"):
        assert isinstance(decode(text), str)


def test_the_schema_is_closed_and_has_the_codes_of_the_study() -> None:
    held = schema(["leaving/boredom"])
    assert held["type"] == "object" and held["properties"]["codes"]["items"]["$ref"] == "#/$defs/SaidCode"
    assert held["$defs"]["SaidCode"]["properties"]["code"] == {"enum": ["leaving/boredom"]}
    assert not [key for key in ("maxLength", "minItems", "maxItems", "description") if f'"{key}": ' in json.dumps(held)]
    for name, part in held["$defs"].items():
        if part.get("type") == "object":
            assert part["additionalProperties"] is False and set(part["required"]) == set(part["properties"]), name


def test_the_key_of_a_question_is_document_prompt_and_model() -> None:
    one = Request(model="m", messages=(Message(role="user", content="a"),), schema={"x": 1}, max_tokens=10)
    others = [
        Request(model="n", messages=one.messages, schema=one.schema, max_tokens=10),
        Request(model="m", messages=(Message(role="user", content="b"),), schema=one.schema, max_tokens=10),
        Request(model="m", messages=one.messages, schema={"x": 2}, max_tokens=10),
    ]
    assert len({one.key, *(other.key for other in others)}) == 4


@pytest.mark.parametrize(
    ("field", "value", "quote", "basis"),
    [
        ("age", "31", "a 31-year-old Tunisian", "stated"),
        ("age", "31", "she was thirty-one when she went", "stated"),
        ("age", "13", "a 31-year-old Tunisian", None),
        ("age", "old", "an old man", None),
        ("nationality", "TN", "a 31-year-old Tunisian", "stated"),
        ("nationality", "GB", "the man from London-born parents in the United Kingdom", "stated"),
        ("nationality", "FR", "a 31-year-old Tunisian", None),
        ("gender", "F", "her months in Raqqa", "stated"),
        ("gender", "M", "her months in Raqqa", None),
        ("gender", "X", "her months in Raqqa", None),
        ("pseudonym", "yes", "not his real name", "stated"),
        ("pseudonym", "yes", "a cook from Tunis", None),
        ("group_role", "cook", "worked as a cook", "stated"),
        ("group_role", "emir", "worked as a cook", None),
        ("left", "2015-04", "defected in April 2015", "stated"),
        ("left", "2015-04-03", "defected on 3 April 2015", "stated"),
        ("left", "2015-04", "defected in April", "inferred"),
        ("left", "2014", "got out last year", "inferred"),
        ("left", "2015-05", "defected in April 2015", None),
        ("left", "2015-04-04", "defected on 3 April 2015", None),
        ("left", "2014", "got out of it", None),
        ("left", "2011-04", "defected in April", None),
        ("left", "soon", "defected in April", None),
        ("joined", "2013-02-30", "on 30 February 2013", None),
    ],
)
def test_a_value_must_be_told_by_its_words(field: str, value: str, quote: str, basis: str | None) -> None:
    said = SaidValue(field=field, value=value, sentences=(1,), quote=quote)  # type: ignore[arg-type]
    found = value_of(said, Span(start=0, end=len(quote), quote=quote), "2015-05-02", load_lexicon())
    assert (found.basis.value if found else None) == basis


def test_figures_in_digits_and_words() -> None:
    assert {58.0, 700.0, 1500.0, 24.0, 2_000.0} <= figures("58 of 700, or 1,500; two dozen and two thousand")
    assert figures("at least fifty-eight people") == {58.0}
    assert figures("nobody") == set()


def test_two_readers_side_by_side() -> None:
    def coding(code: str, stance: Stance = Stance.PRESENT) -> Coding:
        return Coding(id=code, appearance="a", article="d", code=code, span=Span(start=0, end=1, quote="x"),
                      stance=stance, coder="c", confidence=1.0)  # fmt: skip

    def value(field: str, words: str) -> Value:
        return Value(field=field, value=words, basis="stated")  # type: ignore[arg-type]

    hunger, fear = coding("hunger"), coding("fear")
    found = [
        TwoReadings(roles=(Role.CASE, Role.CASE), values=((value("age", "31"),), (value("age", "31"),)),
                    coded=True, codings=((hunger,), (hunger, fear))),
        TwoReadings(roles=(Role.CASE, None), values=((), ()), coded=True, codings=((hunger,), (coding("hunger", Stance.DENIED),))),
        TwoReadings(roles=(None, Role.CASE), values=((), ()), coded=True, codings=((), ())),
        TwoReadings(roles=(Role.OTHER, Role.OTHER), values=((value("age", "20"),), ()), coded=False, codings=((), (fear,))),
    ]  # fmt: skip
    held = {one.what: one for one in readers(found, ["hunger", "fear"])}
    assert (held["case"].units, held["case"].same, held["case"].both) == (4, 2, 1)
    assert (held["case"].only_rules, held["case"].only_llm, held["case"].kappa) == (1, 1, 0.0)
    hunger_too = held["hunger"]
    assert (hunger_too.units, hunger_too.same, hunger_too.both) == (3, 2, 2)
    assert hunger_too.kappa == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))
    assert (held["fear"].only_llm, held["fear"].only_rules) == (1, 0)
    assert (held["attribute.age"].units, held["attribute.age"].both, held["attribute.age"].only_rules) == (2, 1, 1)
    assert held["attribute.gender"].both == 0
