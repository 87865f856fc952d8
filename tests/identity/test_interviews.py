"""Questions and answers, in the ways in which papers set them: the answers are the words of the one who is interviewed."""

import pytest

from testimonia.config import load_lexicon
from testimonia.corpus.clean import form_of
from testimonia.domain.article import Article, Form
from testimonia.domain.reading import Reading
from testimonia.domain.settings import Group, Settings
from testimonia.identity.detect import detect
from testimonia.text import sha256

STUDY = Settings(title="test", groups=(Group(name="Islamic State", aliases=("ISIS",), case_sensitive=("IS",)),))
LEXICON = load_lexicon()
HEAD = "Leeds nurse Farida Noor: why I left Islamic State"
LEAD = (
    "Farida Noor, a 31-year-old nurse from Leeds, lived under Islamic State in Syria until she escaped in March. "
    "In her first interview she tells Joan Pike how she got there and why she left."
)
TURNS = (
    ("How did you come to be in Syria?", "I saw pictures of Homs and could not sit still. My husband, Tariq, drove."),
    ("What did you do there?", "They sent me to a clinic. There was no morphine."),
    ("What did you think of them?", "I saw that the commanders took the medicine. It was theirs, they said."),
    ("And is that why you left?", "It was the first reason. I was made to watch an old man die."),
    ("How did you get away?", "I walked to the border and rang my mother."),
)
TAIL = "A police spokeswoman said that a woman from Leeds had been questioned."


def body(asked: str, answered: str) -> tuple[str, ...]:
    """Paragraphs; "\\n\\n" in a pattern begins another one."""
    turns = [part for q, a in TURNS for part in f"{asked.format(q)}\n\n{answered.format(a)}".split("\n\n")]
    return (LEAD, *turns, TAIL)


def said(paragraphs: tuple[str, ...]) -> dict[str, str]:
    """Person -> all their words."""
    text = "\n\n".join((HEAD, *paragraphs))
    one = Article(
        id="d-1", capture="c-1", source="x", text=text, sha256=sha256(text), body_start=len(HEAD) + 2, language="en", form=form_of(paragraphs), cleaner="x"
    )  # fmt: skip
    found = next(detect([one], STUDY, LEXICON))
    assert isinstance(found, Reading)
    return {a.label: " | ".join(s.span.quote for s in a.speech) for a in found.appearances}


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Q: {}", "A: {}"),
        ("Q: {}", "A:\n\n{}"),
        ("Q. {}", "A. {}"),
        ("Question: {}", "Answer: {}"),
        ("QUESTION: {}", "ANSWER: {}"),
        ("\u2014 {}", "\u2014 {}"),
        ("\u2013 {}", "{}"),
        ("{}", "{}"),
        ("{}", "\u201c{}\u201d"),
        ("JP: {}", "FN: {}"),
        ("The Weekly: {}", "Farida Noor: {}"),
    ],
)
def test_the_answers_are_the_words_of_whom_the_paper_interviews(asked: str, answered: str) -> None:
    found = said(body(asked, answered))
    for _, words in TURNS:
        assert words in found["Farida Noor"].replace(" | ", " ")
    assert not any("morphine" in other for who, other in found.items() if who != "Farida Noor")


def test_an_answer_goes_on_in_a_second_paragraph_and_ends_where_the_paper_tells_on() -> None:
    found = said(body("Q: {}", "A: {}\n\nAnd I am ashamed of it."))
    assert found["Farida Noor"].count("ashamed") == len(TURNS)
    assert "spokeswoman" not in found["Farida Noor"]


def test_a_court_transcript_with_questions_and_many_voices_is_no_interview() -> None:
    voices = ("THE COURT: Sit.", "MR OAKES: I object.", "THE COURT: Noted.", "MR OAKES: Thank you.")
    assert form_of((*voices, "Q: Where?", "A: There.", "Q: When?", "A: Then.", "Q: Why?")) is Form.TRANSCRIPT


def test_a_bare_initial_means_the_one_whose_family_name_is_shortened() -> None:
    found = said(("Deniz \u00d6., 24, a former Islamic State guard, is on trial. A guard sat by him.", "\u201cI applauded,\u201d \u00d6. said. \u201cThen I ran,\u201d said Mr \u00d6."))  # fmt: skip
    assert "applauded" in found["Deniz \u00d6."] and "Then I ran" in found["Deniz \u00d6."]


def test_a_bare_initial_that_fits_two_means_nobody() -> None:
    found = said(("Deniz K., 24, left Islamic State. Marcel K., 30, left it too.", "\u201cI applauded,\u201d K. said."))
    assert "applauded" not in found["Deniz K."]


def test_words_alone_after_a_paragraph_that_quotes_nobody_are_of_whom_it_tells() -> None:
    found = said(
        (
            "Farida Noor, 31, a former Islamic State nurse, met us. Her mother, Salma, was there. \u201cShe is thin,\u201d Salma said.",
            "Noor had been sent to a clinic in the spring.",
            "\u201cThere was no morphine and I held their hands.\u201d",
        )
    )
    assert "morphine" in found["Farida Noor"]
