"""A study as it may leave the house: requests honoured, attributes withheld, joins cut, free words without hidden names.

Three snapshots come of one: `counted`, from which all figures are counted (so no table can say more than the list of
persons does); `shown`, the same without what would join a pseudonym to a name; `guard`, which knows every hidden name
and never leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import Person, Status
from testimonia.domain.release import Ground, Withheld
from testimonia.domain.release_policy import FieldPolicy, ReleasePolicy
from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import seal
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.language import noted, said, say
from testimonia.study.requests import withdrawn
from testimonia.study.shield.bare import bare, without
from testimonia.study.shield.fields import Withholding, withheld_fields
from testimonia.study.shield.joins import joining
from testimonia.study.veil import Veil

ADULT = 18
WORDS = {
    "group_role": noted("role in the group"),
    "left": noted("date of leaving"),
    "joined": noted("date of joining"),
}


class Public(msgspec.Struct, frozen=True, kw_only=True):
    """What may leave the house. `fields`: person -> attributes withheld. `places`: article -> towns to be blacked out. `veil`: over `guard`."""

    counted: Snapshot
    shown: Snapshot
    guard: Snapshot
    veil: Veil
    fields: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    withheld: tuple[Withheld, ...]


def protect(snapshot: Snapshot, policy: ReleasePolicy) -> Public:
    """The study under this policy. A pure function: equal studies give equal releases."""
    gone = frozenset(p.id for p in withdrawn(snapshot))
    guard = _guard(snapshot, gone, policy)
    people = [p for p in guard.persons if p.id not in gone]
    protected = frozenset(p.id for p in people if not is_named(p, guard.settings))
    counted = [p for p in people if p.status is not Status.EXCLUDED]
    weight = {p.id: len({a.partition("@")[0] for a in p.appearances}) for p in counted}
    fields = withheld_fields(counted, protected, policy, weight)
    joins = {p.id: _joins(p, guard) for p in counted if p.pseudonymous and p.id in protected}
    veil = Veil(guard)
    stripped = bare(guard, veil, people, fields, protected, policy)
    cut = frozenset(a for ids in joins.values() for a in ids)
    return Public(
        counted=stripped,
        shown=without(stripped, cut),
        guard=guard,
        veil=veil,
        fields={id: tuple(held) for id, held in fields.items()},
        places=_places(guard, protected) if policy.places is not FieldPolicy.SHOW else {},
        withheld=tuple(_told(snapshot, guard, gone, fields, joins)),
    )


def _guard(snapshot: Snapshot, gone: frozenset[str], policy: ReleasePolicy) -> Snapshot:
    """Everything, with those marked who must be shown less far than the settings say."""

    def marked(person: Person) -> Person:
        if person.id in gone:
            return msgspec.structs.replace(person, status=Status.EXCLUDED)
        minor = person.age is not None and person.age < ADULT and policy.minors is not FieldPolicy.SHOW
        return msgspec.structs.replace(person, shown=Disclosure.IDS) if minor else person

    return msgspec.structs.replace(snapshot, persons=tuple(marked(p) for p in snapshot.persons))


def _joins(person: Person, guard: Snapshot) -> tuple[str, ...]:
    return joining(person, [guard.appearances[a] for a in person.appearances if a in guard.appearances])


def _places(guard: Snapshot, protected: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Towns by which somebody may be found, but not those that the whole group ruled."""
    common = {t.casefold() for g in guard.settings.groups for t in (*g.territory, *g.context)}
    found: dict[str, list[str]] = {}
    for person in guard.persons:
        for id in person.appearances if person.id in protected else ():
            seen = guard.appearances.get(id)
            towns = [v.value for v in seen.values if v.field == "place"] if seen else []
            if seen and (telling := [t for t in towns if t.casefold() not in common]):
                found.setdefault(seen.article, []).extend(telling)
    return {article: tuple(dict.fromkeys(towns)) for article, towns in found.items()}


def _told(
    snapshot: Snapshot, guard: Snapshot, gone: frozenset[str], fields: Withholding, joins: dict[str, tuple[str, ...]]
) -> Iterable[Withheld]:
    """What the page of the check says, without saying of whom where that would tell."""
    if gone:
        yield Withheld(what=say("everything about people who asked for it"), ground=Ground.REQUEST, count=len(gone))
    minors = [p.id for p in guard.persons if p.shown is Disclosure.IDS and p.id not in gone]
    named = {p.id for p in snapshot.persons if is_named(p, snapshot.settings)}
    minors = [id for id in minors if id in named]
    if minors:
        yield Withheld(what=say("name of people who were minors"), ground=Ground.MINOR, count=len(minors))
    names = [p.id for p in guard.persons if p.id not in gone and not is_named(p, guard.settings) and p.name]
    names = [id for id in names if id not in minors]
    if names:
        yield Withheld(what="name", ground=Ground.POLICY, count=len(names))
    tally = Counter((field, ground) for held in fields.values() for field, ground in held.items())
    for (field, ground), count in sorted(tally.items()):
        who = tuple(sorted(id for id, held in fields.items() if held.get(field) is ground))
        yield Withheld(what=said(WORDS.get(field, field)), ground=ground, count=count, persons=who)
    cut = [id for ids in joins.values() for id in ids]
    if cut:
        yield Withheld(what=say("article of a person under a pseudonym"), ground=Ground.JOIN, count=len(cut))


def name_of(person: Person, public: Public) -> str:
    """What stands for the person in the release."""
    return shown_name(person, public.guard.settings)


_UNKNOWN = {
    "country.unknown.count": "nationality", "gender.unknown.count": "gender", "age.unknown.count": "age",
    "role.unknown.count": "group_role", "time.left.undated.count": "left",
}  # fmt: skip


def marked(findings: Findings, public: Public) -> Findings:
    """The findings as they go out: of what is not known it is said how much is withheld; no question who a pseudonym may be."""
    guard = public.guard
    hidden = {a for p in guard.persons if not is_named(p, guard.settings) for a in p.appearances}

    def told(figure: Figure) -> Figure:
        field = _UNKNOWN.get(figure.id, "")
        count = sum(field in fields for fields in public.fields.values())
        if not count:
            return figure
        query = say(
            "{figure}; of them {count} whose {field} is known and withheld",
            figure=figure.query,
            count=count,
            field=said(WORDS.get(field, field)),
        )
        return seal(
            msgspec.structs.replace(figure, title=say("{figure} or withheld", figure=figure.title), query=query)
        )

    return msgspec.structs.replace(
        findings,
        figures=tuple(told(f) for f in findings.figures),
        sensitivity=tuple(one for one in findings.sensitivity if not hidden & set(one.appearances)),
    )
