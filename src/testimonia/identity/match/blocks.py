"""Which appearances are worth comparing: those that agree in enough to come out as one person, or as a question.

Two appearances are compared where one asks for a key that the other shows. The keys mirror the scores in `compare`: no pair
that could reach the threshold of a question is missed (a test tries), and hardly one that could not is compared. A key
rests on the appearance alone, never on what else is in the study, so that a new article disturbs no older pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.identity.match.names import is_kunya, known_by, skeleton
from testimonia.identity.match.quotes import fingerprints


@dataclass(frozen=True)
class Keys:
    """What an appearance is found under, and what it looks under. Whoever asks for my key shows one that I ask for."""

    shown: frozenset[str]
    asked: frozenset[str]


def keys(item: Appearance, facts: ArticleFacts, plain: Callable[[str], str]) -> Keys:
    """The keys of one appearance, from its names, its details and its quotations."""
    shown: set[str] = set()
    asked: set[str] = set()
    for mine, others in _pairs(item, facts, plain):
        shown.add(mine)
        asked.update(others)
    return Keys(frozenset(shown), frozenset(asked))


def _pairs(item: Appearance, facts: ArticleFacts, plain: Callable[[str], str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each key shown, with the keys asked for beside it."""
    details = tuple(_details(item))
    for name, is_all in known_by(item.names(), plain).items():
        if is_all and len(parts := skeleton(name, plain)) == 1 and len(parts[0]) > 1:
            yield _mutual(f"single {parts[0]}")
        yield from _by_name(name, skeleton(name, plain), (*details, f"origin {facts.origin}"))
    nameless = all(is_kunya(name) for name in item.names())
    for some in combinations(details, 3):  # two details alone never weigh enough
        all_three = " ".join(some)
        yield (
            (f"nameless {all_three}", (f"nameless {all_three}", f"named {all_three}"))
            if nameless
            else (
                f"named {all_three}",
                (f"nameless {all_three}",),
            )
        )
    for words in fingerprints(item):
        yield _mutual(f"quote {words}")


def _by_name(name: str, parts: tuple[str, ...], details: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Two parts agree by themselves; one part, or a kunya, needs a detail beside it."""
    if is_kunya(name):
        yield from (_mutual(f"kunya {' '.join(parts)} {detail}") for detail in details)
    elif len(parts) == 1 and len(parts[0]) == 1:
        return  # no evidence, see `alike`
    elif len(parts) == 1:
        for detail in details:
            key = f"single {parts[0]} {detail}"
            yield key, (key, f"part {parts[0]} {detail}")
    else:
        yield from (_mutual(f"parts {' '.join(two)}") for two in combinations(sorted(set(parts)), 2))
        for part, other in permutations(set(parts), 2):
            yield from (_mutual(f"near {part} {other[0]} {detail}") for detail in details)
        for part in set(parts):
            for detail in details:
                yield f"part {part} {detail}", (f"single {part} {detail}",)


def _mutual(key: str) -> tuple[str, tuple[str, ...]]:
    return key, (key,)


def _details(item: Appearance) -> Iterable[str]:
    """What agreement in values rests on. Ages agree over years between articles: that there is one is all that is asked."""
    for field in ("nationality", "group_role", "joined", "left"):
        value = item.value(field)
        if value is not None:
            yield f"{field} {value[:4] if field in ('joined', 'left') else value}"
    if item.value("age"):
        yield "age"
    yield from (f"place {held.value}" for held in item.values if held.field == "place")
