"""A study stripped of what does not leave the house: names, attributes withheld, suspicions; free words veiled."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.article import ArticleFacts
from testimonia.domain.decision import CorrectAttribute
from testimonia.domain.person import Person, Status
from testimonia.domain.question import Question
from testimonia.domain.release_policy import FIELDS, FieldPolicy, ReleasePolicy
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.translation import Rendering
from testimonia.study.disclosure import is_named, shown_name
from testimonia.study.mask import BYSTANDERS
from testimonia.study.requests import lowered
from testimonia.study.shield.fields import Withholding
from testimonia.study.veil import Veil


def bare(
    guard: Snapshot,
    veil: Veil,
    people: Iterable[Person],
    fields: Withholding,
    protected: frozenset[str],
    policy: ReleasePolicy,
) -> Snapshot:
    """Without the people who asked for it, attributes withheld, names gone that are not shown, free words veiled."""
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
        sampled=tuple(s for s in guard.sampled if s.unit not in lost),
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
        count=lowered(guard.count, persons, {a for a, id in owner.items() if id not in protected}),
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


def _person(person: Person, veil: Veil, gone: Iterable[str], is_protected: bool, policy: ReleasePolicy) -> Person:
    excluded = person.status is Status.EXCLUDED
    names = {"name", "alias"} if is_protected else {"alias"} if policy.aliases is FieldPolicy.HIDE else set()
    dropped = {*gone, *names, "place", *(FIELDS if excluded else ())}
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
        **{f: _attribute(person, f, f in dropped, veil) for f in FIELDS},
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
        title=veil.original(facts.title, facts.id) or None,
        publisher=veil.words(facts.publisher, here) or None,
        agency=veil.words(facts.agency, here) or None,
        translation=_rendering(facts.translation, veil, here),
    )


def _rendering(held: Rendering | None, veil: Veil, here: tuple[str, ...]) -> Rendering | None:
    """Whose translation it is; who put it into the log is the team's own business."""
    return msgspec.structs.replace(held, by="", supplier=veil.words(held.supplier, here)) if held else None


def without(snapshot: Snapshot, cut: frozenset[str]) -> Snapshot:
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
