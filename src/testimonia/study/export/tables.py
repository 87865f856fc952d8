"""The study as tables. What they show of a person is what the disclosure setting allows, in quotes and reasons too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.decision import told
from testimonia.domain.figure import Findings
from testimonia.domain.memo import Ask, Memo
from testimonia.domain.person import Person
from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.cells import Cell, table
from testimonia.study.export.refi.codebook import description, shade
from testimonia.study.veil import WITHHELD, Veil

Rows = Iterator[Sequence[Cell]]


def tables(snapshot: Snapshot, findings: Findings) -> dict[str, bytes]:
    """The tables by file name, as CSV: UTF-8, with a header, as in RFC 4180."""
    writer = _Writer(snapshot, findings)
    return {
        "persons.csv": table(PERSONS, writer.persons()),
        "codings.csv": table(CODINGS, writer.codings()),
        "articles.csv": table(ARTICLES, writer.articles()),
        "figures.csv": table(FIGURES, writer.figures()),
        "set_asides.csv": table(SET_ASIDES, writer.set_asides()),
        "decisions.csv": table(DECISIONS, writer.decisions()),
        "questions.csv": table(QUESTIONS, writer.questions()),
        "codebook.csv": table(CODEBOOK, writer.codebook()),
    }


PERSONS = (
    "id", "shown_as", "aliases", "status", "reason", "pseudonymous", "nationality", "gender", "age", "group_role",
    "joined", "left", "first_public", "in_window", "probability", "origins", "leaving", "joining", "denied",
    "appearances",
)  # fmt: skip
CODINGS = (
    "id", "person", "shown_as", "person_status", "code", "sub", "stance", "status", "coder", "confidence", "article",
    "start", "end", "quote", "redacted", "reasons", "translation",
)  # fmt: skip
ARTICLES = (
    "id", "source", "title", "publisher", "published", "captured_on", "language", "origin", "duplicate_of", "copy_kind",
    "containment", "takes_from", "agency", "translated_into", "translated_by",
)  # fmt: skip
FIGURES = (
    "id", "title", "value", "unit", "low", "high", "interval_low", "interval_high", "interval_method", "denominator",
    "query", "members", "evidence", "hash",
)  # fmt: skip
SET_ASIDES = ("stage", "subject", "source", "reason", "detail")
DECISIONS = ("number", "at", "by", "action", "reason", "person", "particulars", "previous", "hash")
CODEBOOK = ("path", "title", "description", "qualifier")
QUESTIONS = ("id", "kind", "article", "person", "why", "weight", "quotes", "appearances")


class _Writer:
    """The rows of each table; holds the indexes that this takes."""

    def __init__(self, snapshot: Snapshot, findings: Findings) -> None:
        self.snapshot, self.findings = snapshot, findings
        self.owner = {a: p for p in snapshot.persons for a in p.appearances}
        self.veil = Veil(snapshot)
        self.codes: dict[tuple[str, Stance], list[str]] = {}
        for k in snapshot.codings:
            if k.appearance in self.owner and k.status is not CodingStatus.REJECTED:
                held = self.codes.setdefault((self.owner[k.appearance].id, k.stance), [])
                if k.code not in held:
                    held.append(k.code)

    def _shown(self, person: Person | None) -> str:
        return self.veil.name(person) if person else ""

    def _aliases(self, person: Person) -> tuple[str, ...]:
        """None of who spoke under a pseudonym: one of the names might be the real one."""
        return person.aliases if self.veil.is_named(person) and not person.pseudonymous else ()

    def persons(self) -> Rows:
        for p in self.snapshot.persons:
            present = sorted(self.codes.get((p.id, Stance.PRESENT), ()))
            yield (
                p.id, self._shown(p), self._aliases(p), p.status.value, self.veil.about(p.reason, p),
                _yes(p.pseudonymous), p.nationality, p.gender, p.age, self.veil.about(p.group_role, p), p.joined, p.left,
                p.first_public, _yes(p.in_window), p.probability, len(set(p.origins)),
                [c for c in present if c.startswith("leaving/")], [c for c in present if c.startswith("joining/")],
                sorted(self.codes.get((p.id, Stance.DENIED), ())), p.appearances,
            )  # fmt: skip

    def codings(self) -> Rows:
        for k in self.snapshot.codings:
            person, here = self.owner.get(k.appearance), (k.article,)
            quote = self.veil.original(k.span.quote, k.article)
            yield (
                k.id, person.id if person else None, self._shown(person), person.status.value if person else None,
                k.code, k.sub, k.stance.value, k.status.value, k.coder, k.confidence, k.article, k.span.start,
                k.span.end, quote, _yes(quote != k.span.quote), [self.veil.words(r, here) for r in k.reasons],
                self.veil.words(k.span.translation, here),
            )  # fmt: skip

    def articles(self) -> Rows:
        links = {k.article: k for k in self.snapshot.links}
        for a in self.snapshot.articles:
            link, here = links.get(a.id), (a.id,)
            yield (
                a.id, self.veil.address(a.source, here), self.veil.original(a.title, a.id),
                self.veil.words(a.publisher, here), a.published, a.captured_on, a.language, a.origin,
                link.duplicate_of if link else None, link.kind.value if link else None,
                link.containment if link else None, a.takes_from, a.agency, a.translation.language if a.translation else None,
                self.veil.words(a.translation.supplier or "the team", here) if a.translation else None,
            )  # fmt: skip

    def figures(self) -> Rows:
        for f in self.findings.figures:
            i = f.interval
            yield (
                f.id, f.title, f.value, f.unit, f.low, f.high, i.low if i else None, i.high if i else None,
                i.method if i else None, f.denominator, f.query, f.members, [" ".join(e) for e in f.evidence], f.hash,
            )  # fmt: skip

    def set_asides(self) -> Rows:
        for s in self.snapshot.set_asides:
            here = self.veil.articles_of((s.subject,)) or (s.subject,)
            subject, source = (self.veil.address(w, here) for w in (s.subject, s.source))
            yield (s.stage, subject, source, s.reason.value, self.veil.words(s.detail, here))

    def decisions(self) -> Rows:
        for d in self.snapshot.decisions:
            said = told(d.action)
            kind, about = (
                str(d.action.__struct_config__.tag),
                str(said.get("appearance") or said.get("left") or said.get("on") or ""),
            )
            person = self.owner.get(about)
            if said.get("field") == "name" and said["value"] and not (person and self.veil.is_named(person)):
                said["value"] = WITHHELD  # also where no article gives this name, and where the correction was undone
            if isinstance(d.action, Memo | Ask) and d.action.text:
                said["text"] = WITHHELD  # written for the team alone: it may say what no article says of a person
            here = (*self.veil.articles_of([about]), *self.veil.articles_of(person.appearances if person else ()))
            yield (
                d.number, d.at, d.by, kind, self.veil.words(d.reason, here), person.id if person else None,
                [self.veil.words(f"{k}={'' if v is None else v}", here) for k, v in said.items()], d.previous, d.hash,
            )  # fmt: skip

    def questions(self) -> Rows:
        for q in self.snapshot.questions:
            here = (q.article, *self.veil.articles_of(q.appearances))
            quotes = [self.veil.original(s.quote, q.article) for s in q.spans]
            yield (q.id, q.kind, q.article, q.person, self.veil.words(q.why, here), q.weight, quotes, q.appearances)

    def codebook(self) -> Rows:
        for c in self.snapshot.codebook.codes:
            yield (c.id, c.name, description(c), c.qualifier)
            yield from ((f"{c.id}/{s.id}", s.name, shade(c, s), None) for s in c.subs)


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
