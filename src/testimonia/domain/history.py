"""Who decided what, when and why."""

from __future__ import annotations

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the log, told for people.

    Attributes:
        number, at, by, reason, hash: of the event. kind: "include", "merge", "answer", ...
        said: what it says, field by field, as text. persons: ids of the persons it is about, as they are now; documents: of the articles.
        holds: whether it is in force. undone_by: number of the undo that took it back, None where it holds.
        hidden: part of it is not told, since the reader codes blind in that round.
    """

    number: int
    at: str
    by: str
    kind: str
    reason: str
    said: dict[str, str]
    persons: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    holds: bool = True
    undone_by: int | None = None
    hidden: bool = False
    hash: str


class Stamps(msgspec.Struct, frozen=True, kw_only=True):
    """Trusted timestamps over fetched pages. `good`: pages that are what was stamped, `first` and `last` (ISO 8601 UTC) of their times; `bad`: others, with why."""

    good: int = 0
    first: str = ""
    last: str = ""
    bad: tuple[str, ...] = ()


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A log whose chain of hashes holds. `events`: how many; `head`: hash of the last ("" where there is none), to keep elsewhere; `stamps`: of fetched pages."""

    events: int
    head: str
    first: str = ""
    last: str = ""
    stamps: Stamps = Stamps()
