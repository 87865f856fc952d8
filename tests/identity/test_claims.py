"""Reported totals on invented sentences: what is counted, how exactly, of which country; and what is no count at all."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.config import load_lexicon
from testimonia.domain.article import Article
from testimonia.domain.claim import Claim, ClaimScope
from testimonia.identity.detect.claims import claims
from testimonia.identity.detect.claims.numerals import numerals
from testimonia.identity.detect.layout import lay_out
from testimonia.text import sha256

Calls = Callable[[Callable[[], object]], int]

LEXICON = load_lexicon()
Told = tuple[float, str, str, str | None]


def found(body: str) -> list[Claim]:
    text = f"A count\n\n{body}"
    article = Article(
        id="d-test", capture="c-test", source="t.txt", text=text, sha256=sha256(text), body_start=9, title="A count",
        published="2015-09-21", language="en", cleaner="test",
    )  # fmt: skip
    return claims(lay_out(article), LEXICON)


def told(body: str) -> list[Told]:
    return [(c.figure, c.unit, c.qualifier.value, c.country) for c in found(body)]


def persons(figure: float, qualifier: str = "exact", country: str | None = None) -> Told:
    return figure, "persons", qualifier, country


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "A study by the Larkfield Centre said at least 58 individuals from 17 countries have left Islamic State and spoken publicly.",
            [persons(58, "at_least"), (17, "countries", "exact", None)],
        ),
        (
            "The interior ministry believes that about 1,250 Norwegians have travelled to Syria and that some 90 have returned.",
            [persons(1250, "about", "NO"), persons(90, "about", "NO")],
        ),
        (
            "No more than 70 people have publicly renounced Islamic State, the centre said.",
            [persons(70, "at_most")],
        ),
        (
            "Police reckon that no fewer than 40 residents of the province have joined Islamic State.",
            [persons(40, "at_least")],
        ),
        (
            "Between 50 and 60 people have deserted from Islamic State since January, the office estimates.",
            [persons(50, "at_least"), persons(60, "at_most")],
        ),
        (
            "The register counts 58 people who left Islamic State and spoke: 51 men and seven women.",
            [persons(58), persons(51), persons(7)],
        ),
        (
            "According to the ministry, two hundred and forty Danes have joined Islamic State; thirty-odd have come back.",
            [persons(240, "exact", "DK"), persons(30, "about", "DK")],
        ),
        (
            "The Home Office says 300 or more Britons have joined Islamic State and perhaps 80 are back.",
            [persons(300, "at_least", "GB"), persons(80, "about", "GB")],
        ),
        (
            "The monitor lists 94 people who quit Islamic State and said why. Of the 94, 12 are women. Nine are from Tunisia.",
            [persons(94), persons(12), persons(9, "exact", "TN")],
        ),
        (
            "Researchers found that half a dozen Swedes have left Islamic State and spoken on the record.",
            [persons(6, "exact", "SE")],
        ),
        ("Officials said 71 suspected members of Islamic State had been detained since March.", [persons(71)]),
    ],
)
def test_what_is_counted(sentence: str, expected: list[Told]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "He spent 14 months with Islamic State and was paid 300 dollars.",
        "Karim Belhaj, 27, and his brother Sami, 31, left Islamic State on 12 May 2015.",
        "Karim Belhaj was 27 when he left Islamic State, and Sami is 31 now.",
        "In one afternoon Islamic State shelled the market and 40 people died.",
        "Three men sat at a table near the border post.",
        "A Syrian aged 33 who defected from Islamic State in March has spoken publicly.",
        "A boy of 15 guarded the door of the Islamic State prison.",
        "He shared a room with thirty other men in a house at 12 Mill Street.",
        "Nine in ten left Islamic State because of hunger, the colonel said.",
        "Whoever hears of a man who joined Islamic State should call 0800 123 456 or ring 101.",
        "The road ran for 20 kilometres, and two trucks stood there at 3.30 in the morning.",
        "She has two brothers and four children, and one of them joined Islamic State.",
        "About 20 per cent of the fighters left Islamic State, he guessed.",
        "In 2014 he left Islamic State, and in 2015 he spoke.",
    ],
)
def test_what_is_no_count(sentence: str) -> None:
    assert told(sentence) == []


def test_a_figure_that_is_given_twice_is_one_claim_where_it_stands_first() -> None:
    body = "At least 58 people have left Islamic State and spoken publicly, the study says. Of the 58, seven are women."
    first, second = found(body)
    assert (first.figure, second.figure) == (58, 7)
    assert first.span.quote.startswith("At least 58 people")


def test_scope_share_and_since() -> None:
    whole, _, share = found(
        "Since January last year at least 58 individuals have left the group and spoken publicly, a report says. The defectors came from 17 countries, including two from Britain."
    )
    assert whole.scope is ClaimScope.SPOKE
    assert whole.since == "2014-01"
    assert (share.country, share.part_of) == ("GB", 58)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("58, 1,250 and 12 000", [58, 1250, 12000]),
        ("two hundred and forty", [240]),
        ("twenty-seven thousand, from eighty-six countries", [27000, 86]),
        ("a hundred and twenty", [120]),
        ("the hundred and twenty", [120]),
        ("ninety and thirty", [90, 30]),
        ("half a dozen, two dozen, a dozen", [6, 24, 12]),
        ("thirty-odd", [30]),
        ("six hundred and sixty-two", [662]),
        ("a 20-year-old, 3.5 million, $300, 20%, 10:45, 1980s, B12", []),
    ],
)
def test_numbers_in_digits_and_words(text: str, figures: list[float]) -> None:
    assert [n.figure for n in numerals(text)] == figures


@given(st.text(alphabet="0123456789, -.", max_size=60) | st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_read_and_each_number_stands_where_it_says(text: str) -> None:
    assert all(0 <= n.start < n.end <= len(text) and n.figure >= 0 for n in numerals(text))
    found(text)


@pytest.mark.parametrize(
    "unit",
    ["1 ", "two hundred and ", "a ", "Aa ", "at least 12 men, ", "one of them, ", "- ", "x", '"', "n/a 5 ", "20 to "],
)
def test_the_work_on_a_hundred_kilobytes_in_one_line_grows_with_their_number_alone(unit: str, calls_of: Calls) -> None:
    few, many = (calls_of(partial(found, unit * (size // len(unit)))) for size in (25_000, 100_000))
    # A pattern that goes back and forth within one call would not end before the suite's time is out.
    assert many < 4.5 * few


def test_who_says_so_is_named_or_nobody() -> None:
    rest = "at least 58 individuals have left Islamic State and spoken publicly."
    said = {
        start: found(f"{start} {rest}")[0].attributed_to
        for start in ("We found that", "The Larkfield Centre found that", "We read what Larkfield Centre said:")
    }
    assert list(said.values()) == [None, "The Larkfield Centre", "Larkfield Centre"]
