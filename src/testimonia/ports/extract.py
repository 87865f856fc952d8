"""What capture and clean need from format libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a document as its format gives it, before leftovers are dropped.

    `blocks`: paragraphs in order. `title`, `publisher`, `authors`, `published` (free form), `language`: as the format states them.
    """

    blocks: tuple[str, ...]
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


class Unreadable(Exception):  # noqa: N818 (a reason, not a bug)
    """The bytes are not what they seem; the message says why."""


Extractor = Callable[[bytes], Extracted]
"""Bytes of one format to blocks; raises `Unreadable`."""

LanguageGuess = Callable[[str], str]
"""Text to ISO 639-1."""


LinesOf = Callable[[str, bytes], str]
"""Name and bytes of an export to its lines; "" for what is no such document."""


class WarcRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One response of a WARC file, or a place at which it is damaged: `damage` says how."""

    uri: str
    headers: dict[str, str]
    body: bytes
    damage: str = ""


class WarcReader(Protocol):
    """Reads response records; raises `Unreadable` where it cannot go on."""

    def __call__(self, data: bytes) -> Iterator[WarcRecord]:
        """The response records, in order."""


TableReader = Callable[[bytes], Iterator[dict[str, str]]]
"""The rows of a table, each the cells that are words, by column name; raises `Unreadable`."""
