"""The learned reader answers with one person in focus, for every stretch, the same each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.adapters import reader
from testimonia.adapters.reader.windows import MENTION, OTHER, SPEECH, kinds, sentences_of, windows_of
from testimonia.ports.reader import Focus

SAID = "They killed the baker in front of his sons, and that was the day I decided to go,"
TEXT = (
    "Karim, 24, fought for the group in Raqqa for a year before he slipped across the border one night. "
    f"\u201c{SAID}\u201d he told us in a tea house. "
    "Professor Ilse Verhaag, who studies extremism in Leiden, says that most of them go for the money. "
    "His cousin Anas was killed near Kobani in October."
)


def stretch(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def on(words: str, *, said: str | None = None) -> Focus:
    return Focus(mentions=(stretch(words),), speech=(stretch(said),) if said else ())


KARIM, EXPERT, COUSIN = on("Karim", said=SAID), on("Ilse Verhaag"), on("Anas")


def test_it_tells_people_apart() -> None:
    (karim,), (expert,), (cousin,) = (reader.load().person(TEXT, f) for f in (KARIM, EXPERT, COUSIN))
    assert karim["case"] > 0.5 > expert["case"]
    assert expert["type:expert"] > 0.5 > karim["type:expert"]
    assert cousin["evidence:dead"] > 0.5 > karim["evidence:dead"]


def test_a_reason_belongs_to_the_person_in_focus() -> None:
    first, given_, theory, _ = reader.load().reasons(TEXT, KARIM, sentences_of(TEXT))
    assert given_["own:leaving/brutality"] == max(x["own:leaving/brutality"] for x in (first, given_, theory))
    assert theory["own:joining/material"] < 0.5
    experts = reader.load().reasons(TEXT, EXPERT, sentences_of(TEXT))[1]
    assert experts["own:leaving/brutality"] < given_["own:leaving/brutality"]


def test_it_repeats_itself_and_needs_no_order() -> None:
    one = [reader.load().person(TEXT, f) for f in (KARIM, COUSIN)]
    two = [reader.LearnedReader().person(TEXT, f) for f in (COUSIN, KARIM)]
    assert one == two[::-1]


@pytest.mark.parametrize("text", ["", " ", "\u0643\u0627\u0646", "a" * 5000, "\U0001f600 He left. " * 300, "\x00"])
def test_any_text_is_answered(text: str) -> None:
    ends = [(0, len(text)), (max(0, len(text) - 1), len(text))]
    assert len(reader.load().reasons(text, Focus(mentions=tuple(ends)), ends)) == 2
    assert len(reader.load().person(text, Focus(mentions=()))) == 0


def test_what_a_token_is_to_the_person() -> None:
    focus = Focus(mentions=((0, 5),), speech=((4, 9),))
    assert kinds([(-1, -1), (0, 4), (4, 6), (6, 9), (9, 12)], focus) == [OTHER, MENTION, MENTION, SPEECH, OTHER]


@given(st.text(alphabet="ab .\n!?A\u201d", max_size=400))
def test_each_sentence_is_judged_in_exactly_one_window(text: str) -> None:
    windows = list(windows_of(text, words=6))
    assert [s for w in windows for s in w.judged] == sentences_of(text)
    assert all(w.start <= a < b <= w.end for w in windows for a, b in w.judged)
