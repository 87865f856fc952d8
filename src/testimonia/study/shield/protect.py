"""A study as it may leave the house: requests honoured, attributes withheld, joins cut, free words without hidden names.

Three snapshots come of one: `counted`, from which all figures are counted (so no table can say more than the list of
persons does); `shown`, the same without what would join a pseudonym to a name; `guard`, which knows every hidden name
and never leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.decision import CorrectAttribute
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.question import Question
from testimonia.domain.release import Ground, Withheld
from testimonia.domain.release_policy import FieldPolicy, ReleasePolicy
from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import seal
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.mask import BYSTANDERS
from testimonia.study.shield.fields import Withholding, withheld_fields
from testimonia.study.shield.joins import joining
from testimonia.study.veil import Veil

ADULT = 18
_ATTRIBUTES = ("nationality", "gender", "age", "group_role", "joined", "left")
_WORDS = {"group_role": "role in the group", "left": "date of leaving", "joined": "date of joining"}


class Public(msgspec.Struct, frozen=True, kw_only=True):
    """What may leave the house. `fields`: person -> attributes withheld. `places`: article -> towns to be blacked out."""

    counted: Snapshot
    shown: Snapshot
    guard: Snapshot
    fields: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    withheld: tuple[Withheld, ...]


def protect(snapshot: Snapshot, policy: ReleasePolicy) -> Public:
    """The study under this policy. A pure function: equal studies give equal releases."""
    gone = frozenset(p.id for p in snapshot.persons if set(p.appearances) & set(snapshot.withdrawn))
    guard = _guard(snapshot, gone, policy)
    people = [p for p in guard.persons if p.id not in gone]
    protected = frozenset(p.id for p in people if not is_named(p, guard.settings))
    counted = [p for p in people if p.status is not Status.EXCLUDED]
    weight = {p.id: len({a.partition("@")[0] for a in p.appearances}) for p in counted}
    fields = withheld_fields(counted, protected, policy, weight)
    joins = {p.id: _joins(p, guard) for p in counted if p.pseudonymous and p.id in protected}
    bare = _bare(guard, people, fields, protected, policy)
    cut = frozenset(a for ids in joins.values() for a in ids)
    return Public(
        counted=bare,
        shown=_without(bare, cut),
        guard=guard,
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


def _bare(
    guard: Snapshot, people: Iterable[Person], fields: Withholding, protected: frozenset[str], policy: ReleasePolicy
) -> Snapshot:
    """Without the people who asked for it, attributes withheld, names gone that are not shown, free words veiled."""
    veil = Veil(guard)
    persons = tuple(_person(p, veil, fields.get(p.id, {}).keys(), p.id in protected, policy) for p in people)
    owner = {a: p.id for p in persons for a in p.appearances}
    lost = {a for p in guard.persons for a in p.appearances} - owner.keys()
    held = {id: a for id, a in guard.appearances.items() if id not in lost}
    known = set(owner.values())
    return msgspec.structs.replace(
        guard,
        persons=persons,
        appearances={id: _appearance(a, owner.get(id), protected, fields, veil) for id, a in held.items()},
        articles=tuple(_article(a, veil) for a in guard.articles),
        codings=tuple(
            msgspec.structs.replace(k, reasons=tuple(veil.words(r, (k.article,)) for r in k.reasons))
            for k in guard.codings
            if k.appearance in held
        ),
        passages=tuple(p for p in guard.passages if p.appearance in held),
        questions=tuple(
            msgspec.structs.replace(q, why=veil.words(q.why, (q.article, *veil.articles_of(q.appearances))))
            for q in guard.questions
            if not lost & set(q.appearances)
            and (q.person is None or q.person in known)
            and not _suspects(q, owner, protected)
        ),
        set_asides=tuple(
            msgspec.structs.replace(
                s,
                detail=veil.words(s.detail, veil.articles_of((s.subject,)) or (s.subject,)),
                source=veil.address(s.source, veil.articles_of((s.subject,)) or (s.subject,)),
            )
            for s in guard.set_asides
        ),
        claims=tuple(
            msgspec.structs.replace(c, attributed_to=veil.words(c.attributed_to, (c.article,)) or None)
            for c in guard.claims
        ),
        decisions=tuple(d for d in guard.decisions if _may_be_told(d.action, held)),
        count=_range(guard, persons),
        withdrawn=(),
        replies={a: veil.words(text, veil.articles_of((a,))) for a, text in guard.replies.items() if a in owner},
    )


def _suspects(question: Question, owner: dict[str, str], protected: frozenset[str]) -> bool:
    """Whether asking it in public would say who somebody under a pseudonym may be."""
    about = {owner[a] for a in question.appearances if a in owner} | ({question.person} if question.person else set())
    return len(about) > 1 and bool(about & protected)


def _may_be_told(action: object, held: dict[str, Appearance]) -> bool:
    """Decisions about people who asked to be left out, and corrections of names, stay in the house."""
    about = [getattr(action, name, None) for name in ("appearance", "left", "right")]
    return all(a is None or a in held for a in about) and not (
        isinstance(action, CorrectAttribute) and action.field == "name"
    )


def _range(guard: Snapshot, persons: tuple[Person, ...]) -> CountRange:
    """The count and its range without the people who asked to be left out."""
    before = guard.count
    counted = sum(p.status is not Status.EXCLUDED for p in persons)
    less = before.best - counted
    pairs = {a for p in persons for a in p.appearances}
    return CountRange(
        floor=max(0, min(before.floor - less, counted)),
        best=counted,
        ceiling=max(counted, before.ceiling - less),
        open_pairs=tuple(pair for pair in before.open_pairs if set(pair) <= pairs),
    )


def _person(person: Person, veil: Veil, gone: Iterable[str], is_protected: bool, policy: ReleasePolicy) -> Person:
    excluded = person.status is Status.EXCLUDED
    names = {"name", "alias"} if is_protected else {"alias"} if policy.aliases is FieldPolicy.HIDE else set()
    dropped = {*gone, *names, "place", *(_ATTRIBUTES if excluded else ())}
    kept = [
        (_value(v, veil, s), s)
        for v, s in zip(person.values, person.values_from, strict=False)
        if v.field not in dropped and not (v.field == "alias" and veil.about(v.value, person) != v.value)
    ]
    shown = shown_name(person, veil.settings)
    shown = shown if is_named(person, veil.settings) and veil.name(person) == shown else _stand_in(person, shown, veil)
    return msgspec.structs.replace(
        person,
        reason=veil.about(person.reason, person),
        label=shown,
        name=None if is_protected and shown == person.id else shown if is_protected else person.name,
        aliases=() if names else tuple(a for a in person.aliases if veil.about(a, person) == a),
        values=tuple(v for v, _ in kept),
        values_from=tuple(s for _, s in kept),
        **{f: _attribute(person, f, f in dropped, veil) for f in _ATTRIBUTES},
    )


def _stand_in(person: Person, shown: str, veil: Veil) -> str:
    """What is shown, unless it is a description that names somebody else: then the id."""
    return shown if veil.about(shown, person) == shown else person.id


def _attribute(person: Person, field: str, is_dropped: bool, veil: Veil) -> object:
    value = None if is_dropped else getattr(person, field)
    return veil.about(value, person) if field == "group_role" and value else value


def _value(value: msgspec.Struct, veil: Veil, appearance: str) -> msgspec.Struct:
    if getattr(value, "field", "") != "group_role":
        return value
    return msgspec.structs.replace(
        value, value=veil.words(getattr(value, "value", ""), veil.articles_of((appearance,)))
    )


def _appearance(
    one: Appearance, owner: str | None, protected: frozenset[str], fields: Withholding, veil: Veil
) -> Appearance:
    """Without what it says of hidden people: their names, the attributes withheld, the machine's words about them."""
    hidden = owner in protected or (owner is None and one.role in BYSTANDERS)
    dropped = {"place", *fields.get(owner or "", {}), *(("name", "alias") if hidden else ())}
    here = (one.article,)
    return msgspec.structs.replace(
        one,
        label=one.id if hidden else veil.words(one.label, here),
        mentions=() if hidden else one.mentions,
        values=tuple(v for v in one.values if v.field not in dropped),
        reasons=tuple(veil.words(r, here) for r in one.reasons),
        counter_reasons=tuple(veil.words(r, here) for r in one.counter_reasons),
    )


