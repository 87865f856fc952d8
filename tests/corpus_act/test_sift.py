"""What is article text and what is furniture, on small invented pages."""

import pytest

from testimonia.adapters import documents
from testimonia.corpus.sift import Kept, sift

ONE = "The former guard said he walked out of the camp in March and reached the border two days later."
TWO = "He had been promised a house and a wage, he said, and for nine months he was given neither of them."


def sifted(*blocks: str, title: str | None = None) -> Kept:
    return sift(list(blocks), title=title)


@pytest.mark.parametrize(
    "line",
    [
        "By Anna Lindqvist",
        "21 September 2015",
        "Anna Lindqvist and Per Holm | 21 September 2015",
        "Read more: The ferry that never came",
        "Also in this issue: The last lamplighter; Bees of Lowmere",
        "Anna Lindqvist is a reporter at the Lowmere Courier.",
        "Funded by the Larkfield Trust.",
        "Transcripts are made by hand and may contain errors.",
        "Facebook / Twitter",
        "(Reporting by Per Holm; editing by Ida Berg)",
        "Home > World",
        "---------- 31 ----------",
    ],
)
def test_lines_around_the_article_are_dropped_with_a_rule(line: str) -> None:
    for blocks in ([line, ONE, TWO], [ONE, TWO, line]):
        kept = sifted(*blocks)
        assert kept.body == (ONE, TWO)
        assert [text for text, _ in kept.dropped] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Guard at the gate, left, with two others in Tellmark",
        "The gate of the camp at noon. LP/Ida Berg",
        "The gate in an undated picture by Ida Berg",
        '"He was given neither of them"',
    ],
)
def test_captions_and_pulled_quotations_are_dropped_in_the_middle(line: str) -> None:
    text = f'{TWO} "For nine months I was told to wait, and he was given neither of them," his brother said.'
    assert sifted(ONE, line, text).body == (ONE, text)


def test_a_picture_with_its_credit_below() -> None:
    assert sifted(ONE, "The gate of the camp, closed since May.", "Ida Berg for The Lowmere Courier", TWO).body == (
        ONE,
        TWO,
    )


def test_the_speakers_of_an_interview_are_no_commenters() -> None:
    lines = [
        f"{who}: {words}"
        for who, words in zip(["Kontor", "Nils"] * 4, ["Why?", "It was late.", ONE, TWO] * 2, strict=True)
    ]
    assert sifted(ONE, *lines[:-1], "Nils: That is all.").body == (ONE, *lines[:-1], "Nils: That is all.")


def test_what_follows_the_end_of_the_article_is_dropped_to_the_last_line() -> None:
    kept = sifted(
        ONE,
        TWO,
        "He laughed.",
        "More on this:",
        "Who owns the snow?",
        "Guard: 'I was cold'",
        "Pia, Lowmere: He is right.",
    )
    assert kept.body == (ONE, TWO, "He laughed.")


def test_the_headline_is_the_line_that_tells_something() -> None:
    kept = sifted("MERIDIAN PRESS AGENCY WEEKEND PACKAGE", "Guard tells of his way out of the camp", ONE, TWO)
    assert kept.title == "Guard tells of his way out of the camp"
    assert kept.body == (ONE, TWO)


def test_headings_rows_of_tables_and_last_questions_stay() -> None:
    blocks = (ONE, "How he left", TWO, "2014 20 3 23", "Norway 18", ONE.replace("March", "May"), "Who would not?")
    assert sifted(*blocks).body == blocks


def test_a_paragraph_that_a_page_break_cut_is_one_again() -> None:
    half, rest = "The former guard said he walked out of the camp in March and reached the", "border two days later."
    assert sifted(TWO, half, "31", rest).body == (TWO, f"{half} {rest}")


def test_lines_typed_to_a_width_are_joined_also_where_one_ends_with_a_full_stop() -> None:
    text = (
        "The former guard said he walked out of the camp in March, two months after.\n"
        "The road was empty, he said, and nobody asked him where he was going to all\n"
        "night.\n\nA short line\nand another\n"
    )
    assert documents.plain(text.encode()).blocks == (
        "The former guard said he walked out of the camp in March, two months after. The road was empty, he said, and nobody asked him where he was going to all night.",
        "A short line",
        "and another",
    )


@pytest.mark.parametrize(
    "unit", ["Home > ", "a: b ", "Photo: ", "left, and ", '"x" ', "Aa Bb ", "News Sport ", "12 | "]
)
def test_a_million_letters_in_one_line_come_through(unit: str) -> None:
    # What looks back from each letter over all before it would not end before the suite's time is out.
    line = unit * (1_000_000 // len(unit))
    assert sifted(ONE, line, TWO).body == (ONE, line, TWO)
