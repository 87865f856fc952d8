"""The study as the report's builders ask for it: who is who, where things stand, and what may be shown of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from testimonia.domain.appearance import Role
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.coding import Coding, CodingStatus
from testimonia.domain.figure import Findings
from testimonia.domain.person import Person, Status
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.ports.texts import read_ahead
from testimonia.study.countries import country_name
from testimonia.study.disclosure import shown_name
from testimonia.study.language import noted, say
from testimonia.study.mask import MASK, Mask, Place, joined
from testimonia.study.publish.excerpts import Excerpt, Mark, Segment, direction_of, excerpt, is_direct, marked
from testimonia.study.publish.screen import Screen
from testimonia.study.publish.views import Link, Rendered
from testimonia.study.publish.wording import date_words, translated_words
from testimonia.study.roles import role_words
from testimonia.study.veil import WITHHELD

ROLE_WORDS = {
    Role.CASE: noted("a possible case"),
    Role.TRAVELLER: noted("travelled there"),
    Role.KILLED: noted("killed"),
    Role.CAPTURED: noted("captured"),
    Role.RETURNEE_SILENT: noted("came back, silent in public"),
    Role.STILL_MEMBER: noted("still a member"),
    Role.OTHER_GROUP: noted("of another group"),
    Role.OFFICIAL: noted("an official"),
    Role.EXPERT: noted("an expert"),
    Role.JOURNALIST: noted("a journalist"),
    Role.RELATIVE: noted("a relative"),
    Role.VICTIM: noted("a victim"),
    Role.OTHER: noted("somebody else"),
}


def anchor(id: str, prefix: str = "") -> str:
    """An id of the page made from an id of the study."""
    return prefix + re.sub(r"[^A-Za-z0-9_.-]", "-", id)


READ = 10_000
"""So many articles, of those read last, stay in memory: all that tell of a person are read one after the other, and most are of a few weeks."""


class Desk:
    """Indices over one snapshot and its findings; read only. `article` gives the article with its text."""

    def __init__(
        self, snapshot: Snapshot, findings: Findings, texts: Callable[[str], Article], screen: Screen | None = None
    ) -> None:
        self.snapshot, self.findings = snapshot, findings
        self.settings, self.codebook = snapshot.settings, snapshot.codebook
        self.screen = screen or Screen(Mask(snapshot))
        self.mask = self.screen.mask
        self.persons = {p.id: p for p in snapshot.persons}
        self.counted = tuple(p for p in snapshot.persons if p.status is not Status.EXCLUDED)
        self.owner = {a: p for p in snapshot.persons for a in p.appearances}
        self.facts = {a.id: a for a in snapshot.articles}
        self.codings = {k.id: k for k in snapshot.codings if k.status is not CodingStatus.REJECTED}
        self.by_person: dict[str, list[Coding]] = defaultdict(list)
        for coding in self.codings.values():
            owner = self.owner.get(coding.appearance)
            if owner and owner.status is not Status.EXCLUDED:
                self.by_person[owner.id].append(coding)
        self._texts, self.article = texts, lru_cache(maxsize=READ)(texts)
        self._hidden: dict[str, list[Place]] = {}
        self._printed: dict[str, str] = {}

    def read_ahead(self, articles: Iterable[str]) -> None:
        """Says that these are asked for next."""
        read_ahead(self._texts, articles)

    def code_name(self, code: str) -> str:
        """A code's name; its id where the codebook does not know it. "Other" says of which family."""
        known = self.codebook.code(code)
        return known.name if known else code.split("/", 1)[-1].replace("_", " ")

    def sub_name(self, code: str, sub: str | None) -> str:
        """A sub-theme's name; the id in plain words where the codebook does not know it."""
        known = self.codebook.code(code)
        names = {s.id: s.name for s in known.subs} if known else {}
        return names.get(sub, sub.replace("_", " ")) if sub else ""

    def hidden(self, article: str) -> list[Place]:
        """Where hidden names stand in the article's text."""
        if article not in self._hidden:
            text = self.article(article).text
            if article in self.mask.closed:
                self._hidden[article] = [(0, len(text))]
                return self._hidden[article]
            names = self.mask.places(text, [article])
            self._hidden[article] = joined(sorted([*names, *self.screen.towns(article, text)]))
        return self._hidden[article]

    # -- people
    def name(self, person: Person) -> str:
        """What stands for the person on the page."""
        if person.status is Status.EXCLUDED:
            return person.id
        name = shown_name(person, self.settings)
        # Who gives no name goes by a description, which may name somebody else.
        return name if person.name else self.mask.text(name, self.articles_of(person))

    def person_link(self, person: Person) -> Link:
        """The person, leading to their section (or to their line on the exclusion list)."""
        name = self.name(person)
        return Link(text=name, href="#" + anchor(person.id), direction=direction_of(name))

    def about(self, person: Person) -> str:
        """Who they are in a few words: "Syria, 26, prison guard"."""
        role = self.mask.text(role_words(person.group_role or ""), self.articles_of(person))
        country = country_name(person.nationality) if person.nationality else ""
        age = str(person.age) if person.age is not None else ""
        return ", ".join(w for w in (age, country, role) if w)

    def articles_of(self, person: Person) -> list[str]:
        """Ids of the articles that tell of the person."""
        seen = (self.snapshot.appearances.get(a) for a in person.appearances)
        return list(dict.fromkeys(a.article for a in seen if a))

    # -- articles
    def title(self, id: str) -> str:
        """An article's title, names hidden."""
        facts = self.facts.get(id)
        return self.mask.original(facts.title, id) if facts and facts.title else say("(without a title)")

    def article_link(self, id: str) -> Link:
        """The article's title, leading to its entry in the list."""
        title = self.title(id)
        href = "#" + anchor(id) if id in self.facts else ""
        return Link(text=title, href=href, note=self.printed(id), direction=direction_of(title))

    def short_link(self, id: str) -> Link:
        """The article by publisher and date, leading to its entry."""
        href = "#" + anchor(id) if id in self.facts else ""
        return Link(text=self.printed(id), href=href)

    def printed(self, id: str) -> str:
        """Publisher and date: "Levant Press Service, 3 July 2014"."""
        if id not in self._printed:
            facts = self.facts.get(id)
            publisher = self.publisher(facts) if facts else say("unknown source")
            when = date_words(facts.published) if facts and facts.published else say("undated")
            self._printed[id] = f"{publisher}, {when}"
        return self._printed[id]

    def publisher(self, facts: ArticleFacts) -> str:
        """The publisher, names hidden; the host of the address where it is not known."""
        host = urlsplit(facts.source).hostname if facts.source.startswith(("http://", "https://")) else ""
        return self.mask.text(facts.publisher or host or say("publisher not known"), [facts.id])

    # -- words in articles
    def is_direct(self, coding: Coding) -> bool:
        """Whether the quote is in the person's own words."""
        seen = self.snapshot.appearances.get(coding.appearance)
        return is_direct(self.article(coding.article), coding.span, seen.speech if seen else ())

    def excerpt(self, article: str, marks: Sequence[Mark]) -> Excerpt:
        """The words in their paragraph, names hidden."""
        return excerpt(self.article(article), marks, self.hidden(article))

    def words(self, article: str, span: Span) -> tuple[Segment, ...]:
        """The words alone, names hidden."""
        return marked(self.article(article).text, span, self.hidden(article))

    def rendered(self, article: str, span: Span) -> Rendered | None:
        """The words in the translation in which the article was read, names hidden; None where it was read as it is."""
        words, facts = " ".join(span.translation.split()), self.facts.get(article)
        if not words or facts is None or facts.translation is None:
            return None
        places = joined(sorted([*self.mask.places(words, [article]), *self.screen.towns(article, words)]))
        for start, end in reversed(places):
            words = words[:start] + MASK + words[end:]
        return Rendered(words=words, by=self.translated(article), language=facts.translation.language)

    def translated(self, article: str) -> str:
        """From which language and by whom the article was translated; "" where it was read as it is."""
        facts = self.facts.get(article)
        if facts is None or facts.translation is None:
            return ""
        return translated_words(facts.language, self.public(facts.translation.supplier, [article]))

    def public(self, text: str, articles: Iterable[str] = ()) -> str:
        """Free words (a reason, a question) fit to be shown."""
        return self.mask.text(text, list(articles))

    def source(self, facts: ArticleFacts) -> Link | None:
        """The address: a link where it is http(s), plain words otherwise, None where it spells a hidden name."""
        shown = self.mask.address(facts.source, [facts.id])
        if shown is None or shown == WITHHELD:
            return None
        return Link(text=shown, href=shown if is_web(shown) else "")

    def told_by(self, appearances: Sequence[str]) -> list[str]:
        """Ids of the articles of these appearances."""
        seen = (self.snapshot.appearances.get(a) for a in appearances)
        return list(dict.fromkeys(a.article for a in seen if a))


def is_web(address: str) -> bool:
    """Whether the address may become a link: http or https, with a host, without control characters."""
    if any(ord(c) <= 32 or ord(c) == 127 for c in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
