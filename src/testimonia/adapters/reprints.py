"""Near copies among many articles: which tell one text, also where only a third of it is left. With numpy.

Two articles are of one text by the measure of `domain.origin`, by which a study finds its copies too: where the shorter has half of its word runs in the longer, or a good
quarter of what it tells in its own voice; nearly a quarter is enough here, where commonplaces do not count.
Quotations do not count for the second: independent accounts share them. Nor does a site's own furniture: runs that stand in three
articles of one host; nor what every desk writes ("could not be verified independently"): runs that stand in a dozen articles, where they are
less than half of both. Pairs to look at come from runs that two articles share (every third by its hash), each article beside
its nearest `NEIGHBOURS` that have the run, and beside the one of them that shares most with others (the story from which many took a part
each), so that a story in a thousand papers costs a thousand times nine, not a million.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from testimonia.domain.origin import LEAST, is_contained, is_told_again
from testimonia.text import folded

if TYPE_CHECKING:
    import numpy as np

    Runs = np.ndarray[Any, np.dtype[np.uint64]]

RUN = 5
RARE = 0.23
"""Where it is known what is commonplace, so much of what an article tells besides is enough."""
EVERY = 3
NEIGHBOURS = 8
HITS, SHARE = 2, 12
"""Of the runs looked for, two articles worth comparing share at least two, and a twelfth of the shorter's."""
HOUSE = 3
COMMON, COMMON_PART = 12, 0.5
"""Articles from which on a run is commonplace; and of an article's runs the part from which on it is a story that went round, rather than common places."""
_QUOTED = re.compile(r'"([^"]{1,800})"')
_WORD = re.compile(r'\w+|"')
_MOST_WORDS = 2_000_000
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)


class Prints(msgspec.Struct, frozen=True):
    """An article's word runs as hashes, sorted, each once: all of them, and those outside quotations."""

    all: Any
    told: Any


class Mark(msgspec.Struct, frozen=True):
    """An article ready to be compared: all its runs, those in its own voice without the site's furniture, and of these the ones that are no commonplace."""

    all: Any
    told: Any
    own: Any


class _Hashes(dict[str, int]):
    """Words as 64 bits, each worked out once."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        self[word] = found = int.from_bytes(digest, "little")
        return found


_HASHES = _Hashes()


def prints(body: str) -> Prints:
    """The runs of a text."""
    import numpy as np

    quote, told, whole = _hashed('"'), [], []
    for number, piece in enumerate(_QUOTED.split(folded(body))):  # every second one is a quotation
        words = _hashed(piece)
        whole.append(words)
        told.append(quote if number % 2 else words)
    return Prints(_runs(np.concatenate(whole)), _runs(np.concatenate(told)))


def _hashed(piece: str) -> Runs:
    import numpy as np

    return np.fromiter(map(_HASHES.__getitem__, _WORD.findall(piece)), dtype=np.uint64)


def _runs(words: Runs) -> Runs:
    import numpy as np

    if len(words) < RUN:
        return np.empty(0, dtype=np.uint64)
    end = len(words) - RUN + 1
    mixed = words ^ (words >> np.uint64(29))
    total = np.zeros(end, dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        total += mixed[place : place + end] * np.uint64(factor)
    total ^= total >> np.uint64(32)
    total = np.sort(total * np.uint64(_FACTORS[0]) >> np.uint64(1))
    found: Runs = total[np.append(True, total[1:] != total[:-1])]
    return found


def related(one: Mark, other: Mark) -> bool:
    """Whether two articles tell one text."""
    shared = _shared(one.all, other.all)
    if is_contained(shared, min(len(one.all), len(other.all))):
        return True
    if shared < LEAST // 2:
        return False
    told, shorter = _shared(one.told, other.told), min(len(one.told), len(other.told))
    if is_told_again(told, shorter, LEAST) or ((_went_round(one) or _went_round(other)) and _is_share(told, shorter)):
        return True
    return _is_share(_shared(one.own, other.own), min(len(one.own), len(other.own)))


def _is_share(shared: int, shorter: int) -> bool:
    return shared >= max(LEAST, RARE * shorter)


def _went_round(one: Mark) -> bool:
    return len(one.told) - len(one.own) >= COMMON_PART * len(one.told)


def bare(one: Prints, house: Runs, common: Runs) -> Mark:
    """The article ready to be compared. `house`: the runs that are furniture; `common`: those that are commonplace; both sorted."""
    told = _without(one.told, house)
    return Mark(one.all, told, _without(told, common))


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
    left: Runs = runs[house[at] != runs]
    return left


def sampled(runs: Runs) -> Runs:
    """Those by which an article is looked for."""
    import numpy as np

    found: Runs = runs[runs % np.uint64(EVERY) == 0]
    return found


def families(names: Sequence[str], held: Sequence[Prints], hosts: Sequence[str]) -> dict[str, str]:
    """Each name with the first name of its family. `names` sorted, each once."""
    import numpy as np

    looked = [sampled(one.all) for one in held]
    sizes = np.array([len(one) for one in looked], dtype=np.int64)
    runs = np.concatenate([*looked, np.empty(0, dtype=np.uint64)])
    owner = np.repeat(np.arange(len(held)), sizes)
    order = np.argsort(runs, kind="stable")
    house, common = house_of(held, hosts), common_of(held)
    marks = [bare(one, house, common) for one in held]
    pairs = _pairs(runs[order], owner[order], sizes)
    return joined(names, ((names[a], names[b]) for a, b in pairs if related(marks[a], marks[b])))


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


def common_of(held: Sequence[Prints]) -> Runs:
    """The runs that stand in at least a dozen articles."""
    import numpy as np

    runs = np.sort(np.concatenate([np.empty(0, dtype=np.uint64), *(one.told for one in held)]))
    if len(runs) < COMMON:
        return np.empty(0, dtype=np.uint64)
    common: Runs = np.unique(runs[COMMON - 1 :][runs[COMMON - 1 :] == runs[: len(runs) - COMMON + 1]])
    return common


def _pairs(runs: Runs, owner: Any, sizes: Any) -> Iterator[tuple[int, int]]:
    import numpy as np

    number, codes = max(1, len(sizes)), [np.empty(0, dtype=np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        same = runs[:-step] == runs[step:]
        codes.append(owner[:-step][same] * number + owner[step:][same])
    codes.append(_with_hub(runs, owner, number))
    pairs, hits = np.unique(np.concatenate(codes), return_counts=True)
    shorter = np.minimum(sizes[pairs // number], sizes[pairs % number]) if len(pairs) else hits
    enough = (hits >= HITS) & (hits * SHARE >= shorter)
    for code in pairs[enough].tolist():
        yield divmod(int(code), number)


def _with_hub(runs: Runs, owner: Any, number: int) -> Any:
    """Each article with the one of its run that shares most runs with others, where that is no neighbour. `runs` sorted, `owner` within each."""
    import numpy as np

    firsts = np.flatnonzero(np.append(True, runs[1:] != runs[:-1])) if len(runs) else np.empty(0, dtype=np.int64)
    sizes = np.diff(np.append(firsts, len(runs)))
    of = np.repeat(np.arange(len(firsts)), sizes)
    links = np.bincount(owner[sizes[of] > 1], minlength=number)
    place = np.lexsort((owner, -links[owner], of))[firsts][of]  # of the hub of each
    far = np.abs(np.arange(len(runs)) - place) > NEIGHBOURS
    a, b = owner[far], owner[place[far]]
    return np.minimum(a, b) * number + np.maximum(a, b)


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
