"""Pieces of a translation beside those of the original, paragraph by paragraph: divided where that is sure, wider where it is not.

W. A. Gale and K. W. Church, A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19(1), 1993: the
lengths of two sentences that say the same go together. To the lengths come signs that both sides share and what stands in quotation
marks, and in the place of the one likeliest alignment all of them, summed (forward and backward): a cut through both texts is kept
where alignments with that cut make up `SURE` of the whole. What lies between two cuts goes together, however many sentences it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from testimonia.pipeline.translation.pieces import Piece, Place, pieces
from testimonia.text import PARAGRAPH

PRIORS = {
    (1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011,
    (3, 1): 0.01, (1, 3): 0.01, (3, 2): 0.003, (2, 3): 0.003, (4, 1): 0.002, (1, 4): 0.002, (3, 3): 0.001,
}  # fmt: skip
"""How often so many pieces of the translation stand for so many of the original. The first six are Gale and Church's; a translator
of news divides a long sentence into three or four, which theirs, of parliament and banks, did not."""
VARIANCE = 6.8
"""Of the length of a translation, for each character of the original: Gale and Church's."""
RARE = 2.576
"""Standard deviations that one pair in a hundred exceeds by chance."""
SHORTEST, LONGEST = 0.25, 1.75
"""Characters of an original for each of its English translation, at least and at most: Chinese has about a third, and no language twice as many."""
MOVED = 2.5
"""What a sign on one side alone costs (minus a log probability: one in twelve is moved), where the other side has it elsewhere."""
QUOTED = 4.0
"""What it costs to have a quotation on one side alone, and what it costs to have words out of quotation marks on one side alone."""
SURE = 0.75
"""Share of the probability that a cut has at least. `MOVED`, `QUOTED` and this one were swept over the articles that
`tests/translation/bitexts.py` names as seen, and over the same with two sentences turned round or one left out (ADR 20)."""
MOST = 400
"""Pieces on one side above which a paragraph is taken whole."""
BAND = 16
"""Pieces by which the two sides may be ahead of each other: the rest of the table of all cuts is not reckoned."""

Cut = tuple[int, int]
"""So many pieces of the translation, and so many of the original, stand before it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that say the same: where they run in the translation, and where in the original."""

    translation: Place
    original: Place


def paragraphs(text: str) -> list[Place]:
    """Where the paragraphs of a canonical text run."""
    return [m.span() for m in PARAGRAPH.finditer(text)]


@lru_cache(maxsize=16)  # everybody in an article is read in the same two texts
def aligned(translation: str, original: str) -> tuple[tuple[Pair, ...], ...]:
    """For each paragraph its pairs, in order; a single one where the paragraph is taken whole. Both have as many paragraphs."""
    ratio = min(max(len(original) / len(translation), SHORTEST), LONGEST)
    together = zip(paragraphs(translation), paragraphs(original), strict=True)
    return tuple(_paragraph(pieces(translation, theirs), pieces(original, ours), ratio) for theirs, ours in together)


def _paragraph(here: Sequence[Piece], there: Sequence[Piece], ratio: float) -> tuple[Pair, ...]:
    cuts = [(0, 0), (len(here), len(there))]
    if max(len(here), len(there)) <= MOST:
        cuts = _sure(_chances(here, there, ratio))
    pairs = [_pair(here, there, a, b) for a, b in pairwise(cuts)]
    while unlike := {n for n, p in enumerate(pairs) if len(cuts) > 2 and _is_unlike(p, ratio)}:
        cuts = [cut for n, cut in enumerate(cuts) if n in (0, len(cuts) - 1) or not {n - 1, n} & unlike]
        pairs = [_pair(here, there, a, b) for a, b in pairwise(cuts)]
    return tuple(pairs)


def _pair(here: Sequence[Piece], there: Sequence[Piece], begin: Cut, end: Cut) -> Pair:
    theirs, ours = here[begin[0] : end[0]], there[begin[1] : end[1]]
    return Pair((theirs[0].place[0], theirs[-1].place[1]), (ours[0].place[0], ours[-1].place[1]))


def _is_unlike(pair: Pair, ratio: float) -> bool:
    """Whether something is missing on one side: it goes with its neighbours then."""
    here, there = (b - a for a, b in (pair.translation, pair.original))
    return abs(_deviation(here, there, ratio)) > RARE


