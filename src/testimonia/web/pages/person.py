"""The dossier of a person: names, competing values with their sources, five dates, quotes by code, origins, decisions."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from testimonia.domain.article import ArticleFacts
from testimonia.domain.coding import Coding, CodingStatus
from testimonia.domain.history import Entry
from testimonia.domain.person import Person, Status
from testimonia.errors import UsageError
from testimonia.pipeline.decisions import FIELDS as CORRECTED
from testimonia.web.marks import direction
from testimonia.web.pages.article import translated
from testimonia.web.pages.history import told
from testimonia.web.visit import Visit

_PAGE = 200
_FIELDS = ("name", "nationality", "gender", "age", "group_role", "joined", "left", "spoke", "place", "pseudonym")
_SECRET = ("name", "alias", "pseudonym")
_CORRECTED = tuple(name for name in _FIELDS if name in CORRECTED)


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person in the list. `voices`: independent origins. `codes`: how many reasons they give."""

    person: Person
    name: str
    voices: int
    codes: int


@dataclass(frozen=True, kw_only=True)
class PersonsView:
    """The list, at most 200 at once. `status`: to which it is narrowed, "" for all. `next`: the page after, 0 for none."""

    rows: tuple[PersonRow, ...]
    total: int
    status: str
    words: str
    counts: tuple[tuple[str, int], ...]
    next: int


@dataclass(frozen=True, kw_only=True)
class ValueView:
    """One value that some article gives. `article`: where, "" where a person decided it. `translation`: the words that were read, where that was one."""

    value: str
    basis: str
    article: str
    quote: str
    translation: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """An attribute. `best`: what the study goes by. `competing`: whether its sources differ."""

    name: str
    best: str
    values: tuple[ValueView, ...]
    competing: bool


@dataclass(frozen=True, kw_only=True)
class QuoteView:
    """A coded quote. `translation`: the words in which it was read, where that was a translation, `translated` whose it is."""

    coding: Coding
    code: str
    family: str
    quote: str
    dir: str
    translation: str
    translated: str
    title: str


@dataclass(frozen=True, kw_only=True)
class SourceView:
    """An appearance with its article. `is_copy`: the article reprints another of the list."""

    appearance: str
    facts: ArticleFacts
    title: str
    is_copy: bool
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """The dossier. `dates`: the five dates, each with its value or "". `names`: every form. `others`: whom one may merge them with.

    `memos`: notes and words attached to them, the newest first. `corrected`: attributes that one may correct.
    """

    person: Person
    name: str
    names: tuple[str, ...]
    fields: tuple[Field, ...]
    dates: tuple[tuple[str, str], ...]
    quotes: tuple[QuoteView, ...]
    sources: tuple[SourceView, ...]
    decisions: tuple[Entry, ...]
    others: tuple[tuple[str, str], ...]
    hidden: bool
    memos: tuple[Entry, ...]
    corrected: tuple[str, ...]


def persons(visit: Visit) -> Response:
    """The list."""
    status, words, page = visit.query("status"), visit.query("words").casefold(), visit.query("page")
    at = (int(page) - 1 if page.isdigit() and 0 < len(page) < 7 and int(page) else 0) * _PAGE
    named = [(p, visit.seal.name(p)) for p in visit.board.snapshot.persons]
    found = [(p, n) for p, n in named if status in ("", p.status.value) and words in n.casefold()]
    rows = tuple(_row(visit, p, n) for p, n in found[at : at + _PAGE])
    counts = tuple((s.value, sum(p.status is s for p, _ in named)) for s in Status)
    following = at // _PAGE + 2 if at + _PAGE < len(found) else 0
    view = PersonsView(
        rows=rows, total=len(found), status=status, words=visit.query("words"), counts=counts, next=following
    )
    return visit.page("persons.html", view=view)


