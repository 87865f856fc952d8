"""Pages of a large study are made and gone through in pieces: what comes out is as if they were one text."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from testimonia.study.publish import tidied, tidy
from testimonia.study.release.links import PIECE, anchors_of, relinked

LINK = re.compile(r' href="#([^"]+)"')


@given(st.lists(st.text(" \n\t\u2003a\U0001f600<", max_size=12)), st.integers(1, 20))
def test_a_page_in_pieces_is_tidied_as_one_text_is(chunks: list[str], most: int) -> None:
    pieces = list(tidied(chunks, most))
    assert "".join(pieces) == tidy("".join(chunks)) + "\n"
    assert all(piece[0].isspace() for piece in pieces[1:])


def page_of(lines: int) -> str:
    """A page of so many lines, with anchors and links at their beginnings and ends too, and signs of two, three and four bytes."""
    dice = random.Random(1)
    some = ("<p", ' id="a-{}"', '\tid="b-{}"', ' href="#a-{}"', ' href="#b-{}"', ">é“😀" * 20, "</p>", "x" * 90)
    return "\n".join("".join(dice.choice(some).format(dice.randrange(9999)) for _ in range(8)) for _ in range(lines))


def test_anchors_and_links_of_a_large_page_are_those_of_the_whole() -> None:
    page = page_of(12_000)
    data = page.encode("utf-8")
    assert len(data) > 3 * PIECE
    assert list(anchors_of(data)) == list(dict.fromkeys(re.findall(r'\sid="([^"]+)"', page)))

    def lead(found: re.Match[str]) -> str:
        return found.group() if int(found[1][2:]) % 3 else ""

    assert relinked(data, LINK, lead).decode("utf-8") == LINK.sub(lead, page)
    assert relinked(b"", LINK, lead) == b"" and not anchors_of(b"")
