"""The nouns hold what they promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.domain.capture import Capture
from testimonia.domain.dates import is_partial_date, month_of
from testimonia.domain.span import Span
from testimonia.errors import EvidenceError
from testimonia.text import same_width


@given(st.text(min_size=1), st.data())
def test_a_span_of_a_text_stands_in_it_and_in_no_other(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.of(text, start, end)
    span.check(text)
    with pytest.raises(EvidenceError):
        span.check(text[: end - 1])


@given(st.text())
def test_the_plain_form_keeps_every_offset(text: str) -> None:
    assert len(same_width(text)) == len(text)


@pytest.mark.parametrize("value", ["2015", "2015-02", "2016-02-29"])
def test_real_dates(value: str) -> None:
    assert is_partial_date(value)


@pytest.mark.parametrize("value", ["9999", "2015-13", "2015-02-29", "15", "2015-2", "", "２０１５"])
def test_dates_that_are_none(value: str) -> None:
    assert not is_partial_date(value)


def test_month() -> None:
    assert month_of("2015-03-09") == "2015-03"
    assert month_of("2015") is None


def test_the_same_bytes_from_the_same_source_are_one_capture() -> None:
    assert Capture.id_of("a.html", "00") == Capture.id_of("a.html", "00") != Capture.id_of("b.html", "00")
