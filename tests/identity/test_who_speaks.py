"""Whose words are whose, in the ways in which papers, broadcasters and courts write it."""

import pytest

from testimonia.config import load_lexicon
from testimonia.corpus.clean import form_of
from testimonia.domain.article import Article, Form
from testimonia.domain.reading import Reading
from testimonia.domain.settings import Group, Settings
from testimonia.identity.detect import detect
from testimonia.text import sha256

STUDY = Settings(title="test", groups=(Group(name="Islamic State", aliases=("ISIS", "Daesh"), case_sensitive=("IS",)),))
LEXICON = load_lexicon()


def said(text: str, form: Form = Form.PROSE) -> dict[str, str]:
    """Person -> all their words, of an article with this headline and body."""
    start = text.find("\n\n") + 2
    one = Article(
        id="d-1", capture="c-1", source="x", text=text, sha256=sha256(text), body_start=start, language="en", form=form, cleaner="x"
    )  # fmt: skip
    found = next(detect([one], STUDY, LEXICON))
    assert isinstance(found, Reading)
    return {a.label: " | ".join(s.span.quote for s in a.speech) for a in found.appearances}


HEAD = "He left Islamic State\n\n"
IDRIS = "Idris Haddad, 24, a former Islamic State guard, met us in a tea house. "


@pytest.mark.parametrize(
    ("body", "speaker", "words"),
    [
        (IDRIS + "He said the commander had kept the money.", "Idris Haddad", "kept the money"),
        (
            IDRIS + "\u201cI believed in it,\u201d he told the presiding judge, Greta Vahl. \u201cThen I saw the square.\u201d",
            "Idris Haddad",
            "saw the square",
        ),
        (IDRIS + "\u201cI counted the stones.\u201d A commander told him to drive in a straight line, he says.", "Idris Haddad", "counted the stones"),
        (
            IDRIS + "A cook was taken away for something that had been said on the radio. \u201cI held his apron.\u201d",
            "Idris Haddad",
            "held his apron",
        ),
        (
            IDRIS + "\u201cI was bored,\u201d Haddad said.\n\nHe had seen a film with a song by a rapper under it. \u201cI wanted the pick-up.\u201d",
            "Idris Haddad",
            "wanted the pick-up",
        ),
        (IDRIS + "Leila Nasser, 30, is a nurse. A graduate of a London school, she left Islamic State in May. \u201cI had the needle,\u201d she says.", "Leila Nasser", "the needle"),
        (IDRIS + "He sat in a sniper's nest for a month. \u201cI never fired,\u201d he said.", "Idris Haddad", "never fired"),
    ],
)  # fmt: skip
def test_the_words_go_to_who_says_them(body: str, speaker: str, words: str) -> None:
    found = said(HEAD + body)
    assert words in found[speaker]
    assert not any(words in other for who, other in found.items() if who != speaker)


TURNS = (
    ("PRESENTER (IN VISION)", "Tonight a young woman speaks who has left Islamic State. Her name is Maren."),
    ("MAREN (VOICE OVER)", "I believed in it."),
    ("REPORTER (IN VISION)", "And then?"),
    ("MAREN (VOICE OVER)", "They had said a hospital. There was a locked door."),
    ("", "We counted the tiles. I began to plan."),
    ("", "(SHOT OF A PARK)"),
    ("REPORTER (IN VISION)", "Nobody stopped her, she says."),
    ("MAREN (VOICE OVER)", "I went home in March."),
)


@pytest.mark.parametrize("above", [False, True], ids=["beside", "above"])
def test_a_broadcasters_labels_need_no_colon(above: bool) -> None:
    blocks = tuple(
        part
        for label, words in TURNS
        for part in ((label, words) if above and label else (f"{label} {words}".strip(),))
    )
    assert form_of(blocks) is Form.TRANSCRIPT
    found = said("Behind a door\n\n" + "\n\n".join(blocks), Form.TRANSCRIPT)
    maren = next(words for who, words in found.items() if "believed" in words)
    assert "locked door" in maren
    assert "counted the tiles" in maren
    assert "went home" in maren
    assert "PARK" not in maren


def test_a_printed_interview_is_told_by_its_turns() -> None:
    blocks = (
        "Rim, 21, left Islamic State in June.",
        "The Wire: Why did you go?", "Rim: There were thirty beds and no doctor.",
        "The Wire: And was there one?", "Rim: Plenty. There were no patients.",
        "The Wire: Why did you leave?", "Rim: They turned a burnt child away.",
        "I went after her with some gauze.",
    )  # fmt: skip
    assert form_of(blocks) is Form.TRANSCRIPT
    rim = said("A signature\n\n" + "\n\n".join(blocks), Form.TRANSCRIPT)["Rim"]
    assert "burnt child" in rim
    assert "some gauze" in rim
    assert "Why did you leave" not in rim


def test_a_war_name_is_taken_up_by_its_first_half() -> None:
    found = said(
        HEAD + "A man who calls himself Abu Hudhayfa al-Deiri, 28, left Islamic State in May. Abu Hudhayfa sat down. "
        "\u201cI held the list,\u201d Abu Hudhayfa said."
    )
    assert "held the list" in found["Abu Hudhayfa al-Deiri"]
