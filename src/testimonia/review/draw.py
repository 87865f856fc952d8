"""Who codes whom, drawn by chance: the same seed over the same people always draws the same.

Every unit gets a permanent random number, the hash of seed and unit; the units with the smallest are the sample, which is then a
simple random sample without replacement in each stratum (E. Ohlsson, "Coordination of samples using permanent random numbers", in Business
Survey Methods, Wiley 1995, ch. 9). Nothing depends on the order of the population or on the version of a random generator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from testimonia.domain.round import Unit
from testimonia.text import sha256


def draw(population: Mapping[str, str], *, n: int, coders: Sequence[str], each: int, seed: int) -> tuple[Unit, ...]:
    """`n` units of a population (unit -> stratum), each for `each` of the coders, in the order in which they are coded.

    The sample is spread over the strata as evenly as they allow, so rare ones are drawn more often; the probability of each unit is its stratum's
    drawn / size.
    """
    strata: dict[str, list[str]] = {}
    for unit in sorted(population, key=lambda u: _number(seed, "unit", u)):
        strata.setdefault(population[unit], []).append(unit)
    sizes = shares({name: len(units) for name, units in strata.items()}, n)
    drawn = {u: (name, sizes[name] / len(units)) for name, units in strata.items() for u in units[: sizes[name]]}
    order = sorted(drawn, key=lambda u: _number(seed, "order", u))
    return tuple(
        Unit(appearance=u, stratum=drawn[u][0], probability=drawn[u][1], coders=who)
        for u, who in zip(order, _teams(order, coders, each, seed), strict=True)
    )


def shares(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of each stratum: equal parts, and what a small one cannot give goes to the others."""
    given = dict.fromkeys(sizes, 0)
    left = min(n, sum(sizes.values()))
    while left:
        room = sorted(name for name in sizes if given[name] < sizes[name])
        part = max(1, left // len(room))
        for name in room:
            more = min(part, sizes[name] - given[name], left)
            given[name] += more
            left -= more
    return given


def _teams(units: Sequence[str], coders: Sequence[str], each: int, seed: int) -> list[tuple[str, ...]]:
    """For each unit those who have least to do so far and have met each other least; chance decides between equals."""
    load: Counter[str] = Counter(dict.fromkeys(coders, 0))
    met: Counter[frozenset[str]] = Counter()
    teams = []
    for unit in units:
        team: list[str] = []
        while len(team) < each:
            free = (c for c in coders if c not in team)
            following = min(
                free, key=lambda c: (load[c], sum(met[frozenset((c, t))] for t in team), _number(seed, unit, c))
            )
            met.update(frozenset((following, t)) for t in team)
            team.append(following)
        load.update(team)
        teams.append(tuple(sorted(team, key=coders.index)))
    return teams


def _number(seed: int, *parts: str) -> str:
    return sha256("\0".join((str(seed), *parts)))
