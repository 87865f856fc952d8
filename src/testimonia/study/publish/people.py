"""Each counted person's section, the exclusion list and the open questions."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.appearance import Appearance, Basis, Value
from testimonia.domain.person import Person, Status
from testimonia.domain.question import Question
from testimonia.domain.span import Span
from testimonia.study.countries import country_name
from testimonia.study.disclosure import disclosure_of
from testimonia.study.language import noted, said, say
from testimonia.study.publish.desk import ROLE_WORDS, Desk, anchor
from testimonia.study.publish.excerpts import direction_of
from testimonia.study.publish.ledger import question_words
from testimonia.study.publish.pages import Attribute, Excluded, PersonView, QuestionView
from testimonia.study.publish.quotes import groups
from testimonia.study.publish.views import Link
from testimonia.study.publish.wording import date_words, sentence
from testimonia.study.roles import role_words

_FIELDS = (
    ("nationality", noted("Comes from")),
    ("gender", noted("Gender")),
    ("age", noted("Age")),
    ("group_role", noted("Role in the group")),
)
_FEW = 80
"""Code points of the words beside a source."""
_GENDERS = {"F": noted("woman"), "M": noted("man")}
_BASIS = {Basis.STATED: "", Basis.INFERRED: noted("concluded, not stated"), Basis.DECIDED: noted("set by a reviewer")}

WITHHELD = noted("withheld, so that nobody is found by it")

Valued = tuple[str, str, tuple[Link, ...]]


def persons(desk: Desk) -> tuple[PersonView, ...]:
    """Counted persons: those named by name, then the others by id."""
    ordered = sorted(
        desk.counted, key=lambda p: (not desk.mask.is_named(p) or not p.name, desk.name(p).casefold(), p.id)
    )
    return tuple(_person(desk, p) for p in ordered)


def _person(desk: Desk, person: Person) -> PersonView:
    name = desk.name(person)
    desk.read_ahead(coding.article for coding in desk.by_person[person.id])
    return PersonView(
        anchor=anchor(person.id),
        id=person.id,
        name=name,
        direction=direction_of(name),
        named=name != person.id,
        about=desk.about(person),
        status=_status(desk, person),
        note=_note(desk, person),
        attributes=tuple(_attributes(desk, person)),
        dates=tuple(_dates(desk, person)),
        groups=groups(desk, person),
        told_in=tuple(_told_in(desk, person)),
        reply=next((r for a in person.appearances if (r := desk.snapshot.replies.get(a))), ""),
    )


def _status(desk: Desk, person: Person) -> str:
    if person.status is Status.CANDIDATE:
        return say("Proposed by the program; no reviewer has decided yet.")
    reason = desk.public(person.reason, desk.articles_of(person))
    return say("Counted by decision: {reason}.", reason=reason) if reason else say("Counted by decision.")


def _note(desk: Desk, person: Person) -> str:
    if desk.mask.is_named(person):
        if person.pseudonymous:
            return say("Spoke under a changed name, which is the one shown here.")
        return "" if person.name else say("No source gives a name.")
    if person.pseudonymous:
        return say("Spoke under a changed name; shown by id.")
    return say(
        "Shown by {settings} in this report.",
        settings=say("initials") if disclosure_of(person, desk.settings).value == "initials" else say("id"),
    )


# -- attributes and dates
def _attributes(desk: Desk, person: Person) -> Iterator[Attribute]:
    if desk.mask.is_named(person) and not person.pseudonymous and person.aliases:
        yield Attribute(field=say("Also written"), values=tuple((alias, "", ()) for alias in person.aliases))
    for field, words in _FIELDS:
        title = said(words)
        if desk.screen.is_withheld(person.id, field):
            yield Attribute(field=title, values=((said(WITHHELD), "", ()),))
            continue
        best = getattr(person, field)
        yield Attribute(field=title, values=_values(desk, person, field, None if best is None else str(best)))


def _values(desk: Desk, person: Person, field: str, best: str | None) -> tuple[Valued, ...]:
    """The best value first, then others that some article gives; each with the articles it comes from."""
    sources: dict[str, list[tuple[Value, str]]] = {best: []} if best is not None else {}
    for value, source in zip(person.values, person.values_from, strict=False):
        if value.field == field:
            sources.setdefault(value.value, []).append((value, source))
    return tuple(_value(desk, person, field, text, found) for text, found in sources.items())


def _value(desk: Desk, person: Person, field: str, text: str, found: list[tuple[Value, str]]) -> Valued:
    seen = [(v, desk.snapshot.appearances[s]) for v, s in found if s in desk.snapshot.appearances]
    bases = {said(_BASIS[v.basis]) for v, _ in seen}
    note = bases.pop() if len(bases) == 1 else ""
    links = {a.article: _source(desk, v, a) for v, a in reversed(seen)}
    return _say(desk, person, field, text), note, tuple(links[a] for a in dict.fromkeys(a.article for _, a in seen))


def _source(desk: Desk, value: Value, appearance: Appearance) -> Link:
    note = _words(desk, value.span, appearance.article) if value.span else ""
    return Link(text=desk.printed(appearance.article), href="#" + anchor(appearance.article), note=note)


def _words(desk: Desk, span: Span, article: str) -> str:
    """The words on which a value rests, where they are few; those of a translation are said to be so."""
    read = desk.rendered(article, span)
    words = read.words if read else desk.mask.original(" ".join(span.quote.split()), article)
    if not words or len(words) > _FEW:
        return ""
    return say("“{words}” in the translation", words=words) if read else f"“{words}”"


def _say(desk: Desk, person: Person, field: str, value: str) -> str:
    if field == "nationality":
        return country_name(value)
    if field == "gender":
        return said(_GENDERS.get(value, value))
    if field in ("joined", "left", "spoke"):
        return date_words(value)
    if field == "group_role":
        value = role_words(value)
    return desk.public(value, desk.articles_of(person))


def _dates(desk: Desk, person: Person) -> Iterator[tuple[str, str, tuple[Link, ...]]]:
    """The five dates, kept apart."""
    for field, title in (("joined", say("Joined")), ("left", say("Left"))):
        if desk.screen.is_withheld(person.id, field):
            yield title, said(WITHHELD), ()
            continue
        values = _values(desk, person, field, getattr(person, field))
        for i, (text, note, links) in enumerate(values or ((say("not known"), "", ()),)):
            yield (
                title if i == 0 else say("{title}, elsewhere", title=title),
                f"{text} ({note})" if note else text,
                links,
            )
    facts = [desk.facts[a] for a in desk.articles_of(person) if a in desk.facts]
    first = [desk.short_link(f.id) for f in facts if f.published and f.published == person.first_public]
    yield say("First spoke publicly"), date_words(person.first_public), tuple(first[:1])
    published = dict.fromkeys(
        date_words(f.published) for f in sorted(facts, key=lambda f: f.published or "") if f.published
    )
    captured = dict.fromkeys(
        date_words(f.captured_on) for f in sorted(facts, key=lambda f: f.captured_on or "") if f.captured_on
    )
    yield say("Published"), "; ".join(published) or say("not known"), ()
    yield say("Captured for this study"), "; ".join(captured) or say("not known"), ()


def _told_in(desk: Desk, person: Person) -> Iterator[tuple[str, Link, str]]:
    for id in person.appearances:
        seen = desk.snapshot.appearances.get(id)
        facts = desk.facts.get(seen.article) if seen else None
        if seen is None or facts is None:
            continue
        copy = say("copy of {origin}", origin=desk.printed(facts.origin)) if facts.origin != facts.id else ""
        yield anchor(id, "a-"), desk.article_link(facts.id), copy


# -- not counted
def excluded(desk: Desk) -> tuple[Excluded, ...]:
    """Persons looked at and not counted: id, role and reason, never a name."""
    found = [p for p in desk.snapshot.persons if p.status is Status.EXCLUDED]
    return tuple(_excluded(desk, p) for p in found)


def _excluded(desk: Desk, person: Person) -> Excluded:
    seen = [a for id in person.appearances if (a := desk.snapshot.appearances.get(id))]
    roles = dict.fromkeys(said(ROLE_WORDS[a.role]) for a in seen)
    articles = desk.articles_of(person)
    return Excluded(
        anchor=anchor(person.id),
        id=person.id,
        role=sentence("; ".join(roles) or say("not known")),
        reason=sentence(desk.public(person.reason, articles) or say("no reason given")),
        articles=tuple(desk.short_link(a) for a in articles),
    )


# -- open
def questions(desk: Desk) -> tuple[QuestionView, ...]:
    """What waits for people, weightiest first."""
    ordered = sorted(desk.snapshot.questions, key=lambda q: (-q.weight, q.id))
    return tuple(_question(desk, q) for q in ordered)


def _question(desk: Desk, question: Question) -> QuestionView:
    owners = [desk.owner[a] for a in question.appearances if a in desk.owner]
    if question.person in desk.persons:
        owners.append(desk.persons[question.person])
    articles = [
        question.article,
        *desk.told_by(question.appearances),
        *(a for p in owners for a in desk.articles_of(p)),
    ]
    return QuestionView(
        anchor=anchor(question.id, "o-"),
        kind=question_words(question.kind),
        about=tuple(desk.person_link(p) for p in {p.id: p for p in owners}.values()),
        why=sentence(desk.public(question.why, list(dict.fromkeys(articles)))),
        article=desk.article_link(question.article),
    )
