"""Copies and reprints: which articles tell the same text, and where it began."""

from __future__ import annotations

import enum

import msgspec


class CopyKind(enum.StrEnum):
    """What sort of copy an article is of its original."""

    ORIGINAL = "original"
    EXACT = "exact"
    NEAR = "near"  # cut, re-headlined, with paragraphs put in
    PART = "part"  # about a third of it is left, among other text


class OriginLink(msgspec.Struct, frozen=True, kw_only=True):
    """Where one article belongs. Every article has exactly one link.

    Attributes:
        origin: id of the article at which the family begins: the earliest published; of several, the one that has most of what the others tell.
        takes_from: origins with which this family has text in common although it is no copy of theirs (a roundup of two stories): it is not
            independent of them. All of a family have the same; no two families take from each other.
        duplicate_of: the origin for a copy, None for the origin itself.
        containment: share of the copy's shingles that stand in the origin, 0 to 1; 1 for the origin.
        agency: the news agency credited ("Reuters", ...), or None.
        reasons: in words, e.g. "87 % of its 5-word runs stand in d-...".
    """

    article: str
    origin: str
    duplicate_of: str | None = None
    kind: CopyKind = CopyKind.ORIGINAL
    containment: float = 1.0
    takes_from: tuple[str, ...] = ()
    agency: str | None = None
    reasons: tuple[str, ...] = ()
