"""The quick ways of the search find what the plain ways find: words, codes, letters set apart; and it stays linear."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.adapters.peel import codes
from testimonia.errors import ReleaseError
from testimonia.pipeline.release_search import searched
from testimonia.study import spelling
from testimonia.study.shield.leaks import PIECE, leaks
from testimonia.study.shield.secrets import Secrets

Calls = Callable[[Callable[[], object]], int]

TEXT = st.text(
    st.one_of(
        st.sampled_from("abzAZ019_-+/= ,:\n\\'’`´“”▮é\u0301ßİıﬁ²½٣عﷺ\u200b\u00a0\x1c\x85\u2028\ud800"), st.characters()
    ),
    max_size=60,
)
NUMBERS = st.lists(
    st.sampled_from(["12", "123", "7", "1234", "٣٣", "65", "97", ",", " ", "\n", "\u00a0", ", ", "x", "½½"]),
    max_size=30,
).map("".join)
CODE = st.text(st.sampled_from("abcXYZFf0189+/=_- :,\n\\ué"), max_size=50)


@given(TEXT)
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert spelling.spoken_in(text) == re.findall(r"[^\W\d_]+", text)


@given(st.text(st.sampled_from("abÉé1٣½ـ_- .\n\u00a0’\ud800"), max_size=30))
def test_letters_set_apart_are_not_overlooked(text: str) -> None:
    plain = r"(?<![^\W\d_])(?:[^\W\d_][\W_]{1,2}){3,}[^\W\d_](?![^\W\d_])"
    assert spelling.gathered(text) == re.sub(plain, lambda m: re.sub(r"[\W_]+", "", m.group()), text)
    assert spelling.is_set_apart(text) == bool(spelling._SPACED.search(text))


@given(TEXT)
def test_what_is_seen_is_what_the_plain_way_sees(text: str) -> None:
    whole = spelling._UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    stroke = r"(?<=[^\W\d_])['\u2018\u2019\u02bc\u02be\u02bf`\u00b4](?=[^\W\d_])"
    assert spelling.visible(text) == re.sub(stroke, "", re.sub(r"['\u2019]s\b", " ", whole))


@given(CODE)
def test_codes_are_those_of_the_patterns(text: str) -> None:
    base64 = r"(?<![A-Za-z0-9+/_-])(?=[a-z0-9+/_-]*[A-Z])(?=[A-Z0-9+/_-]*[a-z])[A-Za-z0-9+/_-]{10,}={0,2}"
    assert {w for w in codes._BASE64.findall(text) if w.lower() != w != w.upper()} == set(re.findall(base64, text))
    for quick, plain in (
        (codes._HEX, r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[ :]?){5,}(?![0-9A-Za-z])"),
        (codes._NUMBERS, r"(?:\b\d{2,3}\b[,\s]+){4,}\b\d{2,3}\b"),
    ):
        assert [m.group() for m in quick.finditer(text)] == [m.group() for m in re.finditer(plain, text)]
    assert codes._has_numbers(text) or not codes._NUMBERS.search(text)


@given(NUMBERS)
def test_numbers_in_a_row_are_not_overlooked(text: str) -> None:
    assert codes._has_numbers(text) or not codes._NUMBERS.search(text)


@given(st.text(st.sampled_from("ab  &;%41=\\\n"), max_size=80))
def test_stretches_around_codes_cut_no_word_and_leave_no_code_out(text: str) -> None:
    for code in (codes._ENTITY, codes._PERCENT, codes._ESCAPE, codes._CSS, codes._SOFT):
        stretches = list(codes._stretches(text, code, 5))
        for start, end in stretches:
            assert (start == 0 or text[start] == " ") and (end == len(text) or text[end] == " ")
        assert all(one[1] < two[0] for one, two in itertools.pairwise(stretches))
        for match in code.finditer(text):
            assert any(
                start <= max(0, match.start() - 5) and min(len(text), match.end() + 5) <= end
                for start, end in stretches
            )


@pytest.mark.parametrize(
    "written", ["Marzouq al&#45;Qasir", "Marzouq%20al-Qasir", "Marz\\u006fuq al-Qasir", "Marz=6Fuq al-Qa=\nsir"]
)
def test_a_name_in_code_is_found_wherever_it_stands_in_a_long_text(written: str) -> None:
    secrets = Secrets([("Marzouq al-Qasir", "P-1")])
    for before, behind in ((0, 0), (9_000, 0), (0, 9_000), (4_000, 4_000), (50_000, 50_000)):
        page = f"{'word ' * before}of {written} here {'word ' * behind}".encode()
        with pytest.raises(ReleaseError, match=r"places? would show"):
            searched({"page.txt": page}, secrets)


def test_the_work_on_ten_times_the_text_is_ten_times_as_much(calls_of: Calls) -> None:
    words = (
        "The woman whom we call Rose told the Gazette 27 of “everything” that Idris had seen in Raqqa, and 4711 more. "
    )
    secrets = Secrets([("Marzouq al-Qasir", "P-1"), ("Wendeline Halloran", "somebody")])

    def search(times: int) -> None:
        assert leaks([("page", words * times)], secrets) == []

    search(1)  # what is made once
    short, long = (calls_of(lambda times=times: search(times)) for times in (2_000, 20_000))
    assert long < 11 * short


def test_a_name_is_found_once_wherever_a_long_text_is_cut() -> None:
    secrets = Secrets([("Marzouq al-Qasir", "P-1")], shown=("Omid Qasir",))
    for at in (PIECE - 20, PIECE - 9, PIECE - 1, PIECE, PIECE + 3):
        filler = ("word " * PIECE)[:at]
        assert leaks([("page", f"{filler} Marzouq al-Qasir {filler}")], secrets), at
        assert leaks([("page", f"{filler} Omid Qasir {filler}")], secrets) == [], at
