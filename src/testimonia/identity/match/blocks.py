"""Which appearances are worth comparing: those that agree in enough to come out as one person, or as a question.

Two appearances are compared where they stand under one key and one of them asks. The keys mirror the scores in `compare`: the less a name
weighs, because many bear it, the more details stand beside it in the key. So no pair that could reach the threshold of a question is
missed (a test tries), as long as a key has few appearances. Where it has many, they are sorted by what is told of them, and each is compared
with its neighbours alone, up to `reach` on each side: the sorted neighbourhood of M. A. Hernandez, S. J. Stolfo, "The merge/purge problem for
large databases", SIGMOD 1995. What that can miss is a pair among many who share a name and all the details of the key; somebody of whom
hundreds of articles speak is still found whole, from one neighbour to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, combinations, permutations
from typing import NamedTuple

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.identity.match.common import Bands, beside_details, kunya_key, less_of_strangers, unknown
from testimonia.identity.match.cut import AGE, GENDER, JOINED, LEFT, NATIONALITY, PLACE, ROLE, UNTELLING
from testimonia.identity.match.names import INITIALLED, KUNYA, PART, SINGLE, is_kunya, known_by, skeleton
from testimonia.identity.match.options import MatchOptions
from testimonia.identity.match.quotes import fingerprints

FULL = 0.8
"""What two parts of a name weigh."""
WORDS = 1.0
"""The weight of keys under which every pair is looked at, whatever else is told: copies and quotations."""
_MOST = [
    GENDER,
    *(GENDER + one for one in accumulate(sorted((AGE, NATIONALITY, ROLE, JOINED, LEFT, PLACE), reverse=True))),
]
"""The most that so many details beside a name can weigh, the gender with them."""


class Key(NamedTuple):
    """A word under which an appearance stands. `asks`: whether it is compared with those that do not ask; `weight`: the most the name weighs."""

    word: str
    asks: bool
    weight: float


def keys(
    item: Appearance, facts: ArticleFacts, plain: Callable[[str], str], options: MatchOptions, held: Bands = unknown
) -> tuple[Key, ...]:
    """The keys of one appearance, from its names, its details and its quotations. `held`: how common names are."""
    found: dict[str, Key] = {}
    for key in _keys(item, facts, plain, _Details(item, options.open), held):
        other = found.get(key.word)
        if other is None or (key.asks and not other.asks):
            found[key.word] = key
    return tuple(found.values())


class _Details:
    """What stands beside a name in a key: as many details as a pair needs to come out as a question."""

    def __init__(self, item: Appearance, threshold: float) -> None:
        self._told, self._threshold = tuple(dict.fromkeys(_details(item))), threshold

    def beside(self, weight: float, least: int = 0) -> Iterator[str]:
        """Every choice of as many details as are needed, in words."""
        enough = next((n for n, most in enumerate(_MOST) if weight + most >= self._threshold - 1e-9), None)
        if enough is not None:
            for some in combinations(self._told, max(enough, least)):
                yield "".join(f" {one}" for one in some)


def _keys(
    item: Appearance, facts: ArticleFacts, plain: Callable[[str], str], details: _Details, held: Bands
) -> Iterator[Key]:
    for name, is_all in known_by(item.names(), plain).items():
        parts = skeleton(name, plain)
        if is_kunya(name):
            yield from _by_kunya(parts, facts, details, held)
        elif len(parts) == 1 and len(parts[0]) > 1:
            yield from _by_part(parts[0], is_all, facts, details, held)
        elif len(parts) > 1:
            yield from _by_parts(tuple(sorted(set(parts))), facts, details, held)
    yield from _nameless(item, details, held)
    yield from (Key(f"quote {words}", True, WORDS) for words in fingerprints(item))


def _by_kunya(parts: tuple[str, ...], facts: ArticleFacts, details: _Details, held: Bands) -> Iterator[Key]:
    word = kunya_key(parts)
    weight = beside_details(KUNYA, (word,), held)
    yield from (Key(f"{word}{some}", True, weight) for some in details.beside(weight))
    yield Key(f"{word} text {facts.text}", True, WORDS)


def _by_part(part: str, is_all: bool, facts: ArticleFacts, details: _Details, held: Bands) -> Iterator[Key]:
    """One part is compared with the same alone, and with whole names in which it stands."""
    weight = beside_details(PART, (part,), held)
    yield from (Key(f"part {part}{some}", True, weight) for some in details.beside(weight))
    if is_all:
        weight = beside_details(SINGLE, (part,), held)
        yield from (Key(f"single {part}{some}", True, weight) for some in details.beside(weight))
    yield Key(f"part {part} text {facts.text}", True, WORDS)


def _by_parts(parts: tuple[str, ...], facts: ArticleFacts, details: _Details, held: Bands) -> Iterator[Key]:
    """Two parts that agree weigh most; one part is compared with others that have it alone, or with an initial beside it."""
    for two in combinations(parts, 2):
        whole = tuple(part for part in two if len(part) > 1)
        if whole:
            weight = beside_details(FULL if len(whole) == 2 else INITIALLED, whole, held, 2 - len(whole))
            yield from (Key(f"parts {' '.join(two)}{some}", True, weight) for some in details.beside(weight))
            yield Key(f"parts {' '.join(two)} text {facts.text}", True, WORDS)
    for part, other in permutations(parts, 2):
        if len(part) > 1:
            weight = beside_details(PART, (part,), held, 1)
            near = f"near {part} {other[0]}"
            yield from (Key(f"{near}{some}", True, weight) for some in details.beside(weight))
            yield Key(f"{near} text {facts.text}", True, WORDS)
    for part in parts:
        if len(part) > 1:
            weight = beside_details(PART, (part,), held)
            yield from (Key(f"part {part}{some}", False, weight) for some in details.beside(weight))
            yield Key(f"part {part} text {facts.text}", False, WORDS)


def _nameless(item: Appearance, details: _Details, held: Bands) -> Iterator[Key]:
    """Whoever is known by a kunya alone, or by nothing, is compared with anybody of whom enough is told; two details never weigh enough."""
    asks = all(is_kunya(name) for name in item.names())
    weight = -less_of_strangers(held)
    yield from (Key(f"told{some}", asks, weight) for some in details.beside(weight, least=3))


def _details(item: Appearance) -> Iterable[str]:
    """What agreement in values rests on. Ages agree over years between articles: that there is one is all that is asked."""
    for field in ("nationality", "group_role", "joined", "left"):
        value = item.value(field)
        if value is not None and value not in UNTELLING:
            yield f"{field} {value[:4] if field in ('joined', 'left') else value}"
    if item.value("age"):
        yield "age"
    yield from sorted(f"place {held.value}" for held in item.values if held.field == "place")
