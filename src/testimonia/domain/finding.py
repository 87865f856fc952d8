"""What stands in the ledger beside figures: what was refused, which words hold, what moves the count, corrected months."""

from __future__ import annotations

import msgspec


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate that is not given, and why. `id` is the figure's that it would have been."""

    id: str
    title: str
    reason: str


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """A turn of phrase beside its declared condition.

    `about`: id of the figure that it would speak of. `holds`: whether the condition is met; `because`: the condition and what was
    found, in words. `figures`: ids of all figures on which that rests.
    """

    words: str
    about: str
    holds: bool
    because: str
    figures: tuple[str, ...]


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """How an open question moves the count.

    `yes`, `no`: floor, best and ceiling when it is answered so (yes: the same person; a case). `question`: its id, or "".
    """

    question: str
    kind: str
    appearances: tuple[str, ...]
    yes: tuple[int, int, int]
    no: tuple[int, int, int]


class CorrectedMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a series and what is known of its completeness.

    `series`: "spoke" or "left". `seen`: persons counted. `from_new`: of them, those whom only sources tell that were not there
    in the first part of the window. `articles`: articles of the steady sources in that month (the exposure). `complete`: the
    share of the month's persons that can have been seen by now; None where it is not known. `expected`, `low`, `high`: persons
    of the month once all have been seen, with a 95 % interval; None likewise.
    """

    series: str
    month: str
    seen: int
    from_new: int = 0
    articles: int = 0
    complete: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """A two-by-two table of counted persons: has `left` and `right`, only the one, only the other, neither.

    `figure`: id of its odds ratio. `p`: Fisher's exact test, two-sided; `p_holm`: the same after Holm over all tables of its `family`.
    `difference`: the share of `left` among those with `right`, less that among the others, with its 95 % interval `low` to `high`; `least`,
    `most`: between which values it lies whatever those who do not mention `left` would have said.
    """

    family: str
    left: str
    right: str
    figure: str
    both: int
    only_left: int
    only_right: int
    neither: int
    p: float
    p_holm: float
    difference: float = 0.0
    low: float = -1.0
    high: float = 1.0
    least: float = -1.0
    most: float = 1.0


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A group and the shares of each reason of a family in it.

    `attribute`: "gender", "age", "group_role", "region", "nationality". `words`: the group's name. `whole`: id of the figure that counts who
    gives any reason of `family`; `shares`: ids of the shares, in the codebook's order.
    """

    attribute: str
    group: str
    words: str
    family: str
    whole: str
    shares: tuple[str, ...]
