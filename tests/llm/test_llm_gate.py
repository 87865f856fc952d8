"""The verbatim gate: what passes stands in the source, with the source's numbers and negations; nothing else passes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.identity.consult.gate import (
    NOT_THERE,
    OTHER_NEGATION,
    OTHER_NUMBER,
    TWICE,
    Found,
    Rejected,
    Source,
    locate,
    negations,
    normal,
    numbers,
)

TEXT = (
    "“There was no pay and no electricity,” Mansouri told the Herald — for the first time.\n\n"
    "She joined the group in 2014 after recruiters offered her money and a house in Raqqa, she said. "
    "They didn’t pay the 300 dollars that they had promised to the guards of the northern camp. "
    "In the end the emirs kept the generators and the cars for themselves, and the guards got the crusts."
)
SENTENCES = [(0, 88), (90, 186), (187, 277), (278, len(TEXT))]


def found(quote: str, *cited: int, near: bool = True) -> Found | Rejected:
    return locate(Source(TEXT), quote, [SENTENCES[n] for n in cited], near=near)


def words(quote: str, *cited: int) -> str:
    held = found(quote, *cited)
    assert isinstance(held, Found), held
    return TEXT[held.start : held.end]


@pytest.mark.parametrize(
    ("quote", "cited"),
    [
        ("There was no pay and no electricity", 0),
        ('"there was NO pay\nand   no electricity,"', 0),
        ("Mansouri told the Herald - for the first time", 0),
        ("They didn't pay the 300 dollars", 2),
        ("she joined the group in ２０１４", 1),
        ("kept the gene\u00adrators and the cars", 3),
    ],
)
def test_other_marks_spaces_and_cases_are_the_same_words(quote: str, cited: int) -> None:
    held = found(quote, cited)
    assert isinstance(held, Found) and held.exact
    assert normal(TEXT[held.start : held.end]).strip("\"' ,") == normal(quote).strip("\"' ,")


def test_a_left_out_word_comes_back() -> None:
    assert words("after recruiters offered her money and house in Raqqa", 1) == (
        "after recruiters offered her money and a house in Raqqa"
    )
    assert words("the emirs kept the genarators and the cars for themselves", 3) == (
        "the emirs kept the generators and the cars for themselves"
    )


@pytest.mark.parametrize(
    ("quote", "cited", "why"),
    [
        ("She joined the group in 2015 after recruiters offered her money and a house in Raqqa", 1, OTHER_NUMBER),
        ("They didn't pay the 3000 dollars that they had promised to the guards of the northern camp", 2, OTHER_NUMBER),
        ("They did pay the 300 dollars that they had promised to the guards of the northern camp", 2, OTHER_NEGATION),
        ("In the end the emirs never kept the generators and the cars for themselves, and the guards got", 3, OTHER_NEGATION),
        ("In the end the emirs kept the generators and the girls for themselves, and the guards got the crusts", 3, NOT_THERE),
        ("She joined the group ... money and a house", 1, NOT_THERE),
        ("The commanders beheaded a boy in front of us", 3, NOT_THERE),
        ("didn't pay much", 2, NOT_THERE),
        ("emirs kept the generator", 3, NOT_THERE),
        ("the", 3, ""),
        ("...", 3, "no words"),
        ("the guards", 0, TWICE),
    ],
)  # fmt: skip
def test_what_does_not_pass(quote: str, cited: int, why: str) -> None:
    held = found(quote, cited)
    if why:
        assert isinstance(held, Rejected) and held.why == why, held
    else:
        assert isinstance(held, Found) and held.exact


def test_a_number_in_the_wrong_sentence_is_forgiven_where_the_words_are_exact_and_alone() -> None:
    assert words("the guards got the crusts", 0) == "the guards got the crusts"
    assert isinstance(found("the guards got crusts for themselves", 0), Rejected)


def test_near_is_not_for_names() -> None:
    assert isinstance(found("offered her money and house in Raqqa", 1, near=False), Rejected)


WORD = st.sampled_from(
    [
        "the",
        "emirs",
        "guards",
        "took",
        "kept",
        "our",
        "bread",
        "houses",
        "and",
        "we",
        "were",
        "hungry",
        "in",
        "winter",
        "every",
        "night",
        "because",
        "they",
        "promised",
        "money",
        "fought",
        "rebels",
        "near",
        "village",
        "with",
        "old",
        "rifles",
        "she",
        "left",
        "home",
        "told",
    ]
)
SENTENCE = st.lists(WORD, min_size=6, max_size=18).map(lambda found: " ".join(found).capitalize() + ".")
TEXTS = st.lists(SENTENCE, min_size=1, max_size=5)
SPICE = st.sampled_from(["not", "never", "no", "without", "didn't", "hardly", "refused", "nobody"])


@settings(max_examples=300)
@given(sentences=TEXTS, data=st.data())
def test_what_passes_stands_there_with_its_numbers_and_negations(sentences: list[str], data: st.DataObject) -> None:
    """Whatever a quote was made into: passed or not, what is kept is the source's and says as much."""
    text = " ".join(sentences)
    parts = text.split()
    start = data.draw(st.integers(0, len(parts) - 1))
    quote = parts[start : start + data.draw(st.integers(1, 14))]
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(quote)))
        change = data.draw(st.sampled_from(["insert", "drop", "swap", "number"]))
        if change == "insert":
            quote.insert(at, data.draw(SPICE))
        elif change == "number":
            quote.insert(at, data.draw(st.sampled_from(["17", "three", "2014", "dozen"])))
        elif quote[at : at + 1]:
            quote[at : at + 1] = [] if change == "drop" else [data.draw(WORD)]
    held = locate(Source(text), " ".join(quote), [(0, len(text))])
    if isinstance(held, Found):
        kept = text[held.start : held.end]
        assert kept and text.index(kept) <= held.start
        assert negations(kept) == negations(" ".join(quote))
        assert numbers(kept) == numbers(" ".join(quote))
        if held.exact:
            assert normal(kept).strip("\"' ") == normal(" ".join(quote)).strip("\"' ")


