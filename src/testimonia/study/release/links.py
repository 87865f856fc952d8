"""Anchors of a page and links to anchors; a page of a large study is gone through piece by piece, as it is much larger when it is a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

PIECE = 1_000_000
"""Bytes of a page that are a text at once, and up to the end of the line."""
# begins with what it looks for, and looks back only then
_ID = re.compile(r'id="(?<=\sid=")([^"]+)"')


def anchors_of(page: Iterable[str]) -> dict[str, None]:
    """The anchors of a page in pieces, in their order; no anchor goes over the end of a line."""
    return dict.fromkeys(id for piece in page for id in _ID.findall(piece))


def relinked(page: Iterable[str], link: re.Pattern[str], lead: Callable[[re.Match[str]], str]) -> Iterator[bytes]:
    """The page with each link as `lead` has it."""
    return (link.sub(lead, piece).encode("utf-8") for piece in page)


def pieces_of(page: BinaryIO) -> Iterator[str]:
    """Texts that make up the page; the end of a line stands at the beginning of the next, as what is looked for may begin with it."""
    held = b""
    while more := page.read(PIECE):
        held += more
        cut = held.rfind(b"\n", len(held) - len(more))
        if cut > 0:
            yield held[:cut].decode("utf-8")
            held = held[cut:]
    if held:
        yield held.decode("utf-8")
