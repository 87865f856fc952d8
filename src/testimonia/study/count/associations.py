"""What goes together: leaving x joining, reasons x attributes, codes x codes, and shares within a group.

Every two-by-two table of a family is tested exactly, and the family as a whole is held to its false alarms by Holm's method. Both
reasons of a pair are looked for among those who give any reason of either family: who says nothing of joining cannot be counted
as one who had not joined for money.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from testimonia.domain.figure import Figure, Interval
from testimonia.domain.finding import Association, Compared
from testimonia.study import estimate
from testimonia.study.count.groups import LEAST, Group, code_group, givers
from testimonia.study.count.ledger import Counted, seal, share, tally
from testimonia.study.count.register import Register
from testimonia.study.estimate.tables import Cells, difference, fisher, holm, odds_ratio
from testimonia.study.language import noted, said, say

FAMILIES = ("leaving", "joining")
Tables = tuple[tuple[Figure, ...], tuple[Association, ...]]
Shares = tuple[tuple[Figure, ...], tuple[Compared, ...]]
Pair = tuple[Group, Group, frozenset[str], str]
"""A reason, what it is set beside, among whom, and the id of the odds ratio."""


def associations(register: Register, groups: Sequence[Group]) -> Tables:
    """All tables, family by family, and the figures of their odds ratios."""
    figures: list[Figure] = []
    tables: list[Association] = []
    codes = {f: [code_group(register, c) for c in register.family(f) if register.present[c]] for f in FAMILIES}
    given = {f: givers(register, f) for f in FAMILIES}
    tested = [g for g in groups if g.tested]
    both = given["leaving"] & given["joining"]
    families: Mapping[str, Iterable[tuple[Group, Group, frozenset[str]]]] = {
        "leaving x joining": [(a, b, both) for a in codes["leaving"] for b in codes["joining"]],
        "leaving x leaving": [(a, b, given["leaving"]) for i, a in enumerate(codes["leaving"]) for b in codes["leaving"][i + 1 :]],
        **{f"{f} x attributes": [(a, g, given[f] & g.known) for a in codes[f] for g in tested] for f in FAMILIES},
    }  # fmt: skip
    for family, pairs in families.items():
        named = [(a, b, among, f"with.{a.id}.{b.id}.odds") for a, b, among in pairs]
        found, rows = tested_family(register, family, named)
        figures += found
        tables += rows
    return tuple(figures), tuple(tables)


def shares_by_group(register: Register, groups: Sequence[Group]) -> Shares:
    """The share of each reason in each group of five persons and more who give one of its family."""
    figures: list[Figure] = []
    rows: list[Compared] = []
    for f in FAMILIES:
        codes, given = [code_group(register, c) for c in register.family(f) if register.present[c]], givers(register, f)
        for group in groups:
            found = tuple(_conditional(register, group, codes, given, f))
            figures += found
            if found:
                rows.append(Compared(attribute=group.attribute, group=group.id, words=group.words, family=f, whole=found[0].id,
                                     shares=tuple(one.id for one in found[1:])))  # fmt: skip
    return tuple(figures), tuple(rows)


def tested_family(register: Register, family: str, pairs: Sequence[Pair]) -> Tables:
    """A family of tables: each tested exactly, all of them held to their false alarms together."""
    made = [(a, b, among, id, cells) for a, b, among, id in pairs if sum(cells := cells_of(a, b, among))]
    chances = [fisher(cells) for *_, cells in made]
    figures, tables = [], []
    for (a, b, among, id, cells), p, q in zip(made, chances, holm(chances), strict=True):
        figures.append(_odds(register, (a, b, among, id), cells, p, q, len(made)))
        tables.append(_table(family, (a, b, among, id), cells, p, q))
    return tuple(figures), tuple(tables)


def cells_of(a: Group, b: Group, among: frozenset[str]) -> Cells:
    """Both, only the first, only the second, neither."""
    one, two = a.members.keys() & among, b.members.keys() & among
    both = len(one & two)
    return both, len(one) - both, len(two) - both, len(among) - len(one | two)


def _odds(register: Register, pair: Pair, cells: Cells, p: float, q: float, tables: int) -> Figure:
    a, b, among, id = pair
    ratio, interval = odds_ratio(cells)
    held = register.in_order(a.members.keys() & b.members.keys() & among)
    many = say(", after Holm over {tables} tables {chance}", tables=tables, chance=chance(q)) if tables > 1 else ""
    query = (say("conditional odds ratio of “{words}” and “{words_b}” among those of whom both are known: both {cells}, only the first {cells_b}, only the second {cells_c}, neither {cells_d}; Fisher's exact test {chance}{many}", words=a.words, words_b=b.words, cells=cells[0], cells_b=cells[1], cells_c=cells[2], cells_d=cells[3], chance=chance(p), many=many))  # fmt: skip
    return seal(Figure(
        id=id, title=say("{words} and {words_b}: odds ratio", words=a.words, words_b=b.words), query=query, value=_finite(ratio), unit="ratio",
        interval=Interval(low=_finite(interval.low), high=_finite(interval.high), method=interval.method),
        members=held, evidence=tuple((*a.members[m], *b.members[m]) for m in held),
    ))  # fmt: skip


def _finite(value: float) -> float:
    """To three places; a ratio without bound as 999, which the query's counts explain (an empty cell)."""
    return 999.0 if math.isinf(value) or value > 999 else round(value, 3)


