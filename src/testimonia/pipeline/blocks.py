"""Who stands beside whom: the appearances under each key, kept in order, so that an added one is compared with its neighbours alone.

What was near may come apart where somebody stands between since, and the other way round: `put` says which pairs that may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance
from testimonia.identity.match import Key, MatchOptions, at_place, cut, is_worth, keys, place_of
from testimonia.identity.match.blocks import WORDS
from testimonia.identity.match.common import Bands
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.people import People, article_of

KEY = "match"
"""Index: appearances, as places in the order of those under one key, by their keys and by their article."""
_PLACED = 2_000
"""Appearances whose keys stay in memory."""


class Blocks:
    """The index of one study."""

    def __init__(self, desk: Desk, options: MatchOptions, people: People, held: Bands) -> None:
        self._store, self._options, self._people, self._held = desk.store, options, people, held
        self._placed: dict[str, dict[str, list[Key]]] = {}

    def put(self, article: str, *, is_new: bool) -> Iterator[tuple[str, str]]:
        """Files an article's appearances anew; the ids of pairs of others that may have come near or apart by it, unless all `is_new`."""
        was, now = self._filed(article), self._wanted(article)
        weights = {
            key.word: key.weight
            for item in self._people.of(article)
            for held in self._places(item).values()
            for key in held
        }
        for place in sorted(was.keys() | now.keys()):
            words = now.get(place, frozenset())
            moved = was.get(place, frozenset()) ^ words
            if moved:
                self._store.file(KEY, place, words)
            for word in (
                () if is_new else sorted(moved - {article})
            ):  # before the next place moves: one step apart at a time
                yield from self._across(word, place, weights.get(word, WORDS))

    def stands(self, article: str) -> bool:
        """Whether the article's appearances are filed as they are to be."""
        return self._filed(article) == self._wanted(article)

    def _filed(self, article: str) -> dict[str, frozenset[str]]:
        return {place: self._store.keys(KEY, place) for place in self._store.under(KEY, [article])}

    def _wanted(self, article: str) -> dict[str, frozenset[str]]:
        places = (pair for item in self._people.of(article) for pair in self._places(item).items())
        return {place: frozenset((article, *(key.word for key in held))) for place, held in places}

    def near(self, item: Appearance) -> frozenset[str]:
        """The ids of those in other articles that stand near the appearance and are worth a comparison with it."""
        return frozenset(
            id
            for place, held in self._places(item).items()
            for key in held
            for id in self._under(key, place)
            if not id.startswith(f"{item.article}@")
        )

    def _places(self, item: Appearance) -> Mapping[str, list[Key]]:
        """The appearance's keys by its places: that of those that ask, and that of the others. The latest stay in memory: who is filed is soon compared."""
        if item.id not in self._placed:
            if len(self._placed) >= _PLACED:
                self._placed.clear()
            self._placed[item.id] = self._worked_out(item)
        return self._placed[item.id]

    def _worked_out(self, item: Appearance) -> dict[str, list[Key]]:
        facts = self._people.facts(item.article)
        if facts is None or item.probability < self._options.floor:
            return {}
        signs = str(cut(item, {item.article: facts}))
        held: dict[str, list[Key]] = {}
        for key in keys(item, facts, plain, self._options, self._held):
            held.setdefault(place_of(item, signs, key.asks), []).append(key)
        return held

    def _under(self, key: Key, place: str) -> Iterator[str]:
        mine, _, _ = at_place(place)
        before, after = self._store.beside(KEY, key.word, place, self._options.reach)
        for other in (*before, *after):
            theirs, id, asks = at_place(other)
            if (key.asks or asks) and is_worth(mine, theirs, key.weight, self._options):
                yield id

    def _across(self, word: str, place: str, weight: float) -> Iterator[tuple[str, str]]:
        """Those under the word just so far from each other that it matters to them whether somebody stands in this place.

        `weight`: the most the name weighs. Who is not compared under the word, however near, is left out.
        """
        reach = self._options.reach
        before, after = self._store.beside(KEY, word, place, reach)
        for number, one in enumerate(before):
            if reach - number - 1 < len(
                after
            ):  # before[0] and after[reach - 1] have reach - 1 others between them, without this one
                (mine, left, asks), (theirs, right, asks_too) = at_place(one), at_place(after[reach - number - 1])
                if (
                    (asks or asks_too)
                    and article_of(left) != article_of(right)
                    and is_worth(mine, theirs, weight, self._options)
                ):
                    yield left, right
