"""Looking for few names at a time finds what looking for all at once finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from testimonia.study.finder import Finder, words_in

LETTERS = st.text(st.sampled_from("aAbıİiIſsSKk-_ '\u0307é"), min_size=1, max_size=7)


def whole(names: object) -> re.Pattern[str] | None:
    found = sorted(set(names), key=lambda n: (-len(n), n))  # type: ignore[call-overload]
    return re.compile(rf"(?<!\w)(?i:{'|'.join(map(re.escape, found))})(?!\w)") if found else None


@given(st.lists(LETTERS, max_size=6), st.lists(LETTERS, max_size=8))
def test_every_name_is_found_where_one_pattern_finds_it(names: list[str], words: list[str]) -> None:
    text = " ".join([*words, *names[:2]])
    pattern = whole(names)
    expected = [m.span() for m in pattern.finditer(text)] if pattern else []
    assert [m.span() for m in Finder(names, whole).finditer(text)] == expected


def test_the_words_of_a_text_are_those_of_its_words_one_by_one() -> None:
    for sign in map(chr, (*range(32, 0xD800), *range(0xF900, 0x11000))):
        word = re.compile(r"[^\W_]+")
        alone = {w for part in word.findall(f"a{sign}B {sign}") for w in (part.casefold(),)}
        levelled = {w.replace("\u0131", "i").replace("\u0307", "") for w in alone}
        assert words_in(f"a{sign}B {sign}") == levelled, hex(ord(sign))
