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


def counts(pair: PairScore) -> bool:
    """Whether anything rests on the pair: the two are one, or people are asked."""
    return pair.verdict is not Verdict.DIFFERENT


def place_of(item: Appearance, signs: str, asks: bool) -> str:
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
    signs, blocks = [str(one) for one in cuts], _Blocks()
    for number, item in enumerate(items):
        for key in keys(item, facts[item.article], plain, options, held):
            blocks.put(key, number)
    worth: set[int] = set()
    for weight, block in blocks.shared():
        block.sort(key=lambda one: place_of(items[one >> 1], signs[one >> 1], bool(one & 1)))
        worth.update(_worth(block, weight, items, cuts, options))
    for both in sorted(worth):
        left, right = divmod(both, len(items))
        pair = compare(items[left], items[right], facts, options, plain, held)
        if counts(pair):
            yield pair


class _Blocks:
    """The numbers of those under each key, twice the appearance's and one more where it asks: few objects, for a large study has some thirteen keys a mention."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._shared: dict[str, tuple[float, list[int]]] = {}

    def put(self, key: Key, number: int) -> None:
        """The appearance of this number, under one of its keys."""
        here = 2 * number + key.asks
        first = self._first.setdefault(key.word, here)
        if first != here:
            block = self._shared.get(key.word)
            if block is None:
                self._shared[key.word] = block = (key.weight, [first])
            block[1].append(here)

    def shared(self) -> Iterator[tuple[float, list[int]]]:
        """What the name weighs, and who stands there, for each key of more than one; each is given once and then forgotten."""
        self._first.clear()
        while self._shared:
            yield self._shared.popitem()[1]


def _worth(
    block: Sequence[int], weight: float, items: Sequence[Appearance], cuts: Sequence[Cut], options: MatchOptions
) -> Iterator[int]:
    """The pairs of neighbours that are worth a comparison, as one number each."""
    for at, here in enumerate(block):
        one = here >> 1
        article, signs = items[one].article, cuts[one]
        for there in block[at + 1 : at + 1 + options.reach]:
            other = there >> 1
            is_one = (here | there) & 1 and items[other].article != article
            if is_one and is_worth(signs, cuts[other], weight, options):
                yield min(one, other) * len(items) + max(one, other)
