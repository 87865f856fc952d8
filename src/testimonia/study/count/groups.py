"""Groups of counted persons that findings set beside each other: who gives a reason, and who comes from where, is of which age, did what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from testimonia.domain.person import Person
from testimonia.study.count.ledger import slug
from testimonia.study.count.people import AGE_BANDS, age_title
from testimonia.study.count.register import Register, evidence_for
from testimonia.study.countries import country_name
from testimonia.study.language import say
from testimonia.study.roles import role_words

LEAST = 5
"""Groups of fewer counted persons are not set beside codes."""


class Group(NamedTuple):
    """A group of counted persons.

    `id`, `words`: its name in an id and in words. `members`: person -> evidence. `known`: of whom it is known whether they belong to it.
    `denied`: who says that they do not (of reasons). `tested`: False where it only mirrors another ("men" beside "women").
    """

    id: str
    words: str
    members: dict[str, tuple[str, ...]]
    known: frozenset[str]
    denied: frozenset[str] = frozenset()
    attribute: str = ""
    tested: bool = True


def code_group(register: Register, code: str, sub: str = "") -> Group:
    """Those who give a reason, or a sub-theme of it. Whether somebody belongs is known of all who give any reason of the family."""
    found = register.subs.get((code, sub), {}) if sub else register.present[code]
    members = {p: tuple(k) for p, k in found.items()}
    family = code.partition("/")[0]
    words = register.name(code)
    if sub:
        known = register.snapshot.codebook.code(code)
        words = next((s.name for s in known.subs if s.id == sub), sub) if known else sub
    elif family == "joining":
        words = say("joined: {words}", words=words)  # both families may have a code of the same name ("Other")
    denied = frozenset(register.denied[code]) - members.keys()
    return Group(
        code.replace("/", ".") + (f".{slug(sub)}" if sub else ""), words, members, givers(register, family), denied
    )


def givers(register: Register, family: str) -> frozenset[str]:
    """Who gives any reason of a family: who says nothing of it cannot be counted as one who had no such reason."""
    return frozenset(p for c in register.family(family) for p in register.present[c])


def attribute_groups(register: Register) -> Iterator[Group]:
    """Women and men, bands of age, roles, countries, the study's regions; each of LEAST persons and more, and not of all."""
    for group in _all(register):
        if LEAST <= len(group.members) < len(group.known):
            yield group


def _all(register: Register) -> Iterator[Group]:
    made = _Maker(register)
    yield made.of("gender", "women", "women", lambda p: p.gender == "F")
    yield made.of("gender", "men", "men", lambda p: p.gender == "M", tested=False)
    for name, low, high in AGE_BANDS:
        title = age_title(low, high)
        yield made.of("age", f"aged_{name}", title[:1].lower() + title[1:], _aged(low, high))
    used: list[str] = []
    for role in sorted({r for p in register.counted if (r := made.role(p))}):
        used.append(slug(role, used))
        yield made.of("group_role", f"role_{used[-1]}", role_words(role), lambda p, role=role: made.role(p) == role)  # type: ignore[misc]
    for region in register.snapshot.comparisons.regions:
        inside = _from(region.countries)
        yield made.of("region", region.id, say("people from {region}", region=region.name), inside)
        yield made.of(
            "region",
            f"not_{region.id}",
            say("people not from {region}", region=region.name),
            _not(inside),
            tested=False,
        )
    for code in sorted({p.nationality for p in register.counted if p.nationality}):
        yield made.of("nationality", f"from_{code}", say("people from {code}", code=country_name(code)), _from((code,)))


def _from(countries: Iterable[str]) -> Callable[[Person], bool]:
    inside = frozenset(countries)
    return lambda p: p.nationality in inside


def _not(test: Callable[[Person], bool]) -> Callable[[Person], bool]:
    return lambda p: not test(p)


def _aged(low: int, high: int) -> Callable[[Person], bool]:
    return lambda p: p.age is not None and low <= p.age <= high


class _Maker:
    """Makes groups by attribute; of whom an attribute is known is worked out once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._held: dict[str, list[Person]] = {}
        self._roles: dict[str, str] = {}

    def role(self, person: Person) -> str:
        """The role as it may be read, in one spelling."""
        if person.id not in self._roles:
            said = self._register.public(person.group_role, person)
            self._roles[person.id] = " ".join(said.casefold().split())
        return self._roles[person.id]

    def of(self, attribute: str, id: str, words: str, test: Callable[[Person], bool], *, tested: bool = True) -> Group:
        field = "nationality" if attribute == "region" else attribute
        members = {p.id: evidence_for(p, field) for p in self._known(field) if test(p)}
        return Group(
            id, words, members, frozenset(p.id for p in self._known(field)), attribute=attribute, tested=tested
        )

    def _known(self, field: str) -> list[Person]:
        if field not in self._held:
            self._held[field] = [p for p in self._register.counted if getattr(p, field) not in (None, "")]
        return self._held[field]


def with_id(groups: Iterable[Group], id: str) -> Group | None:
    """The group of this name."""
    return next((g for g in groups if g.id == id), None)
