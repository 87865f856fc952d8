"""Which sources were monitored from when to when: without it, a new source looks like a growing number of people."""

from __future__ import annotations

import msgspec


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """One source and the spans in which it was looked at.

    Attributes:
        source: address of the feed. name: for people.
        start: ISO day from which it is covered: the first pass that it answered, or the earlier day to which it was back-filled.
        until: ISO day of the latest pass that it answered.
        gaps: (from, until) of days in which it did not answer, or turned over faster than it was looked at.
        failing: ISO day of the last good pass before the present failure, or "".
        entries: addresses that it named in the latest pass that brought any. back_filled: whether `start` lies before the first pass by the team's word.
    """

    source: str
    name: str
    start: str
    until: str
    gaps: tuple[tuple[str, str], ...] = ()
    failing: str = ""
    entries: int = 0
    back_filled: bool = False


def covered(all: tuple[Coverage, ...], day: str) -> tuple[str, ...]:
    """The sources that were monitored on this day."""
    return tuple(
        one.source
        for one in all
        if one.start <= day <= one.until and not any(start <= day < until for start, until in one.gaps)
    )


def constant(all: tuple[Coverage, ...], start: str, until: str) -> tuple[str, ...]:
    """The sources monitored over the whole span, without a gap: only among these may two times be compared."""
    return tuple(
        one.source
        for one in all
        if one.start <= start and one.until >= until and not any(a < until and b > start for a, b in one.gaps)
    )


def changes(one: Coverage, start: str, until: str) -> str:
    """Why the source was not monitored alike from `start` to `until`, in words; "" where it was."""
    if one.start > until:
        return f"not watched before {one.start}"
    if one.until < start:
        return f"not watched after {one.until}"
    whys = [
        *([f"watched only from {one.start}"] if one.start > start else []),
        *(f"gap {a} to {b}" for a, b in one.gaps if a < until and b > start),
        *([f"watched only until {one.until}"] if one.until < until else []),
    ]
    return ", ".join(whys)


def joins_within(one: Coverage, start: str, until: str) -> bool:
    """Whether what is found of the source jumps between `start` and `until`: it joined, or fell silent for a while.

    One that joined after `until` changed nothing within, whatever else is known of it.
    """
    return start < one.start <= until or any(a < until and b > start for a, b in one.gaps)
