"""Pages of a large study are made and gone through in pieces: what comes out is as if they were one text."""

from __future__ import annotations

import io
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from testimonia.study.publish import tidied, tidy
from testimonia.study.release.links import PIECE, anchors_of, pieces_of, relinked

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
    assert len(list(pieces_of(io.BytesIO(data)))) > 3
    assert list(anchors_of(pieces_of(io.BytesIO(data)))) == list(dict.fromkeys(re.findall(r'\sid="([^"]+)"', page)))

    def lead(found: re.Match[str]) -> str:
        return found.group() if int(found[1][2:]) % 3 else ""

    led = b"".join(relinked(pieces_of(io.BytesIO(data)), LINK, lead))
    assert led.decode("utf-8") == LINK.sub(lead, page)
    assert list(pieces_of(io.BytesIO(b""))) == []


def test_a_line_longer_than_a_piece_stays_whole() -> None:
    page = f"<p>\n{'é' * PIECE}\n</p>\n"
    assert list(pieces_of(io.BytesIO(page.encode("utf-8")))) == ["<p>", f"\n{'é' * PIECE}\n</p>", "\n"]