def chance(p: float) -> str:
    """A p-value as people write it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def _table(family: str, pair: Pair, cells: Cells, p: float, q: float) -> Association:
    a, b, among, id = pair
    both, first, second, neither = cells
    n, m = both + second, first + neither
    span = difference(both, n, first, m)
    inside = estimate.bounds(both, len(a.denied & among & b.members.keys()), n)
    outside = estimate.bounds(first, len((a.denied & among) - b.members.keys()), m)
    return Association(
        family=family, left=a.words, right=b.words, figure=id, both=both, only_left=first, only_right=second, neither=neither,
        p=round(p, 6), p_holm=round(q, 6), difference=round((both / n if n else 0.0) - (first / m if m else 0.0), 4),
        low=round(span.low, 4), high=round(span.high, 4),
        least=round(inside[0] - outside[1], 4), most=round(inside[1] - outside[0], 4),
    )  # fmt: skip


_GIVE = {"leaving": ("", noted("leaving")), "joining": ("joining.", noted("joining"))}
"""Family -> what it adds to the id of a group's denominator, and its name."""


def _conditional(
    register: Register, group: Group, codes: Sequence[Group], given: frozenset[str], family: str
) -> Iterator[Figure]:
    """The share of each code of a family among the persons of a group who give a reason of that family."""
    among = register.in_order(group.members.keys() & given)
    if len(among) < LEAST:
        return
    part, name = _GIVE[family][0], said(_GIVE[family][1])
    whole = tally(f"among.{group.id}.{part}count", _sentence(say("{group}, who give a reason for {name}", group=group.words, name=name)),
                  say("counted persons: {group}, with a {name} code that is present", group=group.words, name=name),
                  ((m, group.members[m]) for m in among))  # fmt: skip
    yield whole
    for code in codes:
        yield share_among(
            code,
            whole,
            f"among.{group.id}.{code.id}.share",
            say("{code} among {group}", code=code.words, group=group.words),
        )


def share_among(code: Group, whole: Figure, id: str, title: str) -> Figure:
    """The share of a reason among those of another figure, each with the evidence for both."""
    held = dict(zip(whole.members, whole.evidence, strict=True))
    rows: list[Counted] = [(m, (*code.members[m], *held[m])) for m in whole.members if m in code.members]
    part = tally("part", code.words, "", rows)
    bounds = estimate.bounds(len(rows), len(code.denied & held.keys()), len(whole.members))
    query = say(
        "those of {whole} who give “{code}”; bounds: none or all of those who do not mention it",
        whole=whole.id,
        code=code.words,
    )
    return share(part, whole, id=id, title=title, query=query, bounds=bounds)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