def _sure(chances: Mapping[Cut, float]) -> list[Cut]:
    """The sure cuts, in order. What has no counterpart goes with both its neighbours: nobody knows to which it belongs."""
    cuts = sorted(cut for cut, chance in chances.items() if chance >= SURE)
    beside = {cut for a, b in pairwise(cuts) if a[0] == b[0] or a[1] == b[1] for cut in (a, b)}
    return [cut for cut in cuts if cut not in beside or cut in (cuts[0], cuts[-1])]


def _chances(here: Sequence[Piece], there: Sequence[Piece], ratio: float) -> dict[Cut, float]:
    """Of each cut, the share that the alignments with it have in the probability of all."""
    steps = list(_steps(_Sides(here, there, ratio), len(here), len(there)))
    end = (len(here), len(there))
    ahead = _sums((0, 0), steps)
    after = _sums(end, ((b, a, weight) for a, b, weight in reversed(steps)))
    return {cut: math.exp(min(0.0, ahead[cut] + after[cut] - ahead[end])) for cut in ahead if cut in after}


def _steps(sides: _Sides, n: int, m: int) -> Iterator[tuple[Cut, Cut, float]]:
    """From cut to cut with the log of its weight, in such an order that all steps to a cut come before those that leave it."""
    shapes = [(a, b, math.log(prior)) for (a, b), prior in PRIORS.items()]
    slack = BAND * max(n, m)
    near = {(i, j) for i in range(n + 1) for j in range(m + 1) if abs(i * m - j * n) <= slack}
    for i, j in sorted(near):
        for a, b, prior in shapes:
            if (before := (i - a, j - b)) in near:
                yield before, (i, j), prior + sides.weight(i - a, i, j - b, j)


def _sums(origin: Cut, steps: Iterable[tuple[Cut, Cut, float]]) -> dict[Cut, float]:
    """Log of the summed weights of all ways from the origin to each cut."""
    found = {origin: 0.0}
    for a, b, weight in steps:
        if a in found:
            way = found[a] + weight
            found[b] = _added(found[b], way) if b in found else way
    return found


def _added(one: float, other: float) -> float:
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))


class _Sides:
    """The two paragraphs as sums and sets, from which any run of pieces is weighed."""

    def __init__(self, here: Sequence[Piece], there: Sequence[Piece], ratio: float) -> None:
        self._ratio = ratio
        self._here, self._there = ([0, *accumulate(p.length for p in side)] for side in (here, there))
        self._said, self._their_said = ([p.is_said for p in side] for side in (here, there))
        self._both_quote = any(self._said) and any(self._their_said)
        ours, theirs = (Counter(sign for p in side for sign in p.signs) for side in (here, there))
        # of a sign that stands oftener on one side, only the other side's must each have their counterpart
        shared = ours.keys() & theirs.keys()
        self._bound = frozenset(sign for sign in shared if ours[sign] <= theirs[sign])
        self._their_bound = frozenset(sign for sign in shared if theirs[sign] <= ours[sign])
        self._signs, self._their_signs = ([p.signs & shared for p in side] for side in (here, there))

    def weight(self, a: int, b: int, c: int, d: int) -> float:
        """Log of how well the translation's pieces from a to b go with the original's from c to d."""
        here, there = self._here[b] - self._here[a], self._there[d] - self._there[c]
        cost = MOVED * self._moved(a, b, c, d)
        if self._both_quote and here and there:
            said, their_said = self._said[a:b], self._their_said[c:d]
            cost += QUOTED * ((any(said) != any(their_said)) + (all(said) != all(their_said)))
        chance = math.erfc(abs(_deviation(here, there, self._ratio)) / math.sqrt(2))  # two-sided: 2 (1 - Phi)
        return math.log(max(chance, 1e-300)) - cost

    def _moved(self, a: int, b: int, c: int, d: int) -> int:
        """How many signs stand on one side alone."""
        ours: frozenset[str] = frozenset().union(*self._signs[a:b])
        theirs: frozenset[str] = frozenset().union(*self._their_signs[c:d])
        return len((ours - theirs) & self._bound) + len((theirs - ours) & self._their_bound)


def _deviation(here: int, there: int, ratio: float) -> float:
    """By how many standard deviations the original is longer than so long a translation makes one expect."""
    mean = (here + there / ratio) / 2
    return (there - here * ratio) / math.sqrt(VARIANCE * mean) if mean else 0.0
