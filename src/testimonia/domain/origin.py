"""Copies and reprints: which articles tell the same text, and where it began."""

from __future__ import annotations

import enum

import msgspec

CONTAINED, TOLD = 0.5, 0.28
"""Of the word runs of the shorter of two articles of one text, what the longer one has: of all runs, and of those outside quotations, which independent
accounts share. Two that share one long quotation stay near .2 of all. Swept by tools/bench_sweep.py: see docs/bench.md."""
LEAST, LEAST_TOLD = 15, 60
"""How many these are at the least. Two sentences of a site's furniture, one that every desk writes and an idiom come to some fifty outside quotations."""


def is_contained(shared: int, shorter: int) -> bool:
    """Whether two articles are one text, since they share so many of the `shorter` one's runs."""
    return shared >= max(LEAST, CONTAINED * shorter)


def is_told_again(shared: int, shorter: int, least: int = LEAST_TOLD) -> bool:
    """The same of the runs outside quotations. `least`: fewer are enough for who knows what is furniture."""
    return shared >= max(least, TOLD * shorter)


class CopyKind(enum.StrEnum):
    """What sort of copy an article is of its original."""

    ORIGINAL = "original"
    EXACT = "exact"
    NEAR = "near"  # cut, re-headlined, with paragraphs put in


class OriginLink(msgspec.Struct, frozen=True, kw_only=True):
    """Where one article belongs. Every article has exactly one link.

    Attributes:
        origin: id of the article at which the family begins (earliest published, then longest, then by id).
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
    agency: str | None = None
    reasons: tuple[str, ...] = ()