def person(visit: Visit) -> Response:
    """One dossier."""
    held = visit.board.person(visit.request.path_params["id"])
    if held is None:
        raise UsageError("there is no such person", got=visit.request.path_params["id"][:60])
    blind = bool(visit.blind.intersection(held.appearances))
    names = (*([held.name] if held.name else []), *held.aliases) if visit.seal.may_name(held) else ()
    facts = visit.board.index.articles
    sources = tuple(_source(visit, id, facts) for id in held.appearances)
    log = told(visit, person=held.id)
    view = PersonView(
        person=held,
        name=visit.seal.name(held),
        names=names,
        fields=tuple(_field(visit, held, name) for name in _FIELDS),
        dates=_dates(held, sources),
        quotes=() if blind else tuple(_quotes(visit, held)),
        sources=sources,
        decisions=log,
        others=_others(visit, held),
        hidden=blind,
        memos=tuple(entry for entry in log if entry.kind == "memo" and entry.holds),
        corrected=_CORRECTED,
    )
    return visit.page("person.html", view=view)


def _row(visit: Visit, person: Person, name: str) -> PersonRow:
    codes = {
        k.code
        for a in person.appearances
        for k in visit.board.by_appearance.get(a, ())
        if k.status is not CodingStatus.REJECTED
    }
    return PersonRow(
        person=person,
        name=name,
        voices=len(person.origins),
        codes=0 if visit.blind.intersection(person.appearances) else len(codes),
    )


def _field(visit: Visit, person: Person, name: str) -> Field:
    values = []
    for value, source in zip(person.values, person.values_from, strict=True):
        if value.field == name:
            article = source.partition("@")[0]
            quote = visit.seal.words(value.span.quote, [article]) if value.span else ""
            said = (
                "█" if name in _SECRET and not visit.seal.may_name(person) else visit.seal.said(value.value, [article])
            )
            read = visit.seal.said(value.span.translation, [article]) if value.span else ""
            values.append(
                ValueView(value=said, basis=value.basis.value, article=article, quote=quote, translation=read)
            )
    best = str(getattr(person, {"spoke": "first_public", "pseudonym": "pseudonymous"}.get(name, name), None) or "")
    best = {"True": "yes"}.get(best, best)
    if name in _SECRET and not visit.seal.may_name(person):
        best = "sealed" if best else ""
    return Field(
        name=name,
        best=visit.seal.said(best, {a.partition("@")[0] for a in person.appearances}),
        values=tuple(values),
        competing=len({v.value for v in values}) > 1,
    )


def _dates(person: Person, sources: tuple[SourceView, ...]) -> tuple[tuple[str, str], ...]:
    published = sorted(s.facts.published for s in sources if s.facts.published)
    captured = sorted(s.facts.captured_on for s in sources if s.facts.captured_on)
    return (
        ("joined", person.joined or ""),
        ("left", person.left or ""),
        ("first spoke", person.first_public or ""),
        ("published", published[0] if published else ""),
        ("captured", captured[0] if captured else ""),
    )


def _quotes(visit: Visit, person: Person) -> list[QuoteView]:
    book = visit.board.snapshot.codebook
    facts = visit.board.index.articles
    found = [k for a in person.appearances for k in visit.board.by_appearance.get(a, ())]
    return [
        QuoteView(
            coding=k,
            code=code.name if (code := book.code(k.code)) else k.code,
            family=k.code.partition("/")[0],
            quote=visit.seal.words(k.span.quote, [k.article]),
            dir=direction(k.span.quote),
            translation=visit.seal.said(k.span.translation, [k.article]),
            translated=translated(facts.get(k.article)) if k.span.translation else "",
            title=visit.seal.words(facts[k.article].title or facts[k.article].source, [k.article])
            if k.article in facts
            else k.article,
        )
        for k in sorted(found, key=lambda k: (k.code.partition("/")[0] != "leaving", k.code, -k.confidence))
    ]


def _source(visit: Visit, id: str, facts: dict[str, ArticleFacts]) -> SourceView:
    one = visit.board.snapshot.appearances[id]
    held = facts[one.article]
    hide = [one.article]
    return SourceView(
        appearance=id,
        facts=held,
        title=visit.seal.words(held.title or held.source, hide),
        is_copy=held.origin != held.id,
        reasons=tuple(visit.seal.said(r, hide) for r in one.reasons),
        against=tuple(visit.seal.said(r, hide) for r in one.counter_reasons),
    )


def _others(visit: Visit, person: Person) -> tuple[tuple[str, str], ...]:
    """For a list to choose from; in a large study one types the id."""
    held = [(p.id, visit.seal.name(p)) for p in visit.board.snapshot.persons if p.id != person.id]
    return tuple(sorted(held, key=lambda pair: pair[1].casefold()))[:500]
