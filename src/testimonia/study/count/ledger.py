"""Makes the lines of the ledger: each figure with its members, their evidence and a hash over all of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable

import msgspec

from testimonia.domain.figure import Figure, Interval
from testimonia.domain.person import Person
from testimonia.study.estimate import caution, wilson
from testimonia.text import handle, sha256

Counted = tuple[str, tuple[str, ...]]
"""A member and the evidence on which its membership rests."""

COUNTS = frozenset({"persons", "articles", "questions"})
"""Units whose figures count their members: there `len(members) == value`."""


def seal(figure: Figure) -> Figure:
    """The figure with the hash over the rest of it."""
    bare = msgspec.structs.replace(figure, hash="")
    return msgspec.structs.replace(bare, hash=sha256(msgspec.json.encode(bare, order="deterministic")))


def tally(
    id: str, title: str, query: str, counted: Iterable[Counted], *, unit: str = "persons", value: float | None = None
) -> Figure:
    """A count of its members; `value` only where it is no count of them (countries, years)."""
    rows = tuple(counted)
    return seal(
        Figure(
            id=id,
            title=title,
            query=query,
            value=float(len(rows)) if value is None else value,
            unit=unit,
            members=tuple(m for m, _ in rows),
            evidence=tuple(e for _, e in rows),
        )
    )


def by_appearances(persons: Iterable[Person]) -> tuple[Counted, ...]:
    """Persons with all their appearances as evidence."""
    return tuple((p.id, p.appearances) for p in persons)


def share(part: Figure, whole: Figure, *, id: str, title: str, query: str, bounds: tuple[float, float]) -> Figure:
    """`part` as a share of `whole`, with its Wilson interval; `bounds` are those of the not mentioned.

    Where nobody is in the denominator the share is 0 and the interval all of [0, 1]. The query says when n is tiny.
    """
    k, n = len(part.members), len(whole.members)
    warning = caution(n)
    interval: Interval = wilson(k, n)
    return seal(
        Figure(
            id=id,
            title=title,
            query=f"{query}; {warning}" if warning else query,
            value=k / n if n else 0.0,
            low=bounds[0],
            high=bounds[1],
            interval=interval,
            unit="share",
            denominator=whole.id,
            members=part.members,
            evidence=part.evidence,
        )
    )


def slug(words: str, used: Collection[str] = ()) -> str:
    """Words as the last part of a figure's id: ASCII, short, and never one of `used`, also for words that came before."""
    plain = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")
    short = plain[:40].strip("_")
    if short and plain == short and short not in used:
        return short
    long = f"{short}_{handle(words, length=6)}".strip("_")
    return next(
        name for name in itertools.chain((long,), (f"{long}_{n}" for n in itertools.count(2))) if name not in used
    )
