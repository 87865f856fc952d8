"""What goes together: leaving x joining, codes x attributes, codes x codes, and shares within a group.

Every two-by-two table of a family is tested exactly, and the family as a whole is held to its false alarms by Holm's method. Both
reasons of a pair are looked for among those who give any reason of either family: who says nothing of joining cannot be counted
as one who had not joined for money.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from testimonia.domain.figure import Figure, Interval
from testimonia.domain.finding import Association
from testimonia.domain.person import Person
from testimonia.study import estimate
from testimonia.study.count.ledger import Counted, seal, share, slug, tally
from testimonia.study.count.register import Register, evidence_for
from testimonia.study.countries import country_name
from testimonia.study.estimate.tables import Cells, fisher, holm, odds_ratio

WEST = frozenset(
    [
        "AD",
        "AT",
        "AU",
        "BE",
        "CA",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MT",
        "NL",
        "NO",
        "NZ",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "SM",
        "US",
    ]
)
"""Western Europe and the European Union, Northern America, Australia and New Zealand: what reports mean by "Westerners"."""
LEAST = 5
"""Groups of fewer counted persons are not set beside codes."""


class Group(NamedTuple):
    """A group of counted persons: its name in an id and in words, who is in it, and of whom it is known."""

    id: str
    words: str
    members: dict[str, tuple[str, ...]]
    known: frozenset[str]


def associations(register: Register) -> tuple[tuple[Figure, ...], tuple[Association, ...]]:
    """All tables, family by family, and the figures of their odds ratios and conditional shares."""
    figures: list[Figure] = []
    tables: list[Association] = []
    codes = {f: [_code(register, c) for c in register.family(f) if register.present[c]] for f in ("leaving", "joining")}
    given = {f: frozenset(p for g in groups for p in g.members) for f, groups in codes.items()}
    groups = list(_groups(register))
    both = given["leaving"] & given["joining"]
    families: Mapping[str, Iterable[tuple[Group, Group, frozenset[str]]]] = {
        "leaving x joining": [(a, b, both) for a in codes["leaving"] for b in codes["joining"]],
        "leaving x leaving": [(a, b, given["leaving"]) for i, a in enumerate(codes["leaving"]) for b in codes["leaving"][i + 1 :]],
        "leaving x attributes": [(a, g, given["leaving"] & g.known) for a in codes["leaving"] for g in groups],
    }  # fmt: skip
    for family, pairs in families.items():
        made = [(a, b, _cells(a, b, among)) for a, b, among in pairs]
        made = [(a, b, cells) for a, b, cells in made if sum(cells)]
        chances = [fisher(cells) for _, _, cells in made]
        for (a, b, cells), p, q in zip(made, chances, holm(chances), strict=True):
            figure = _odds(register, a, b, cells, p, q, len(made))
            figures.append(figure)
            tables.append(_table(family, a, b, cells, figure, p, q))
    for group in groups:
        figures += _conditional(register, group, codes["leaving"], given["leaving"])
    return tuple(figures), tuple(tables)


def _code(register: Register, code: str) -> Group:
    members = {p: tuple(k) for p, k in register.present[code].items()}
    # both families may have a code of the same name ("Other")
    words = f"joined: {register.name(code)}" if code.startswith("joining/") else register.name(code)
    return Group(code.replace("/", "."), words, members, frozenset())


def _groups(register: Register) -> Iterator[Group]:
    """Women, Westerners, and the countries from which five or more come."""
    yield from _attribute(register, "gender", {"F": ("women", "women")})
    wanted = dict.fromkeys(WEST, ("west", "people from the West"))
    yield from _attribute(register, "nationality", wanted)
    codes = sorted({p.nationality for p in register.counted if p.nationality})
    for code in codes:
        yield from _attribute(register, "nationality", {code: (f"from_{code}", f"people from {country_name(code)}")})


def _attribute(register: Register, field: str, wanted: Mapping[str, tuple[str, str]]) -> Iterator[Group]:
    def has(person: Person) -> bool:
        return str(getattr(person, field)) in wanted

    members = {p.id: evidence_for(p, field) for p in register.counted if has(p)}
    known = frozenset(p.id for p in register.counted if getattr(p, field))
    if LEAST <= len(members) < len(known):
        id, words = next(iter(wanted.values()))
        yield Group(id, words, members, known)


def _cells(a: Group, b: Group, among: frozenset[str]) -> Cells:
    one, two = a.members.keys() & among, b.members.keys() & among
    both = len(one & two)
    return both, len(one) - both, len(two) - both, len(among) - len(one | two)


def _odds(register: Register, a: Group, b: Group, cells: Cells, p: float, q: float, tables: int) -> Figure:
    ratio, interval = odds_ratio(cells)
    held = register.in_order(a.members.keys() & b.members.keys())
    many = f", after Holm over {tables} tables {chance(q)}" if tables > 1 else ""
    query = (f"conditional odds ratio of “{a.words}” and “{b.words}” among those of whom both are known: both {cells[0]}, only the first "
             f"{cells[1]}, only the second {cells[2]}, neither {cells[3]}; Fisher's exact test {chance(p)}{many}")  # fmt: skip
    return seal(Figure(
        id=f"with.{a.id}.{b.id}.odds", title=f"{a.words} and {b.words}: odds ratio", query=query, value=_finite(ratio), unit="ratio",
        interval=Interval(low=_finite(interval.low), high=_finite(interval.high), method=interval.method),
        members=held, evidence=tuple((*a.members[m], *b.members[m]) for m in held),
    ))  # fmt: skip


def _finite(value: float) -> float:
    """To three places; a ratio without bound as 999, which the query's counts explain (an empty cell)."""
    return 999.0 if math.isinf(value) or value > 999 else round(value, 3)


def chance(p: float) -> str:
    """A p-value as people write it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def _table(family: str, a: Group, b: Group, cells: Cells, figure: Figure, p: float, q: float) -> Association:
    return Association(
        family=family, left=a.words, right=b.words, figure=figure.id, both=cells[0], only_left=cells[1], only_right=cells[2],
        neither=cells[3], p=round(p, 6), p_holm=round(q, 6),
    )  # fmt: skip


def _conditional(register: Register, group: Group, codes: list[Group], given: frozenset[str]) -> Iterator[Figure]:
    """The share of each leaving code among the persons of a group who give a reason for leaving."""
    name = slug(group.id)
    among = register.in_order(group.members.keys() & given)
    if len(among) < LEAST:
        return
    whole = tally(f"among.{name}.count", f"{group.words}, who give a reason for leaving".capitalize(),
                  f"counted persons: {group.words}, with a leaving code that is present",
                  ((m, group.members[m]) for m in among))  # fmt: skip
    yield whole
    for code in codes:
        rows: list[Counted] = [(m, (*code.members[m], *group.members[m])) for m in among if m in code.members]
        part = tally("part", code.words, "", rows)
        denied = register.denied[code.id.replace(".", "/", 1)].keys() - code.members.keys()
        bounds = estimate.bounds(len(rows), len(denied & set(among)), len(among))
        yield share(part, whole, id=f"among.{name}.{code.id}.share", title=f"{code.words} among {group.words}", bounds=bounds,
                    query=f"those of {whole.id} with a coding {code.id.replace('.', '/', 1)}; bounds: none or all of those who do not mention it")  # fmt: skip
