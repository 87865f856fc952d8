"""Releases side by side must not say what none says alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from testimonia.domain.figure import Findings
from testimonia.domain.person import Person
from testimonia.domain.release import Ground, Shown, Withheld
from testimonia.domain.release_policy import FieldPolicy, ReleasePolicy
from testimonia.study.language import said
from testimonia.study.shield.fields import KEYS, value_of
from testimonia.study.shield.protect import WORDS

ATTRIBUTES = {
    "country.": "nationality",
    "gender.": "gender",
    "age.": "age",
    "role.": "group_role",
    "time.left.": "left",
}
"""Families of figures by which somebody may be told, and the attribute that each counts."""


def differences(before: Mapping[str, Shown], now: Mapping[str, Shown]) -> Iterator[str]:
    """What the release before and this one would join, one sentence each; both are appearance -> what was shown.

    Who was shown by name then and under a pseudonym now (or the other way round) is named by the two together; the ids
    and the words of quotes stay the same from release to release.
    """
    for appearance in before.keys() & now.keys():
        then, here = before[appearance], now[appearance]
        if then.named and not here.named:
            yield (
                f"{here.name}: the release before shows this person by name, this one would not: the two together join "
                f"the name to the pseudonym"
            )
        elif here.named and not then.named:
            yield (
                f"{then.name}: the release before shows this person under a pseudonym, this one would show the name: the "
                f"two together join them"
            )


def known_before(releases: Iterable[Mapping[str, Shown]]) -> dict[str, Shown]:
    """What a reader of all releases so far knows: of each appearance what was shown last, with every attribute that was ever shown."""
    known: dict[str, Shown] = {}
    for shown in releases:
        for appearance, one in shown.items():
            held = known.get(appearance)
            ever = dict.fromkeys((*held.fields, *one.fields)) if held else one.fields
            known[appearance] = msgspec.structs.replace(one, fields=tuple(ever))
    return known


def betrayed(findings: Findings, hidden: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Figures that count somebody by an attribute that is withheld: beside a release without that person, or with, they would tell it.

    `hidden`: person -> attributes withheld, for the people who are not shown by name.
    """
    for figure in findings.figures:
        field = next((held for family, held in ATTRIBUTES.items() if figure.id.startswith(family)), None)
        if field is None or ".unknown." in figure.id or ".undated" in figure.id:
            continue
        for id in figure.members:
            if field in hidden.get(id, ()):
                yield f"{figure.id}: counts {id}, whose {field} is withheld"


def composed(
    before: Mapping[str, Shown], persons: Sequence[Person], hidden: Mapping[str, Collection[str]], protected: Collection[str], policy: ReleasePolicy
) -> Iterator[str]:  # fmt: skip
    """Who would be told apart by what was shown of them before and what is shown now, though by neither alone; one sentence each.

    The ids stay the same, so a reader can put both together: an age from one release, a country from the other. `persons`: all who are counted,
    as the study knows them. Source: S. Ganta, S. Kasiviswanathan, A. Smith, "Composition attacks and auxiliary information in data privacy", KDD 2008.
    """
    keys = [f for f in KEYS if getattr(policy, f) is not FieldPolicy.SHOW]
    for person in persons:
        if person.id not in protected:
            continue
        then = {f for a in person.appearances if a in before for f in before[a].fields if f in keys}
        here = {f for f in keys if value_of(person, f) is not None and f not in hidden.get(person.id, ())}
        if then <= here or here <= then:
            continue
        both = [f for f in keys if f in then | here]
        mine = [value_of(person, f) for f in both]
        if sum(mine == [value_of(other, f) for f in both] for other in persons) < policy.threshold:
            yield (
                f"{person.id}: a release before shows {_listed(then - here)}, this one would show {_listed(here - then)}: fewer than "
                f"{policy.threshold} people share both; hide one of the two in [release] of study.toml"
            )


def _listed(fields: Collection[str]) -> str:
    return ", ".join(sorted(fields))


def taken_back(
    before: Mapping[str, Shown], persons: Sequence[Person], hidden: Mapping[str, Sequence[str]]
) -> tuple[Withheld, ...]:
    """What this release withholds of people of whom a release before shows it: it is known already, and whoever signs must be told.

    It is no reason to refuse: to show it again would be worse. `hidden`: person -> attributes withheld now.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for person in persons:
        shown = {f for a in person.appearances if a in before for f in before[a].fields}
        for field in shown.intersection(hidden.get(person.id, ())):
            known[field].add(person.id)
    return tuple(
        Withheld(what=said(WORDS.get(f, f)), ground=Ground.PREVIOUS, count=len(ids)) for f, ids in sorted(known.items())
    )
