"""The tables of the data package: columns with types, descriptions, allowed values; rows from the protected study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.person import Person, Status
from testimonia.study.language import say
from testimonia.study.publish.desk import ROLE_WORDS
from testimonia.study.publish.wording import translated_words
from testimonia.study.release.edition import Edition
from testimonia.study.release.table import WITHHELD, Cell, Table, column
from testimonia.study.release.tables_findings import FindingTables, reviewers
from testimonia.study.shield.protect import name_of


def tables(edition: Edition) -> Iterator[Table]:
    """All tables of a release, each made when it is asked for."""
    people, found = _Maker(edition), FindingTables(edition)
    of_people = (people.persons, people.exclusions, people.quotes, people.sources)
    of_findings = (found.figures, found.members, found.months, found.cross, found.associations, found.groups)
    for made in (*of_people, *of_findings, found.decisions, found.attrition):
        yield made()


class _Maker:
    """Makes the tables of people, quotes and sources; holds the indexes that this takes."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._public = edition, edition.public
        self._shown, self._veil = edition.public.shown, edition.public.veil
        self._reviewers = reviewers(edition)
        self._facts = {a.id: a for a in self._shown.articles}
        self._owner = {a: p for p in self._shown.persons for a in p.appearances}
        self._all_owners = {a: p.id for p in edition.public.counted.persons for a in p.appearances}
        self._codes: dict[tuple[str, Stance], list[str]] = defaultdict(list)
        for k in edition.public.counted.codings:
            if k.status is not CodingStatus.REJECTED and k.appearance in self._all_owners:
                self._codes[self._all_owners[k.appearance], k.stance].append(k.code)

    def persons(self) -> Table:
        fields = ("nationality", "gender", "age", "group_role", "joined", "left")
        head = (
            column("id", say("the person's id, the same in every release"), required=True),
            column("shown_as", say("the name, initials or id under which the person is shown"), required=True),
            column(
                "status",
                say("decided by people, or proposed by the program"),
                among=("included", "candidate"),
                required=True,
            ),
            column("reason", say("of the decision")),
            column("pseudonymous", say("whether a source says that the name is not the real one"), "boolean"),
            column("nationality", say("ISO 3166-1 alpha-2")),
            column("gender", say("as the sources say"), among=("F", "M", WITHHELD)),
            column("age", say("years, as first given"), "integer"),
            column("group_role", say("what the person did in the group")),
            column("joined", say("year, month or day, as far as it is known")),
            column("left", say("year, month or day, as far as it is known")),
            column("first_public", say("date of the first public word")),
            column("origins", say("how many independent articles the person rests on"), "integer"),
            column("leaving", say("codes given for leaving, separated by spaces")),
            column("joining", say("codes given for joining, separated by spaces")),
            column("denied", say("codes that the person rules out, separated by spaces")),
            column("reply", say("what the person answers to the study")),
            column("withheld", say("attributes that are known and not shown, separated by spaces")),
        )
        rows = tuple(
            (
                p.id, name_of(p, self._public), p.status.value, p.reason or None, p.pseudonymous,
                *(self._value(p, f) for f in fields), p.first_public, len(set(p.origins)),
                *(self._given(p.id, Stance.PRESENT, family) for family in ("leaving", "joining")),
                self._given(p.id, Stance.DENIED), self._reply(p), " ".join(self._public.fields.get(p.id, ())) or None,
            )
            for p in self._shown.persons if p.status is not Status.EXCLUDED
        )  # fmt: skip
        return Table(name="persons", about=say("everyone who is counted"), columns=head, rows=rows, key=("id",))

    def _value(self, person: Person, field: str) -> Cell:
        if field in self._public.fields.get(person.id, ()):
            return WITHHELD
        value: Cell = getattr(person, field)
        return value

    def _given(self, person: str, stance: Stance, family: str = "") -> str | None:
        codes = sorted({c for c in self._codes.get((person, stance), ()) if c.startswith(family)})
        return " ".join(codes) or None

    def _reply(self, person: Person) -> str | None:
        return next((r for a in person.appearances if (r := self._shown.replies.get(a))), None)

    def exclusions(self) -> Table:
        head = (
            column("id", say("the person's id"), required=True),
            column("role", say("in the article")),
            column("reason", say("why the person is not counted")),
            column("sources", say("ids of the articles, separated by spaces")),
        )
        rows = []
        for p in self._shown.persons:
            if p.status is Status.EXCLUDED:
                seen = [self._shown.appearances[a] for a in p.appearances if a in self._shown.appearances]
                roles = "; ".join(dict.fromkeys(ROLE_WORDS[a.role] for a in seen))
                rows.append(
                    (p.id, roles or None, p.reason or None, " ".join(dict.fromkeys(a.article for a in seen)) or None)
                )
        about = say("people who were looked at and are not counted, by id alone")
        return Table(name="exclusions", about=about, columns=head, rows=tuple(rows), key=("id",))

    def quotes(self) -> Table:
        head = (
            column("id", say("the coding's id"), required=True),
            column("person", say("whose reason it is"), required=True),
            column("code", say("of the codebook"), among=[c.id for c in self._shown.codebook.codes]),
            column("sub_theme", say("a finer shade within the code")),
            column("stance", say("given, or ruled out"), among=("present", "denied"), required=True),
            column("status", say("what people decided"), among=("proposed", "accepted"), required=True),
            column("coder", say("a program and its version, or a reviewer by number")),
            column("source", say("id of the article"), required=True),
            column("start", say("offset in the archived text, in code points"), "integer"),
            column("end", say("offset, exclusive"), "integer"),
            column("quote", say("the words; what is not shown is blacked out"), required=True),
            column(
                "translation",
                say(
                    "the same words in the translation in which the article was read; what is not shown is blacked out"
                ),
            ),
            column("translated", say("from which language, and by whom")),
            column("redacted", say("whether something in the quote is blacked out"), "boolean"),
        )
        rows = tuple(self._quote(k) for k in self._shown.codings if self._is_told(k))
        refers = {"person": ("persons", "id"), "source": ("sources", "id")}
        return Table(name="quotes", about=say("the words on which every reason rests"), columns=head, rows=rows, key=("id",),
                     refers=refers)  # fmt: skip

    def _is_told(self, coding: Coding) -> bool:
        owner = self._owner.get(coding.appearance)
        return owner is not None and owner.status is not Status.EXCLUDED and coding.status is not CodingStatus.REJECTED

    def _quote(self, k: Coding) -> tuple[Cell, ...]:
        words = self._veil.original(k.span.quote, k.article)
        words = self._without_towns(words, k.article)
        read_in = self._without_towns(self._veil.words(k.span.translation, (k.article,)), k.article)
        sub = self._veil.words(k.sub, (k.article,)) or None
        return (k.id, self._owner[k.appearance].id, k.code, sub, k.stance.value, k.status.value, self._coder(k.coder),
                k.article, k.span.start, k.span.end, words, read_in or None, self._translated(k.article) if read_in else None,
                words != k.span.quote or read_in != k.span.translation)  # fmt: skip

    def _without_towns(self, words: str, article: str) -> str:
        for town in self._public.places.get(article, ()):
            words = words.replace(town, "▮▮▮")
        return words

    def _translated(self, article: str) -> str | None:
        """From which language and by whom; None where the article was read as it is."""
        facts = self._facts.get(article)
        if facts is None or facts.translation is None:
            return None
        return translated_words(facts.language, facts.translation.supplier)

    def _coder(self, coder: str) -> str:
        """Machines by name, people by number: who decided is the team's own business."""
        return coder if coder.startswith("machine:") else self._reviewers.get(coder.removeprefix("human:"), "reviewer")

    def sources(self) -> Table:
        head = (
            column("id", say("the article's id"), required=True),
            column("title", say("as the page gives it, hidden names blacked out")),
            column("publisher", say("as the page gives it")),
            column("agency", say("the news agency credited")),
            column("published", say("date")),
            column("language", say("ISO 639-1")),
            column("translated", say("from which language and by whom, where it was read in a translation")),
            column("copy_of", say("the article at which a family of copies begins, for a copy")),
            column("address", say("as captured; WITHHELD where it spells a hidden name")),
            column(
                "link",
                say("state of the link: web (as captured), live (found again), gone, a file, withheld"),
                among=("web", "live", "gone", "file", "withheld"),
            ),
            column("checked", say("date on which the link was found again, or since when it is gone")),
            column("archived_sha256", say("of the bytes as they were captured: the archived copy")),
            column("archived_bytes", say("their number"), "integer"),
            column("archived_type", say("media type")),
            column("captured", say("date of capture")),
        )
        links = {k.article: k for k in self._shown.links}
        rows = []
        for a in self._shown.articles:
            held, link = self._edition.archive.get(a.id), links.get(a.id)
            address = WITHHELD if a.source == "(withheld)" else a.source
            rows.append((
                a.id, a.title, a.publisher, a.agency, a.published, a.language, self._translated(a.id), link.duplicate_of if link else None, address,
                held.link if held else None, (held.checked or None) if held else None, held.sha256 if held else None, held.bytes if held else None,
                held.media_type if held else None, held.captured if held else a.captured_on,
            ))  # fmt: skip
        about = say("every article that was read, with its archived copy and the state of its link")
        return Table(name="sources", about=about, columns=head, rows=tuple(rows), key=("id",))
