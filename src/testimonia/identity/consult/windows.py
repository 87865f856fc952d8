"""A long article cut into windows that fit into one question, with some sentences in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LETTERS = 3
"""Characters a token, on the safe side: English prose has about 4.5 of them (counted on the annotated corpus)."""
OVERLAP = 4
"""Sentences that a window has in common with the one before: whose words they are is often said there."""
NUMBERING = 8
"""Characters that the number of a sentence takes."""


def windows(lengths: Sequence[int], tokens: int) -> Iterator[range]:
    """Numbers of the sentences of each window, given the sentences' lengths in characters. Each sentence is in one window at least."""
    room, first = tokens * LETTERS, 0
    while first < len(lengths):
        stop = _stop(lengths, first, room)
        yield range(first, stop)
        if stop == len(lengths):
            return
        # as much in common as leaves room for something new
        first = next(at for at in range(max(first + 1, stop - OVERLAP), stop + 1) if _stop(lengths, at, room) > stop)


def _stop(lengths: Sequence[int], first: int, room: int) -> int:
    """Where a window that begins here ends: after one sentence at least."""
    stop, used = first, 0
    while stop < len(lengths) and (stop == first or used + lengths[stop] + NUMBERING <= room):
        used += lengths[stop] + NUMBERING
        stop += 1
    return stop
