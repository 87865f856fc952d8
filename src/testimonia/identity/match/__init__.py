"""Are two appearances the same person? Only pairs that can come out alike are compared; see `blocks` and `common`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity.match.blocks import Key, keys
from testimonia.identity.match.common import bands
from testimonia.identity.match.compare import compare
from testimonia.identity.match.cut import Cut, cut, read
from testimonia.identity.match.names import skeleton
from testimonia.identity.match.options import MatchOptions

__all__ = [
    "Key",
    "MatchOptions",
    "at_place",
    "compare",
    "counts",
    "cut",
    "is_worth",
    "keys",
    "match",
    "place_of",
    "skeleton",
]

Standing = tuple[str, int, bool, float]
"""Under one key: the place in the order, the number of the appearance, whether it asks, and what the name weighs, the same for all under the key."""


def counts(pair: PairScore) -> bool:
    """Whether anything rests on the pair: the two are one, or people are asked."""
    return pair.verdict is not Verdict.DIFFERENT


def place_of(item: Appearance, signs: Cut, asks: bool) -> str:
    """Where an appearance stands in the order of those under one key: beside those of whom the like is told."""
    return f"{signs}|{item.id}|{asks:d}"


def at_place(place: str) -> tuple[Cut, str, bool]:
    """What a place says: the signs, the appearance's id, and whether it asks."""
    signs, id, asks = place.rsplit("|", 2)
    return read(signs), id, asks == "1"


def is_worth(one: Cut, other: Cut, weight: float, options: MatchOptions) -> bool:
    """Whether two under one key, by which the names weigh so much, can come out as a question."""
    return weight + one.promise(other) >= options.open - 1e-9


def match(
    appearances: Sequence[Appearance],
    facts: Mapping[str, ArticleFacts],
    options: MatchOptions,
    plain: Callable[[str], str],
) -> Iterator[PairScore]:
    """Every pair on which something rests, in the order of their ids, whatever the order of the appearances. `plain` writes a name in ASCII."""
    items = sorted((one for one in appearances if one.probability >= options.floor), key=lambda one: one.id)
    held = bands(items, facts, plain)
    cuts = [cut(item, facts) for item in items]
    blocks: dict[str, list[Standing]] = {}
    for number, item in enumerate(items):
        places = [place_of(item, cuts[number], asks) for asks in (False, True)]
        for word, asks, weight in keys(item, facts[item.article], plain, options, held):
            blocks.setdefault(word, []).append((places[asks], number, asks, weight))
    worth: set[int] = set()
    while blocks:
        _, block = blocks.popitem()
        if len(block) > 1:
            worth.update(_worth(sorted(block), items, cuts, options))
    for both in sorted(worth):
        left, right = divmod(both, len(items))
        pair = compare(items[left], items[right], facts, options, plain, held)
        if counts(pair):
            yield pair


def _worth(
    block: Sequence[Standing], items: Sequence[Appearance], cuts: Sequence[Cut], options: MatchOptions
) -> Iterator[int]:
    """The pairs of neighbours that are worth a comparison, as one number each."""
    for at, (_, one, asks, weight) in enumerate(block):
        article, signs = items[one].article, cuts[one]
        for _, other, asks_too, _ in block[at + 1 : at + 1 + options.reach]:
            is_one = (asks or asks_too) and items[other].article != article
            if is_one and is_worth(signs, cuts[other], weight, options):
                yield min(one, other) * len(items) + max(one, other)
