"""Near copies among many articles: which tell one text, also where only a third of it is left. With numpy.

Two articles are of one text where the shorter has half of its word runs in the longer; or a quarter of what it tells in its own voice.
Quotations do not count for the second: independent accounts share them. Nor does a site's own furniture: runs that stand in three
articles of one host. Pairs to look at come from runs that two articles share (every third by its hash), each article beside
its nearest `NEIGHBOURS` that have the run, so that a story in a thousand papers costs a thousand times eight, not a million.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from testimonia.text import folded

if TYPE_CHECKING:
    import numpy as np

    Runs = np.ndarray[Any, np.dtype[np.uint64]]

RUN = 5
CONTAINED, TOLD = 0.5, 0.25
LEAST, LEAST_TOLD = 15, 15
"""Runs that two articles share at least, for each of the two tests."""
EVERY = 3
NEIGHBOURS = 8
HITS = 2
HOUSE = 3
_QUOTED = re.compile(r'"[^"]{1,800}"')
_WORD = re.compile(r'\w+|"')
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)


class Prints(msgspec.Struct, frozen=True):
    """An article's word runs as hashes, sorted, each once: all of them, and those outside quotations."""

    all: Any
    told: Any


@lru_cache(maxsize=500_000)
def _word(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def prints(body: str) -> Prints:
    """The runs of a text."""
    plain = folded(body)
    return Prints(_runs(plain), _runs(_QUOTED.sub(' " ', plain)))


def _runs(plain: str) -> Runs:
    import numpy as np

    words = np.array([_word(w) for w in _WORD.findall(plain)], dtype=np.uint64)
    if len(words) < RUN:
        return np.empty(0, dtype=np.uint64)
    end = len(words) - RUN + 1
    total = np.zeros(end, dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        total += (words[place : place + end] ^ (words[place : place + end] >> np.uint64(29))) * np.uint64(factor)
    total ^= total >> np.uint64(32)
    found: Runs = np.unique(total * np.uint64(_FACTORS[0]) >> np.uint64(1))
    return found


def related(one: Prints, other: Prints, house: Runs) -> bool:
    """Whether two articles tell one text. `house`: runs that are furniture, sorted."""
    shared = _shared(one.all, other.all)
    if shared >= max(LEAST, CONTAINED * min(len(one.all), len(other.all))):
        return True
    a, b = _without(one.told, house), _without(other.told, house)
    return _shared(a, b) >= max(LEAST_TOLD, TOLD * min(len(a), len(b)))


def _shared(a: Runs, b: Runs) -> int:
    import numpy as np

    if not len(a) or not len(b):
        return 0
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    at = np.minimum(np.searchsorted(long, short), len(long) - 1)
    return int(np.count_nonzero(long[at] == short))


def _without(runs: Runs, house: Runs) -> Runs:
    import numpy as np

    if not len(house) or not len(runs):
        return runs
    at = np.minimum(np.searchsorted(house, runs), len(house) - 1)
    return runs[house[at] != runs]


def sampled(runs: Runs) -> Runs:
    """Those by which an article is looked for."""
    import numpy as np

    found: Runs = runs[runs % np.uint64(EVERY) == 0]
    return found


def families(names: Sequence[str], held: Sequence[Prints], hosts: Sequence[str]) -> dict[str, str]:
    """Each name with the first name of its family. `names` sorted, each once."""
    import numpy as np

    sizes = [sampled(one.all) for one in held]
    runs = np.concatenate([*sizes, np.empty(0, dtype=np.uint64)])
    owner = np.repeat(np.arange(len(held)), [len(one) for one in sizes])
    order = np.lexsort((owner, runs))
    runs, owner = runs[order], owner[order]
    house = house_of(held, hosts)
    edges = (
        (names[a], names[b]) for a, b in _pairs(runs, owner, len(held)) if related(held[a], held[b], house)
    )
    return joined(names, edges)


def house_of(held: Sequence[Prints], hosts: Sequence[str]) -> Runs:
    """The runs that stand in at least three articles of one host."""
    import numpy as np

    by_host: dict[str, list[Runs]] = {}
    for one, host in zip(held, hosts, strict=True):
        by_host.setdefault(host, []).append(one.told)
    found = [np.empty(0, dtype=np.uint64)]
    for together in by_host.values():
        if len(together) >= HOUSE:
            runs, times = np.unique(np.concatenate(together), return_counts=True)
            found.append(runs[times >= HOUSE])
    house: Runs = np.unique(np.concatenate(found))
    return house


def _pairs(runs: Runs, owner: Any, number: int) -> Iterator[tuple[int, int]]:
    import numpy as np

    codes = []
    for step in range(1, NEIGHBOURS + 1):
        same = runs[:-step] == runs[step:]
        codes.append(owner[:-step][same] * number + owner[step:][same])
    pairs, hits = np.unique(np.concatenate([*codes, np.empty(0, dtype=np.int64)]), return_counts=True)
    for code in pairs[hits >= HITS].tolist():
        yield divmod(int(code), number)


def joined(names: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each name with the first name of those that the edges connect it with."""
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in edges:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    return {name: root(name) for name in parent}


def members(home: Mapping[str, str]) -> dict[str, list[str]]:
    """The families by their first name."""
    found: dict[str, list[str]] = {}
    for name, first in home.items():
        found.setdefault(first, []).append(name)
    return found