@given(sentences=TEXTS, spice=SPICE, data=st.data())
def test_a_negation_put_in_never_passes(sentences: list[str], spice: str, data: st.DataObject) -> None:
    text = " ".join(sentences)
    parts = text.split()
    at = data.draw(st.integers(0, len(parts)))
    assert isinstance(locate(Source(text), " ".join([*parts[:at], spice, *parts[at:]]), [(0, len(text))]), Rejected)


@given(sentences=TEXTS, number=st.integers(2, 99), other=st.integers(2, 99))
def test_a_changed_number_never_passes(sentences: list[str], number: int, other: int) -> None:
    text = f"{sentences[0]} There were {number} of them, they said, and nobody counted. {' '.join(sentences)}"
    quote = f"There were {other} of them, they said, and nobody counted"
    assert isinstance(locate(Source(text), quote, [(0, len(text))]), Found if number == other else Rejected)


@given(sentences=TEXTS, data=st.data())
def test_the_words_themselves_always_pass_however_they_are_typed(sentences: list[str], data: st.DataObject) -> None:
    text = "  ".join(s.replace("because", "— “because”").replace("told", "d’informé") for s in sentences)
    text = unicodedata.normalize("NFC", text)
    start = data.draw(st.sampled_from([0, *(i + 1 for i, c in enumerate(text) if c == " ")]))
    stops = [i for i, c in enumerate(text) if c == " " and i > start] + [len(text)]
    quote = text[start : data.draw(st.sampled_from(stops))]
    typed = quote.upper().replace("“", '"').replace("”", '"').replace("—", "-").replace("’", "'").replace(" ", "\n ")
    if not any(c.isalnum() for c in typed):
        return
    held = locate(Source(text), typed, [(0, len(text))])
    assert isinstance(held, Found) and held.exact


@given(text=st.text(max_size=200), quote=st.text(max_size=60))
def test_any_text_at_all(text: str, quote: str) -> None:
    held = locate(Source(text), quote, [(0, len(text))])
    if isinstance(held, Found):
        assert 0 <= held.start < held.end <= len(text)
