"""Families of copies: which articles have one origin.

An article joins the family of an earlier one whose copy it is, where it has something in common with every article of that family, or where it copies the origin
itself, which is known to be older. So two stories that share nothing never have one origin because of what lies between them. An article that tells two such
stories is a roundup: an origin of its own, with its own reprints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testimonia.corpus.dedupe.copying import is_akin, is_copy
from testimonia.corpus.dedupe.options import DedupeOptions
from testimonia.corpus.dedupe.sharing import Sharing
from testimonia.corpus.dedupe.wording import Wording


@dataclass(frozen=True)
class Family:
    """Articles with one origin, which comes first. `takes_from`: earlier origins with which they have text in common.

    `whole`: those that tell the origin's text as a whole, and each other's.
    """

    members: tuple[Wording, ...]
    whole: frozenset[str]
    takes_from: tuple[str, ...]


def families(articles: Sequence[Wording], options: DedupeOptions) -> list[Family]:
    """Every article in one family; the order in which they are given does not matter."""
    bonds = _Bonds(sorted(articles, key=lambda one: one.article.id), options)
    home = _homes(bonds)
    groups: dict[int, list[int]] = {}
    for place in bonds.order:
        groups.setdefault(home[place], []).append(place)
    return [_family(places, home, bonds) for places in groups.values()]


class _Bonds:
    """Who copies whom, by places of articles; sets of places are the bits of a number."""

    def __init__(self, held: Sequence[Wording], options: DedupeOptions) -> None:
        self.held, self._options = held, options
        self._shared: dict[tuple[int, int], int] = {}
        self._akin: dict[tuple[int, int], bool] = {}
        self.copies = [0] * len(held)
        before = Sharing[int]()
        for place, one in enumerate(held) if len(held) > 1 else ():
            for other, shared in before.hits(one.runs).items():
                if is_copy(held[other], one, shared, options):
                    self._shared[other, place] = shared
                    self.copies[place] |= 1 << other
                    self.copies[other] |= 1 << place
            before.add(place, one.runs)
        self.order = sorted(range(len(held)), key=self._order)

    def _order(self, place: int) -> tuple[str, int, int, str]:
        """By date; of one day, what most of the others were made from, then the longest, comes first."""
        article = self.held[place].article
        common = sum(self.shared(place, other) for other in places_of(self.copies[place]))
        return (article.published or "9999", -common, -len(article.text), article.id)

    def shared(self, one: int, other: int) -> int:
        """How many runs two copies share; 0 for others."""
        return self._shared.get((min(one, other), max(one, other)), 0)

    def is_near(self, one: int, other: int) -> bool:
        """Whether the shorter is to a good part in the longer."""
        shorter = min(len(self.held[one].runs), len(self.held[other].runs))
        return self.shared(one, other) >= self._options.containment * shorter

    def is_same(self, one: int, other: int) -> bool:
        """Whether each is to a good part in the other."""
        longer = max(len(self.held[one].runs), len(self.held[other].runs))
        return self.shared(one, other) >= self._options.containment * longer

    def is_older(self, one: int, other: int) -> bool:
        """Whether the one is known to have been published on an earlier day than the other, as far as both days are known."""
        dates = self.held[one].article.published or "", self.held[other].article.published or ""
        known = min(map(len, dates))
        return dates[0][:known] < dates[1][:known]

    def strangers(self, place: int, among: int) -> int:
        """Those that have nothing in common with the article at this place."""
        found = 0
        for other in places_of(among & ~self.copies[place] & ~(1 << place)):
            pair = min(place, other), max(place, other)
            if pair not in self._akin:
                self._akin[pair] = is_akin(self.held[place], self.held[other], self._options)
            found |= 0 if self._akin[pair] else 1 << other
        return found


def places_of(bits: int) -> Iterator[int]:
    """The places in a set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _homes(bonds: _Bonds) -> list[int]:
    """The origin of each."""
    roundups = [_is_roundup(place, bonds) for place in range(len(bonds.held))]
    home, families, seen = list(range(len(bonds.held))), [1 << place for place in range(len(bonds.held))], 0
    for place in bonds.order:
        choices = []
        for other in places_of(bonds.copies[place] & seen):
            is_origin_known = home[other] == other and bonds.is_older(other, place)
            if roundups[other] != roundups[place] or (roundups[place] and not bonds.is_same(other, place)):
                continue
            if is_origin_known or not bonds.strangers(place, families[home[other]]):
                choices.append(other)
        if choices:
            home[place] = home[max(choices, key=lambda other: (bonds.shared(other, place), -other))]
            families[home[place]] |= 1 << place
        seen |= 1 << place
    return home


def _is_roundup(place: int, bonds: _Bonds) -> bool:
    """Whether it tells two stories that share nothing. What is known to be younger was no source of it, and two with an older source are no two stories."""
    sources = [other for other in places_of(bonds.copies[place]) if not bonds.is_older(place, other)]
    among = sum(1 << other for other in sources)
    for one in sources:
        for other in places_of(bonds.strangers(one, among)):
            common = places_of(bonds.copies[place] & bonds.copies[one] & bonds.copies[other])
            if not any(bonds.is_older(first, one) and bonds.is_older(first, other) for first in common):
                return True
    return False


def _family(places: Sequence[int], home: Sequence[int], bonds: _Bonds) -> Family:
    origin, whole = places[0], 1 << places[0]
    for place in places[1:]:
        if bonds.is_near(origin, place) and not bonds.strangers(place, whole):
            whole |= 1 << place
    rank = {place: number for number, place in enumerate(bonds.order)}
    beside = {home[other] for place in places for other in places_of(bonds.copies[place])}
    earlier = sorted((other for other in beside if rank[other] < rank[origin]), key=rank.__getitem__)
    return Family(
        members=tuple(bonds.held[place] for place in places),
        whole=frozenset(bonds.held[place].article.id for place in places_of(whole)),
        takes_from=tuple(bonds.held[other].article.id for other in earlier),
    )
