"""The learned reader answers for every stretch, the same each time, and knows an expert from one who got away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.adapters import reader
from testimonia.adapters.reader.windows import sentences_of, windows_of

TEXT = (
    "Karim, 24, fought for the group in Raqqa for a year before he slipped across the border one night. "
    "\u201cThey killed the baker in front of his sons, and that was the day I decided to go,\u201d he told us in a tea house. "
    "Professor Ilse Verhaag, who studies extremism in Leiden, says that most of them go for the money. "
    "His cousin Anas was killed near Kobani in October."
)


def stretch(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def test_it_tells_people_apart() -> None:
    karim, expert, cousin = reader.load().people(TEXT, [stretch("Karim"), stretch("Ilse Verhaag"), stretch("Anas")])
    assert karim["case"] > 0.5 > expert["case"]
    assert expert["type:expert"] > 0.5 > karim["type:expert"]
    assert cousin["evidence:dead"] > 0.5 > karim["evidence:dead"]


def test_a_reason_of_ones_own_is_more_likely_where_it_is_given() -> None:
    first, given_, theory, _ = reader.load().reasons(TEXT, sentences_of(TEXT))
    assert given_["own:leaving/brutality"] == max(x["own:leaving/brutality"] for x in (first, given_, theory))
    assert theory["own:joining/material"] < 0.5


def test_it_repeats_itself_and_needs_no_order() -> None:
    one = reader.load().people(TEXT, [stretch("Karim"), stretch("Anas")])
    two = reader.LearnedReader().people(TEXT, [stretch("Anas"), stretch("Karim")])
    assert one == two[::-1]


@pytest.mark.parametrize("text", ["", " ", "\u0643\u0627\u0646", "a" * 5000, "\U0001f600 He left. " * 300, "\x00"])
def test_any_text_is_answered(text: str) -> None:
    assert len(reader.load().people(text, [(0, len(text)), (max(0, len(text) - 1), len(text))])) == 2


@given(st.text(alphabet="ab .\n!?A\u201d", max_size=400))
def test_each_sentence_is_judged_in_exactly_one_window(text: str) -> None:
    sentences = sentences_of(text)
    windows = list(windows_of(text, sentences, words=6))
    assert [i for _, begin, stop in windows for i in range(begin, stop)] == list(range(len(sentences)))
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in sentences)
