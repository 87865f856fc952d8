"""Anchors of a page and links to anchors; a page of a large study is gone through piece by piece, as it is much larger when it is a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

PIECE = 1_000_000
"""Bytes of a page that are a text at once, and up to the end of the line."""
_ID = re.compile(r'\sid="([^"]+)"')


def anchors_of(page: bytes) -> dict[str, None]:
    """The anchors in their order; no anchor goes over the end of a line."""
    return dict.fromkeys(id for piece in _pieces(page) for id in _ID.findall(piece))


def relinked(page: bytes, link: re.Pattern[str], lead: Callable[[re.Match[str]], str]) -> bytes:
    """The page with each link as `lead` has it."""
    return b"".join(link.sub(lead, piece).encode("utf-8") for piece in _pieces(page))


def _pieces(page: bytes) -> Iterator[str]:
    """Texts that make up the page; the end of a line stands at the beginning of the next, as what is looked for may begin with it."""
    start = 0
    while start < len(page):
        stop = page.find(b"\n", start + PIECE)
        stop = stop if stop >= 0 else len(page)
        yield page[start:stop].decode("utf-8")
        start = stop
