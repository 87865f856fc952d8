"""What detection says of people in an article, on small invented ones."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.adapters import reader
from testimonia.config import load_lexicon
from testimonia.domain.appearance import Role
from testimonia.domain.article import Article
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.settings import Group, Settings
from testimonia.identity.detect import detect
from testimonia.text import sha256

STUDY = Settings(
    title="test",
    groups=(Group(name="Islamic State", aliases=("ISIS", "Isis", "Daesh"), case_sensitive=("IS",)),),
    other_groups=(Group(name="Free Syrian Army"),),
)
LEXICON = load_lexicon()
DEFECTOR = """Former fighter tells why he quit Islamic State

Karim Belhaj, a 27-year-old Tunisian from Sousse, left Islamic State in March after ten months as a driver.

“I saw the commanders take everything,” Belhaj said in an interview. “We were told it was a just state. That is why I ran away.”

He joined the group in May last year because a recruiter promised him a salary, he said.

Professor Anne Whitlock, who studies armed groups at the University of Eastmoor, said such complaints were common. “They feel cheated,” she said."""


def article(text: str, language: str = "en") -> Article:
    title = text.split("\n\n")[0]
    return Article(
        id="d-test", capture="c-test", source="t.txt", text=text, sha256=sha256(text), body_start=len(title) + 2, title=title,
        published="2015-06-01", language=language, cleaner="test",
    )  # fmt: skip


def read(text: str) -> Reading:
    found = next(detect([article(text)], STUDY, LEXICON))
    assert isinstance(found, Reading)
    return found


def test_one_case_with_attributes_and_one_expert() -> None:
    found = {a.label: a for a in read(DEFECTOR).appearances}
    case, expert = found["Karim Belhaj"], found["Anne Whitlock"]
    assert case.role is Role.CASE
    assert (case.value("nationality"), case.value("age"), case.value("gender")) == ("TN", "27", "M")
    assert case.value("left") == "2015-03"
    assert case.value("joined") == "2014-05"
    assert expert.role is not Role.CASE
    assert expert.probability < 0.2
    assert case.reasons
    assert expert.counter_reasons


def test_who_said_what() -> None:
    found = {a.label: a for a in read(DEFECTOR).appearances}
    said = " ".join(s.span.quote for s in found["Karim Belhaj"].speech if s.direct)
    assert "commanders take everything" in said
    assert "cheated" not in said
    assert "cheated" in " ".join(s.span.quote for s in found["Anne Whitlock"].speech)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "A report said at least 58 individuals have left Islamic State and spoken publicly since January last year.",
            (58, "persons", "at_least"),
        ),
        ("The ministry says about 1,250 citizens have travelled to join Islamic State.", (1250, "persons", "about")),
        (
            "According to the study the defectors from Islamic State came from 17 different countries.",
            (17, "countries", "exact"),
        ),
    ],
)
def test_claims(sentence: str, expected: tuple[float, str, str]) -> None:
    found = read(f"A count\n\n{sentence}").claims
    assert [(c.figure, c.unit, c.qualifier.value) for c in found] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "He spent 14 months with Islamic State.",
        "Karim, 27, left Islamic State.",
        "Islamic State paid him 300 dollars.",
        "It happened on 12 May 2015, Islamic State said.",
    ],
)
def test_what_is_no_claim(sentence: str) -> None:
    assert read(f"No count\n\n{sentence}").claims == ()


def test_what_is_not_read_is_set_aside() -> None:
    for text, language, reason in (
        ("Titel\n\nEin Text", "de", Reason.LANGUAGE),
        ("Title\n\nThe harvest was good.", "en", Reason.OFF_TOPIC),
    ):
        found = next(detect([article(text, language)], STUDY, LEXICON))
        assert isinstance(found, SetAside)
        assert found.reason is reason


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DEFECTOR.split()), min_size=1, max_size=60), st.text(max_size=30))
def test_every_span_stands_in_the_text_and_a_second_reading_is_the_same(words: list[str], noise: str) -> None:
    text = f"😀 {noise}\n\nIslamic State " + " ".join(words)
    one = next(detect([article(text)], STUDY, LEXICON))
    assert one == next(detect([article(text)], STUDY, LEXICON))
    assert isinstance(one, Reading)
    for person in one.appearances:
        spans = [
            *(m.span for m in person.mentions),
            *(a.span for a in person.atoms),
            *(s.span for s in person.speech),
            *person.scope,
        ]
        for span in [*spans, *(v.span for v in person.values if v.span)]:
            span.check(text)
    msgspec.json.encode(one)


ON_THE_STAIRS = (
    "What he tells on the stairs\n\n"
    "Edvin went in the spring with two friends from the gym, and came back in the winter by himself. He does not want his family name printed.\n\n"
    "\u201cThey shot the teacher in front of his pupils because he had kept a chessboard,\u201d he says. \u201cI had sworn the oath to these people. "
    "That night I took the water cans as if to fill them, left my rifle by the well and walked to the border.\u201d\n\n"
    "\u201cI fought for them for eight months and I am ashamed of it. I tell it so that the next boy stays at home,\u201d Edvin says.\n\n"
    "His sister Mirela listens in the doorway."
)


def test_who_reads_like_a_case_where_no_group_is_named_is_asked_about_and_not_proposed() -> None:
    found = next(detect([article(ON_THE_STAIRS)], STUDY, LEXICON, reader.load()))
    assert isinstance(found, Reading)
    assert not any(a.role is Role.CASE for a in found.appearances)
    asked = {a.label for a in found.appearances for d in found.doubts if d.appearance == a.id}
    assert asked == {"Edvin"}
    assert "names no group" in found.gate
    assert isinstance(next(detect([article(ON_THE_STAIRS)], STUDY, LEXICON)), SetAside)  # rules alone do not know


def test_unlabelled_answers_belong_to_whom_the_interview_introduces() -> None:
    text = (
        "Nils Harder cooked for Islamic State for half a year and came home in March. We met him in a school kitchen.\n\n"
        "Why did you go?\n\nMy cousin went, and I went after him.\n\n"
        "What was your work?\n\nI peeled. Sixty mouths, every day.\n\n"
        "Did you fight?\n\nI never held a gun.\n\n"
        "What made you come back?\n\nThey whipped the baker in the yard, and I had to carry the water.\n\n"
        "Do you still cook?\n\nI make toast."
    )
    nils = next(a for a in read(text).appearances if "Nils Harder" in a.names())
    said = {s.span.quote for s in nils.speech if s.direct}
    assert "Sixty mouths, every day." in said
    assert "Why did you go?" not in said


NO_NAMES = (
    "ABU DHABI: A 21-year-old Syrian woman left Islamic State in May, she said.",
    "SYRIAN GIRL ESCAPED FROM THE MORAL POLICE: she left Islamic State in May, she said.",
    "Another was Idris Kaya, who left Islamic State in May, he told the Ministry of Home Affairs.",
    "Take Idris Kaya, who left Islamic State in May, he said. Saturdays Idris Kaya sleeps.",
    "Baby-faced Idris Kaya left Islamic State in May, he said.",
)


@pytest.mark.parametrize("body", NO_NAMES)
def test_a_dateline_a_headline_or_the_first_word_of_a_sentence_is_no_name(body: str) -> None:
    found = {v.value for a in read("A story\n\n" + body).appearances for v in a.values if v.field in ("name", "alias")}
    assert found <= {"Idris Kaya"}


NAMED = (
    ("Ardak Seitova", "Ardak Seitova is 27 and sells covers for telephones. She left Islamic State in May."),
    ("Ardak Seitova", "Ardak Seitova had a stall and a bad knee. She left Islamic State in May."),
    ("Ardak", "A wrestler, who asks to be called Ardak, left Islamic State in May."),
    ("Ardak", "A teacher who goes by the one name Ardak left Islamic State in May."),
    ("Ardak \u00d6.", "The accused, Ardak \u00d6., left Islamic State in May."),
)


@pytest.mark.parametrize(("name", "body"), NAMED)
def test_a_name_that_no_list_holds_is_told_by_what_stands_about_it(name: str, body: str) -> None:
    assert name in {v.value for a in read("A story\n\n" + body).appearances for v in a.values if v.field == "name"}


def test_two_capitals_that_act_and_are_no_he_are_no_person() -> None:
    found = read(
        "A story\n\nNorthern Ferries had three boats and a harbour. They left in May. Islamic State took the harbour."
    )
    assert not any(v.field == "name" for a in found.appearances for v in a.values)
