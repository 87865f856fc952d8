"""Looking for few names at a time finds what looking for all at once finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from testimonia.study.finder import Finder

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
