"""What the pipeline asks of the web: one page by its address, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from testimonia.domain.setaside import Reason

Resolver = Callable[[str, int], list[str]]
"""Host and port to IP addresses; OSError where there is none."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A response as it came.

    Attributes:
        asked: the address asked for. address: the one that answered, after redirects.
        status: of HTTP; 304 where nothing changed since the visit that `etag` and `modified` tell of.
        headers: lower case. body: unpacked. raw: as it came over the line, out of its chunks.
        request: the head of the request as it was sent; ip: that was connected to ("" behind a proxy).
    """

    asked: str
    address: str
    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes
    request: bytes
    ip: str


class NoPage(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no page; `again`: whether another try may do better."""

    asked: str
    reason: Reason
    why: str
    again: bool = False


class Fetcher(Protocol):
    """Fetches one page; whatever a server does is a `NoPage`."""

    def __call__(self, address: str, known: Mapping[str, str] = {}) -> Page | NoPage:
        """The page. `known`: "etag", "last-modified" and "address" of the visit before."""
