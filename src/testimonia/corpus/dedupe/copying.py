"""Whether one article copies another, and whether two have anything in common at all.

Articles made from one template (profiles, notes of courts) share as many runs as copies do, yet tell of different people. They differ where it matters: the
words around a name or a number agree, and what stands between them does not. In a copy it does, however little of it is left.
"""

from __future__ import annotations

from typing import NamedTuple

from testimonia.corpus.dedupe.options import DedupeOptions
from testimonia.corpus.dedupe.wording import Wording


class _Slots(NamedTuple):
    """Windows around names and numbers that both articles have: in how many these agree and differ.

    `alike`: how many names and numbers agree; `names`, `numbers`: how many pairs of either differ.
    """

    agreeing: int
    differing: int
    alike: int
    names: int
    numbers: int

    def is_template(self, differences: int, options: DedupeOptions) -> bool:
        """Whether, beside so many differences (one is a correction), the two are made from one template."""
        return differences > 1 and self.differing > options.template * (self.agreeing + self.differing)


def is_copy(one: Wording, other: Wording, shared: int, options: DedupeOptions) -> bool:
    """Whether both tell one text, or one of them a good part of the other's. `shared`: how many runs they share."""
    shorter = min(len(one.runs), len(other.runs))
    if shorter < options.min_shingles or shared < options.part * shorter:
        return False
    if shared >= options.containment * shorter:
        slots = _slots(one, other)
        return not slots.is_template(slots.names, options)  # other numbers are those of a later day
    if _is_one_paper(one, other):
        return False
    if shared >= options.third * shorter:
        return _tells_of(one, other, 0, options.min_shingles, options)
    return _tells_of(one, other, options.told, options.least_told, options)


def is_akin(one: Wording, other: Wording, options: DedupeOptions) -> bool:
    """Whether two articles, of which neither need be a copy of the other, have something of one story."""
    return _tells_of(one, other, options.akin, options.min_shingles, options)


def _tells_of(one: Wording, other: Wording, part: float, least: int, options: DedupeOptions) -> bool:
    """Whether they share so much of what they tell in their own voice, with the names and numbers in it."""
    told = len(one.told & other.told)
    if told < max(least, part * min(len(one.told), len(other.told))):
        return False
    slots = _slots(one, other)
    return slots.alike >= options.named and not slots.is_template(slots.names + slots.numbers, options)


def _is_one_paper(one: Wording, other: Wording) -> bool:
    """A paper that gives its own background again, in another story, copies nobody."""
    papers = one.article.publisher, other.article.publisher
    return bool(papers[0]) and papers[0] == papers[1]


def _slots(one: Wording, other: Wording) -> _Slots:
    around = one.slots.keys() & other.slots.keys()
    filled = {some: (one.slots[some], other.slots[some]) for some in around}
    apart = [(min(left), min(right)) for left, right in filled.values() if left.isdisjoint(right)]
    alike = {word for left, right in filled.values() for words in left & right for word in words}
    pairs = {(a, b) for left, right in apart for a, b in zip(left, right, strict=True) if a != b}
    numbers = sum(any(map(str.isdigit, a + b)) for a, b in pairs)
    return _Slots(len(around) - len(apart), len(apart), len(alike), len(pairs) - numbers, numbers)
