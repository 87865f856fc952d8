"""The pieces of the report: words, excerpts, drawings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.domain.article import Article, Form
from testimonia.domain.figure import SeriesPoint
from testimonia.domain.span import Span
from testimonia.study.language import say_many
from testimonia.study.mask import MASK
from testimonia.study.publish.charts_growth import growth, ticks
from testimonia.study.publish.desk import is_web
from testimonia.study.publish.excerpts import Mark, direction_of, excerpt, is_direct, quotation_marks
from testimonia.study.publish.views import Num
from testimonia.study.publish.wording import date_words, listed, number, percent, span_words
from testimonia.text import sha256


def article(text: str, form: Form = Form.PROSE) -> Article:
    return Article(
        id="d-a", capture="c-a", source="a", text=text, sha256=sha256(text), language="en", cleaner="t@1", form=form
    )


def test_dates_in_words() -> None:
    assert [date_words(d) for d in ("2015", "2015-03", "2015-03-09", None)] == [
        "2015",
        "March 2015",
        "9 March 2015",
        "not known",
    ]


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.001, "under 1%"), (0.61, "61%"), (0.999, "over 99%"), (1, "100%")]
)
def test_shares_in_words(share: float, words: str) -> None:
    assert percent(share) == words


def test_numbers_in_words() -> None:
    assert (number(1200), number(28.5)) == ("1,200", "28.5")
    assert span_words(0.5, 1, "share") == "between 50% and 100%"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
    assert say_many("person", "people", 1) == "person"


def test_quotation_marks_come_in_pairs() -> None:
    assert quotation_marks("I left") == ("“", "”")
    assert quotation_marks("I left,” he said") == ("“", "")
    assert quotation_marks('I left," he said') == ('"', "")
    assert quotation_marks("“I left,” he said") == ("", "")


def test_own_words_stand_in_quotation_marks_or_in_a_transcript() -> None:
    text = "He said: “I left them. They lied.” He was tired."
    inside, outside = (Span.of(text, text.index(w), text.index(w) + len(w)) for w in ("They lied", "He was tired"))
    assert is_direct(article(text), inside)
    assert not is_direct(article(text), outside)
    assert is_direct(article(text, Form.TRANSCRIPT), outside)


LONG = "A first sentence stands here. " * 60


def test_an_excerpt_is_the_paragraph_cut_short() -> None:
    text = f"Before.\n\n{LONG}These are the words. {LONG}\n\nAfter." + "\n\nMore." * 900
    at = text.index("These are the words.")
    found = excerpt(article(text), [Mark(span=Span.of(text, at, at + 20), anchors=("k",))], [])
    words = "".join(s.text for s in found.segments)
    assert len(words) < 1000
    assert found.cut_before
    assert found.cut_after
    assert words.startswith("A first")
    assert [s.text for s in found.segments if s.quoted] == ["These are the words."]
    assert "Before" not in words
    assert [s.starts for s in found.segments if s.starts] == [("k",)]


def test_a_paragraph_that_is_the_article_is_cut_narrowly() -> None:
    text = LONG + "These are the words. " + LONG
    at = text.index("These are the words.")
    found = excerpt(article(text), [Mark(span=Span.of(text, at, at + 20))], [])
    assert sum(len(s.text) for s in found.segments) < 400


@given(st.text(alphabet="ab .“”\n\U0001f600é", min_size=1, max_size=200), st.data())
def test_excerpts_keep_words_and_hide_names(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low = data.draw(st.integers(0, len(text) - 1))
    high = data.draw(st.integers(low + 1, len(text)))
    found = excerpt(article(text), [Mark(span=Span.of(text, start, end))], [(low, high)])
    shown = "".join(s.text for s in found.segments if not s.masked)
    quoted = "".join(s.text for s in found.segments if s.quoted and not s.masked)
    assert quoted == text[start : min(end, max(start, low))] + text[max(start, min(end, high)) : end]
    assert all(s.text == MASK for s in found.segments if s.masked)
    assert len(shown) <= len(text)


def test_direction() -> None:
    assert direction_of("“تركتهم") == "rtl"
    assert direction_of("12 left") == ""
    assert direction_of("") == ""


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "demo/a.html", "http://", "https://a b.example/", "//x.example/",
                "https://x.example/\n", "http://[::1"]
)  # fmt: skip
def test_only_web_addresses_become_links(address: str) -> None:
    assert not is_web(address)


def test_a_web_address() -> None:
    assert is_web("https://news.example/2015/a?b=c#d")


@given(st.integers(1, 10**6))
def test_ticks_are_round_few_and_reach_the_top(most: int) -> None:
    marks = ticks(most)
    assert marks[0] == 0
    assert marks[-1] >= most
    assert 2 <= len(marks) <= 6


def test_growth_adds_up() -> None:
    points = [SeriesPoint(month=f"2015-{m:02d}", value=v) for m, v in ((1, 2), (2, 0), (3, 1))]
    chart = growth("g", "Growth", points, [Num(text=str(p.value)) for p in points], "")
    assert chart is not None
    assert [row[2].text for row in chart.table.rows] == ["2", "2", "3"]
    assert growth("g", "Growth", [], [], "") is None
