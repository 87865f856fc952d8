"""How common a name is in the study: that two people share it says the less, the more people bear it.

I. P. Fellegi, A. B. Sunter, "A theory for record linkage", JASA 64 (1969), and W. E. Winkler, "Frequency-based matching in the
Fellegi-Sunter model of record linkage", Proceedings of the Section on Survey Research Methods, ASA 1989: agreement on a value weighs by
the logarithm of how rare the value is. With as many people as the study has before them, that of two who share a name one person is
meant has odds of one to the number of its bearers. So each doubling of the bearers takes the same away, `LESS`.

Counted are people, not mentions: else whoever is much written about would make their own name common. Before anybody is joined, people are
told apart by full name, nationality and decade of birth, as far as these are known. All numbers
are taken to whole powers of two, so that an added article seldom changes what rests on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.identity.match.names import is_kunya, skeleton

Bands: TypeAlias = Callable[[str], int]
"""How many times two has to be doubled to give, at most, the people counted under a key: 5 for 32 to 63 people; 0 for one, or none."""

EVERYBODY = "*"
"""The key under which everybody is counted who is told apart by a full name."""
LESS = 0.07
"""What one doubling takes away; nationality, with odds of seven to one or so, weighs .15: .15 / log2 7."""
FREE, FREE_OF_WHOLE, FREE_OF_PEOPLE = 2, -3, 6
"""Doublings that cost nothing: fewer than eight people under one part of a name, fewer than one in eight expected under two, a study of fewer than
128 people; the other weights were set on such. Swept with `LESS` on generated mentions (tools/bench_identity.py, 1,000 to 30,000)."""
INITIAL = 3
"""Doublings that a shared initial is worth: letters are unevenly common, some ten of them do the work."""
LEAST = 0.05
"""What the commonest name still weighs: to differ in it would speak against."""


def unknown(_: str) -> int:
    """Bands of a study in which no name is common."""
    return 0


def kunya_key(parts: Iterable[str]) -> str:
    """The key under which the bearers of a kunya are counted; those of a part of a name are counted under the part."""
    return f"kunya {' '.join(parts)}"


def people(item: Appearance, facts: ArticleFacts, plain: Callable[[str], str]) -> frozenset[str]:
    """By what this appearance's person is told from others who share a name: words for `keys_of`."""
    named = [(name, skeleton(name, plain)) for name in item.names()]
    told = _told(item, facts)
    full = {" ".join(sorted(set(whole))) for name, parts in named if (whole := _whole(name, parts)) and len(whole) > 1}
    found = {f"name|{one}|{told}" for one in full}
    if who := min(full, default=told):
        found |= {f"{kunya_key(parts)}|{who}" for name, parts in named if is_kunya(name)}
    if told and not full:
        found |= {f"part {whole[0]}|{told}" for name, parts in named if len(whole := _whole(name, parts)) == 1}
    return frozenset(found)


def keys_of(person: str) -> tuple[str, ...]:
    """The keys under which one of `people` counts."""
    kind, who, *_ = person.split("|")
    if kind == "name":
        return (*who.split(" "), EVERYBODY)
    return (kind.removeprefix("part "),)


def names_of(item: Appearance, plain: Callable[[str], str]) -> frozenset[str]:
    """The keys of every name of the appearance: what is compared of it rests on how many are counted under these."""
    named = [(name, skeleton(name, plain)) for name in item.names()]
    kunyas = {kunya_key(parts) for name, parts in named if is_kunya(name)}
    return frozenset(kunyas | {part for name, parts in named for part in _whole(name, parts)})


def bands(items: Iterable[Appearance], facts: Mapping[str, ArticleFacts], plain: Callable[[str], str]) -> Bands:
    """The bands of a whole study at once."""
    told = {person for item in items for person in people(item, facts[item.article], plain)}
    counted = Counter(key for person in told for key in keys_of(person))
    held = {key: band(number) for key, number in counted.items() if number > 1}
    return lambda key: held.get(key, 0)


def band(number: int) -> int:
    """The band of a number of people."""
    return max(0, number.bit_length() - 1)


def is_another(name: str, before: int, now: int) -> bool:
    """Whether what rests on how many people are counted under the key comes out otherwise with `now` of them than with `before`."""
    free = 0 if name == EVERYBODY else FREE  # so many doublings of the bearers of a part take nothing
    return max(free, band(before)) != max(free, band(now))


def weighed(weight: float, shared: Sequence[str], held: Bands, initials: int = 0) -> tuple[float, int]:
    """What a name weighs by the people who bear the parts of it that are shared, `initials` beside them, and the band of these people.

    `weight`: what it weighs where nobody else bears it.
    """
    less, doublings = _less(shared, held, initials)
    return max(LEAST, round(weight - less, 4)), doublings


def beside_details(weight: float, shared: Sequence[str], held: Bands, initials: int = 0) -> float:
    """What the name weighs with the details told beside it: less than `LEAST` where many bear it, for the details fit the more people, the more do."""
    return round(weight - _less(shared, held, initials)[0], 4)


def _less(shared: Sequence[str], held: Bands, initials: int) -> tuple[float, int]:
    """What all who bear the shared parts take away together, and their band."""
    each = [held(key) for key in shared]
    if min(each) <= FREE:  # one of the parts is rare by itself
        return 0.0, 0
    doublings = (
        sum(each) - (len(each) - 1) * held(EVERYBODY) - INITIAL * initials
    )  # as if no part said anything of the others
    free = FREE if len(each) == 1 else FREE_OF_WHOLE
    return LESS * max(0, doublings - free), max(0, doublings)


def less_of_strangers(held: Bands) -> float:
    """What to take from a pair that shares no name at all: its details fit the more people, the more there are in the study."""
    return LESS * max(0, held(EVERYBODY) - FREE_OF_PEOPLE)


def _whole(name: str, parts: Iterable[str]) -> list[str]:
    """The parts of a name that are more than an initial; none of a kunya."""
    return [] if is_kunya(name) else [part for part in parts if len(part) > 1]


def _told(item: Appearance, facts: ArticleFacts) -> str:
    nationality, age = item.value("nationality"), item.value("age")
    if not nationality or not age or not facts.published:
        return ""
    return f"{nationality} {(int(facts.published[:4]) - int(age)) // 10}"