def _article(facts: ArticleFacts, veil: Veil) -> ArticleFacts:
    here = (facts.id,)
    return msgspec.structs.replace(
        facts,
        source=veil.address(facts.source, here),
        title=veil.words(facts.title, here) or None,
        publisher=veil.words(facts.publisher, here) or None,
        agency=veil.words(facts.agency, here) or None,
    )


def _without(snapshot: Snapshot, cut: frozenset[str]) -> Snapshot:
    """Without the appearances that would join a pseudonym to a name, and all that rests on them."""
    if not cut:
        return snapshot

    def kept(person: Person) -> Person:
        pairs = [(v, s) for v, s in zip(person.values, person.values_from, strict=False) if s not in cut]
        return msgspec.structs.replace(
            person,
            appearances=tuple(a for a in person.appearances if a not in cut),
            values=tuple(v for v, _ in pairs),
            values_from=tuple(s for _, s in pairs),
        )

    return msgspec.structs.replace(
        snapshot,
        persons=tuple(kept(p) for p in snapshot.persons),
        appearances={id: a for id, a in snapshot.appearances.items() if id not in cut},
        codings=tuple(k for k in snapshot.codings if k.appearance not in cut),
        passages=tuple(p for p in snapshot.passages if p.appearance not in cut),
        questions=tuple(q for q in snapshot.questions if not cut & set(q.appearances)),
        decisions=tuple(
            d
            for d in snapshot.decisions
            if not cut & {getattr(d.action, n, "") for n in ("appearance", "left", "right")}
        ),
        replies={a: t for a, t in snapshot.replies.items() if a not in cut},
    )


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
        yield Withheld(what="everything about people who asked for it", ground=Ground.REQUEST, count=len(gone))
    minors = [p.id for p in guard.persons if p.shown is Disclosure.IDS and p.id not in gone]
    named = {p.id for p in snapshot.persons if is_named(p, snapshot.settings)}
    minors = [id for id in minors if id in named]
    if minors:
        yield Withheld(what="name of people who were minors", ground=Ground.MINOR, count=len(minors))
    names = [p.id for p in guard.persons if p.id not in gone and not is_named(p, guard.settings) and p.name]
    names = [id for id in names if id not in minors]
    if names:
        yield Withheld(what="name", ground=Ground.POLICY, count=len(names))
    tally = Counter((field, ground) for held in fields.values() for field, ground in held.items())
    for (field, ground), count in sorted(tally.items()):
        who = tuple(sorted(id for id, held in fields.items() if held.get(field) is ground))
        yield Withheld(what=_WORDS.get(field, field), ground=ground, count=count, persons=who)
    cut = [id for ids in joins.values() for id in ids]
    if cut:
        yield Withheld(what="article of a person under a pseudonym", ground=Ground.JOIN, count=len(cut))


def name_of(person: Person, public: Public) -> str:
    """What stands for the person in the release."""
    return shown_name(person, public.guard.settings)


_UNKNOWN = {
    "country.unknown.count": "nationality", "gender.unknown.count": "gender", "age.unknown.count": "age",
    "role.unknown.count": "group_role", "time.left.undated.count": "left",
}  # fmt: skip


def marked(findings: Findings, public: Public) -> Findings:
    """The findings with the figures of what is not known saying how many of it is withheld instead."""

    def say(figure: Figure) -> Figure:
        field = _UNKNOWN.get(figure.id, "")
        count = sum(field in fields for fields in public.fields.values())
        if not count:
            return figure
        query = f"{figure.query}; of them {count} whose {_WORDS.get(field, field)} is known and withheld"
        return seal(msgspec.structs.replace(figure, title=f"{figure.title} or withheld", query=query))

    return msgspec.structs.replace(findings, figures=tuple(say(f) for f in findings.figures))
