"""One thing with its evidence, in plain words: a person, a document, a figure, a coding, the decisions."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.appearance import Value
from testimonia.domain.article import Article
from testimonia.domain.coding import Coding
from testimonia.domain.decision import Decision, told
from testimonia.domain.figure import Figure
from testimonia.domain.person import Person
from testimonia.domain.span import Span
from testimonia.errors import UsageError
from testimonia.pipeline import study, weights
from testimonia.pipeline.decisions import near
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.snapshot import snapshot

_AROUND = 90


def show(desk: Desk, id: str) -> str:
    """The thing with this id: P-, d-, c- or k-..., an appearance, a question, a figure's name, "decisions" or "weights"."""
    with desk.store.reading():
        return "\n".join(_Shower(desk).lines(id)) + "\n"


class _Shower:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.state = desk, snapshot(desk)
        self.persons = {person.id: person for person in self.state.persons}
        self.home = {id: person for person in self.state.persons for id in person.appearances}
        self.codings = {coding.id: coding for coding in self.state.codings}

    def lines(self, id: str) -> Iterator[str]:
        if id == "decisions":
            return _decisions(self.state.decisions)
        if id == "weights":
            return weights.table(self.desk)
        founded = {Person.id_of(one): one for one in self.state.appearances}
        appearance = founded.get(id, id)
        if appearance in self.home:
            return self._person(self.home[appearance])
        if appearance in self.state.appearances:
            return self._appearance(appearance)
        if id in self.codings:
            return self._coding(self.codings[id])
        if article := self.desk.store.article("d-" + id[2:] if id.startswith("c-") else id):
            return self._article(article)
        if question := next((one for one in self.state.questions if one.id == id), None):
            return iter(
                (
                    f"{question.id}  {question.kind} in {question.article}",
                    f"  {question.why}",
                    *self._quotes(question.article, question.spans),
                )
            )
        if figure := study.findings(self.desk).figure(id):
            return self._figure(figure)
        raise self._unknown(id)

    def _unknown(self, id: str) -> UsageError:
        names = [figure.id for figure in study.findings(self.desk).figures]
        known = [*self.persons, *(one.id for one in self.state.articles), *self.codings, *names]
        close = near(id, known)
        hint = (
            f"did you mean {' or '.join(close)}?"
            if close
            else "give a P-..., d-... or k-... id, or a figure such as count.individuals"
        )
        return UsageError("there is no such case, document or figure", got=id, hint=hint)

    def _person(self, person: Person) -> Iterator[str]:
        yield f"{person.id}  {person.label}  [{person.status.value}{': ' + person.reason if person.reason else ''}]"
        known = {
            "also": ", ".join(person.aliases),
            "nationality": person.nationality,
            "gender": person.gender,
            "age": person.age,
            "role": person.group_role,
            "joined": person.joined,
            "left": person.left,
            "first spoke": person.first_public,
            "pseudonym": "yes" if person.pseudonymous else None,
            "probability": f"{person.probability:.2f}",
            "origins": f"{len(person.origins)} independent ({', '.join(person.origins)})",
        }
        yield from (f"  {name + ':':13}{value}" for name, value in known.items() if value not in (None, ""))
        for value, source in zip(person.values, person.values_from, strict=True):
            yield from self._value(value, source)
        for id in person.appearances:
            yield ""
            yield from self._appearance(id)

    def _value(self, value: Value, source: str) -> Iterator[str]:
        words = f': "{value.span.quote}"' if value.span else ""
        yield f"    {value.field} = {value.value}  ({value.basis.value}, {source.partition('@')[0]}{words})"

    def _appearance(self, id: str) -> Iterator[str]:
        one = self.state.appearances[id]
        article = self.desk.texts(one.article)
        yield f"  in {article.id}  {_heading(article)}"
        yield f"    {id}: {one.label}; {one.role.value}, probability {one.probability:.2f}"
        yield from (f"      + {reason}" for reason in one.reasons)
        yield from (f"      - {reason}" for reason in one.counter_reasons)
        yield from self._quotes(article.id, [mention.span for mention in one.mentions[:2]])
        for coding in self.state.codings:
            if coding.appearance == id:
                yield from self._coding(coding)

    def _coding(self, coding: Coding) -> Iterator[str]:
        sub = f" ({coding.sub})" if coding.sub else ""
        state = f"{coding.stance.value}, {coding.status.value}"
        yield f"    {coding.id}  {coding.code}{sub} {state}, {coding.coder} ({coding.confidence:.2f})"
        yield from self._quotes(coding.article, [coding.span])

    def _quotes(self, article: str, spans: tuple[Span, ...] | list[Span]) -> Iterator[str]:
        text = self.desk.texts(article).text
        for span in spans:
            span.check(text, article)
            before = " ".join(text[max(0, span.start - _AROUND) : span.start].split())
            after = " ".join(text[span.end : span.end + _AROUND].split())
            yield f"      {span.start}-{span.end}: ...{before} [{' '.join(span.quote.split())}] {after}..."
            if span.translation:
                yield f"        in translation: {' '.join(span.translation.split())}"

    def _article(self, article: Article) -> Iterator[str]:
        yield f"{article.id}  {_heading(article)}"
        link = next((one for one in self.state.links if one.article == article.id), None)
        copy = f"{link.duplicate_of} ({'; '.join(link.reasons)})" if link and link.duplicate_of else None
        known = {
            "source": article.source,
            "published": article.published,
            "authors": ", ".join(article.authors),
            "language": article.language,
            "translated": self._translated(article.id),
            "revision": article.revision,
            "sha256": article.sha256,
            "copy of": copy,
            "takes from": ", ".join(link.takes_from) if link else None,
            "agency": link.agency if link else None,
        }
        yield from (f"  {name + ':':13}{value}" for name, value in known.items() if value not in (None, ""))
        for aside in (aside for aside in self.state.set_asides if aside.subject == article.id):
            yield f"  set aside:   {aside.reason.value}: {aside.detail}"
        for one in (one for one in self.state.appearances.values() if one.article == article.id):
            where = self.home[one.id].id if one.id in self.home else "no case"
            yield f"  {one.id}  {one.label}  ({one.role.value}, {one.probability:.2f}) -> {where}"
        for claim in (one for one in self.state.claims if one.article == article.id):
            what = f"{claim.qualifier.value} {claim.figure:g} {claim.unit} ({claim.scope.value})"
            yield f'  claim: {what}: "{claim.span.quote}"'
        yield from ("", article.text)
        if article.leftovers:
            yield from ("", "left out of the text:")
            yield from (f"  [{leftover.rule}] {leftover.text}" for leftover in article.leftovers)

    def _translated(self, id: str) -> str:
        held = next((one for one in self.state.articles if one.id == id), None)
        if held is None or held.translation is None:
            return ""
        one = held.translation
        return f"by {one.supplier or 'the team'}; decision {one.event} by {one.by}, {one.at}"

    def _figure(self, figure: Figure) -> Iterator[str]:
        spread = (
            f", between {figure.low:g} and {figure.high:g}"
            if figure.low is not None and figure.high is not None
            else ""
        )
        yield f"{figure.id}  {figure.title}: {figure.value:g} {figure.unit}{spread}"
        yield f"  {figure.query}"
        if figure.interval:
            yield f"  {figure.interval.method}: {figure.interval.low:.3f} to {figure.interval.high:.3f}"
        for member, evidence in zip(figure.members, figure.evidence, strict=True):
            person = self.persons.get(member)
            yield f"  {member}  {person.label if person else ''}".rstrip()
            for id in evidence:
                if id in self.codings:
                    yield from self._quotes(self.codings[id].article, [self.codings[id].span])
                elif id in self.state.appearances:
                    one = self.state.appearances[id]
                    yield from self._quotes(one.article, [one.mentions[0].span])


def _heading(article: Article) -> str:
    parts = (article.title, article.publisher, article.published)
    return ", ".join(part for part in parts if part) or article.source


def _decisions(log: tuple[Decision, ...]) -> Iterator[str]:
    if not log:
        yield "no decisions yet"
    for event in log:
        what = ", ".join(f"{key} {value}" for key, value in told(event.action).items())
        yield f"{event.number:4}  {event.at}  {event.by}: {event.action.__struct_config__.tag} {what}" + (
            f"  ({event.reason})" if event.reason else ""
        )
