"""Pairs that may be one person or two: which are put to people, and how many are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from testimonia.domain.pair import PairScore
from testimonia.domain.person import Person
from testimonia.domain.question import Question
from testimonia.domain.span import Span

ASKED = 5
"""So many of its likest pairs are asked about each appearance: the answers settle most of the others, or bring them up."""


def identity(pairs: Sequence[PairScore], first: Mapping[str, Span], home: Mapping[str, Person]) -> Iterator[Question]:
    """A question for each pair that is among the likest of one of its two; the others are said as a number in those of both.

    `pairs`: the likest first, between two different persons. `first`: the first words for each appearance. `home`: whose it is.
    """
    rank: Counter[str] = Counter()
    asked, left = [], Counter[str]()
    for pair in pairs:
        ends = (pair.left, pair.right)
        if min(rank[end] for end in ends) < ASKED:
            asked.append(pair)
        else:
            left.update(ends)
        rank.update(ends)
    for pair in asked:
        more = left[pair.left] + left[pair.right]
        why = f"are these the same? for: {'; '.join(pair.reasons)}; against: {'; '.join(pair.counter_reasons) or 'nothing'}"
        yield Question(
            id=Question.id_of("identity", pair.left, pair.right), kind="identity", article=pair.left.partition("@")[0], spans=(first[pair.left],),
            appearances=(pair.left, pair.right), person=home[pair.left].id, why=f"{why}; {more} more pairs of these two, less alike, wait behind this" if more else why,
            weight=1.0 - abs(pair.score - 0.5),
        )  # fmt: skip
