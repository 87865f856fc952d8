"""Two releases side by side must not say what neither says alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from testimonia.domain.figure import Findings
from testimonia.domain.person import Person
from testimonia.domain.release import Ground, Shown, Withheld

ATTRIBUTES = ("country.", "gender.", "age.", "role.", "time.left.")
"""Families of figures by which somebody may be told."""


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


def told_apart(
    before: Mapping[str, tuple[str, ...]], findings: Findings, hidden: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Figures whose members differ from those of the release before by one person whose attribute is withheld.

    `hidden`: person -> attributes withheld, for the people who are not shown by name.
    """
    fields = dict(zip(ATTRIBUTES, ("nationality", "gender", "age", "group_role", "left"), strict=True))
    for figure in findings.figures:
        family = next((f for f in ATTRIBUTES if figure.id.startswith(f)), None)
        if family is None or figure.id not in before or ".unknown." in figure.id or ".undated" in figure.id:
            continue
        moved = set(before[figure.id]) ^ set(figure.members)
        told = [p for p in moved if fields[family] in hidden.get(p, frozenset())]
        if len(moved) == 1 and told and told[0] in figure.members:
            yield f"{figure.id}: differs from the release before by {told[0]} alone, whose {fields[family]} is withheld"


def taken_back(
    before: Mapping[str, Shown], persons: Sequence[Person], hidden: Mapping[str, Sequence[str]]
) -> tuple[Withheld, ...]:
    """What this release withholds of people of whom the release before shows it: it is known already, and whoever signs must be told.

    It is no reason to refuse: to show it again would be worse. `hidden`: person -> attributes withheld now.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for person in persons:
        shown = {f for a in person.appearances if a in before for f in before[a].fields}
        for field in shown.intersection(hidden.get(person.id, ())):
            known[field].add(person.id)
    return tuple(
        Withheld(what=f.replace("group_role", "role in the group"), ground=Ground.PREVIOUS, count=len(ids))
        for f, ids in sorted(known.items())
    )
