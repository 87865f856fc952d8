"""Gathers a snapshot piece by piece; every quote is looked up in its article, so offsets cannot be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from testimonia.domain.appearance import (
    Appearance,
    Atom,
    Basis,
    Evidence,
    Mention,
    MentionKind,
    Role,
    Value,
)
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.capture import Capture
from testimonia.domain.claim import Claim, ClaimScope, Qualifier, ReportedNarrative
from testimonia.domain.codebook import Code, Codebook, SubTheme
from testimonia.domain.coding import Coding, CodingStatus, Passage, Stance
from testimonia.domain.decision import Action, Decision
from testimonia.domain.figure import AttritionStep
from testimonia.domain.origin import CopyKind, OriginLink
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.question import Question
from testimonia.domain.setaside import SetAside
from testimonia.domain.settings import Group, Settings
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.text import sha256

Texts = Callable[[str], Article]
MACHINE = "machine:rules@1"
PROGRAM = "testimonia 0.1.0"

LEAVING = ("leaving/infighting", "leaving/brutality", "leaving/corruption", "leaving/quality_of_life")
JOINING = (
    "joining/defend_sunnis",
    "joining/ideology",
    "joining/material",
    "joining/adventure",
    "joining/coercion",
)


def codebook() -> Codebook:
    """The nine codes, with sub-themes on two of them and the qualifiers of the study cited."""
    names = {
        "leaving/infighting": ("In-fighting", "Muslims fighting Muslims.", None),
        "leaving/brutality": ("Brutality against Muslims", "Cruelty against Sunni Muslims.", "not a universal concern"),
        "leaving/corruption": ("Corruption", "Corrupt and un-Islamic behaviour.", "not seen as systemic"),
        "leaving/quality_of_life": ("Quality of life", "Harsh and disappointing life.", "small but significant"),
        "joining/defend_sunnis": ("Defence of Sunnis", "Atrocities of the regime.", None),
        "joining/ideology": ("Faith and ideology", "A perfect Islamic state.", None),
        "joining/material": ("Material needs", "Pay, housing, a wife.", None),
        "joining/adventure": ("Adventure", "Brotherhood and adventure.", None),
        "joining/coercion": ("Coercion", "Forced or threatened.", None),
    }
    subs = {
        "leaving/brutality": (
            SubTheme(id="executions", name="Executions of civilians"),
            SubTheme(id="villagers", name="Mistreatment of villagers"),
        ),
        "leaving/quality_of_life": (
            SubTheme(id="shortages", name="Shortages"),
            SubTheme(id="duties", name="Dull duties"),
        ),
    }
    return Codebook(
        title="Leavers",
        codes=tuple(
            Code(id=id, name=name, definition=text, subs=subs.get(id, ()), qualifier=qualifier)
            for id, (name, text, qualifier) in names.items()
        ),
    )


def settings() -> Settings:
    """The study's definition: an invented window over the group that ICSR studied."""
    return Settings(
        title="Leavers of Islamic State, a demonstration",
        groups=(Group(name="Islamic State", aliases=("ISIS", "ISIL", "Daesh"), case_sensitive=("IS",)),),
        other_groups=(Group(name="Nusra Front", aliases=("Jabhat al-Nusra",)),),
        window_start="2014-01",
        window_end="2015-12",
    )


class Builder:
    """Gathers a study piece by piece, finding every quote in its article, so that offsets cannot be wrong."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.facts: list[ArticleFacts] = []
        self.links: list[OriginLink] = []
        self.appearances: dict[str, Appearance] = {}
        self.persons: list[Person] = []
        self.codings: list[Coding] = []
        self.passages: list[Passage] = []
        self.claims: list[Claim] = []
        self.narratives: list[ReportedNarrative] = []
        self.questions: list[Question] = []
        self.set_asides: list[SetAside] = []
        self.decisions: list[Decision] = []

    def article(
        self,
        source: str,
        title: str,
        body: str,
        *,
        published: str | None,
        publisher: str | None,
        copy_of: str | None = None,
        agency: str | None = None,
    ) -> str:
        """Adds an article; returns its id."""
        text = f"{title}\n\n{body.strip()}"
        id = Article.id_of(Capture.id_of(source, sha256(text)))
        self.articles[id] = Article(
            id=id,
            capture="c-" + id[2:],
            source=source,
            text=text,
            sha256=sha256(text),
            body_start=len(title) + 2,
            title=title,
            publisher=publisher,
            published=published,
            language="en",
            cleaner="page@1",
        )
        origin = copy_of or id
        self.facts.append(
            ArticleFacts(
                id=id,
                order=len(self.facts),
                source=source,
                title=title,
                publisher=publisher,
                published=published,
                captured_on="2016-02-01",
                language="en",
                origin=origin,
                agency=agency,
            )
        )
        self.links.append(
            OriginLink(
                article=id,
                origin=origin,
                duplicate_of=copy_of,
                kind=CopyKind.NEAR if copy_of else CopyKind.ORIGINAL,
                containment=0.91 if copy_of else 1.0,
                agency=agency,
                reasons=(f"91 % of its 5-word runs stand in {copy_of}",) if copy_of else (),
            )
        )
        return id

    def span(self, article: str, quote: str, nth: int = 0) -> Span:
        """The nth place at which these words stand."""
        text, at = self.articles[article].text, -1
        for _ in range(nth + 1):
            at = text.index(quote, at + 1)
        return Span.of(text, at, at + len(quote))

    def appearance(
        self,
        article: str,
        mentions: Iterable[tuple[str, MentionKind]],
        *,
        role: Role = Role.CASE,
        probability: float = 0.9,
        atoms: Iterable[tuple[Evidence, str]] = (),
        values: Iterable[tuple[str, str, str]] = (),
        why: tuple[str, ...] = ("left of own will", "speaks in the article"),
    ) -> str:
        """Adds a person's appearance; mentions are (words, kind), values (field, value, words). Returns its id."""
        found = sorted(
            (Mention(span=self.span(article, words), kind=kind) for words, kind in mentions), key=lambda m: m.span
        )
        id = Appearance.id_of(article, found[0].span.start, found[0].span.end)
        self.appearances[id] = Appearance(
            id=id,
            article=article,
            label=found[0].span.quote,
            mentions=tuple(found),
            atoms=tuple(Atom(kind=kind, span=self.span(article, words), rule="demo") for kind, words in atoms),
            values=tuple(
                Value(field=field, value=value, basis=Basis.STATED, weight=0.9, span=self.span(article, words))
                for field, value, words in values
            ),
            role=role,
            probability=probability,
            reasons=why if role is Role.CASE else (),
            counter_reasons=() if role is Role.CASE else why,
            detector="rules@1",
        )
        return id

    def person(
        self,
        appearances: tuple[str, ...],
        status: Status,
        *,
        reason: str = "",
        label: str = "",
        pseudonymous: bool = False,
    ) -> Person:
        """Adds the person who has these appearances; attributes are what the appearances say."""
        seen = [self.appearances[a] for a in appearances]
        pairs = [(v, a.id) for a in seen for v in a.values]
        best = {f: next((v.value for v, _ in pairs if v.field == f), None) for f in {v.field for v, _ in pairs}}
        names = tuple(dict.fromkeys(n for a in seen for n in a.names()))
        origins = tuple(dict.fromkeys(self.fact(a.article).origin for a in seen))
        dates = [d for a in seen if (d := self.fact(a.article).published)]
        age = best.get("age")
        person = Person(
            id=Person.id_of(appearances[0]),
            status=status,
            reason=reason,
            label=label or seen[0].label,
            name=names[0] if names else None,
            aliases=names[1:],
            pseudonymous=pseudonymous,
            nationality=best.get("nationality"),
            gender=best.get("gender"),
            age=int(age) if age else None,
            group_role=best.get("group_role"),
            joined=best.get("joined"),
            left=best.get("left"),
            first_public=min(dates) if dates else None,
            values=tuple(v for v, _ in pairs),
            values_from=tuple(a for _, a in pairs),
            appearances=appearances,
            origins=origins,
            probability=max(a.probability for a in seen),
        )
        self.persons.append(person)
        return person

    def fact(self, article: str) -> ArticleFacts:
        """What is known of an article."""
        return next(f for f in self.facts if f.id == article)

    def code(
        self,
        appearance: str,
        code: str,
        quote: str,
        *,
        sub: str | None = None,
        stance: Stance = Stance.PRESENT,
        coder: str = MACHINE,
        status: CodingStatus = CodingStatus.PROPOSED,
        confidence: float = 0.8,
    ) -> Coding:
        """Adds a coding and the passage that a reviewer is shown for it."""
        article = self.appearances[appearance].article
        span = self.span(article, quote)
        coding = Coding(
            id=Coding.id_of(appearance, code, span),
            appearance=appearance,
            article=article,
            code=code,
            sub=sub,
            span=span,
            stance=stance,
            coder=coder,
            confidence=confidence,
            reasons=("cue in the person's own words",),
            status=status,
        )
        self.codings.append(coding)
        rank = 1 + sum(p.appearance == appearance and p.code == code for p in self.passages)
        self.passages.append(
            Passage(appearance=appearance, article=article, code=code, span=span, rank=rank, score=confidence)
        )
        return coding

    def claim(self, article: str, quote: str, figure: float, **more: object) -> None:
        """Adds a reported total."""
        span = self.span(article, quote)
        fields: dict[str, object] = {"unit": "persons", "qualifier": Qualifier.EXACT, "scope": ClaimScope.SPOKE} | more
        claim = {"id": f"q-{article[2:]}-{span.start}", "article": article, "figure": figure, "rule": "demo"} | fields
        self.claims.append(msgspec.convert({**claim, "span": msgspec.to_builtins(span)}, Claim))

    def decide(self, action: Action, by: str, reason: str) -> None:
        """Appends an event to the log."""
        previous = self.decisions[-1].hash if self.decisions else "0" * 64
        number = len(self.decisions) + 1
        body = f"{previous}{number}{by}{reason}{action!r}"
        self.decisions.append(
            Decision(
                number=number,
                at=f"2016-02-02T10:{number:02d}:00Z",
                by=by,
                reason=reason,
                action=action,
                previous=previous,
                hash=sha256(body),
            )
        )

    def build(self, count: CountRange, attrition: tuple[AttritionStep, ...]) -> tuple[Snapshot, Texts]:
        """The snapshot, and the way to its texts."""
        snapshot = Snapshot(
            settings=settings(),
            codebook=codebook(),
            articles=tuple(self.facts),
            links=tuple(self.links),
            appearances=self.appearances,
            persons=tuple(self.persons),
            codings=tuple(self.codings),
            passages=tuple(self.passages),
            claims=tuple(self.claims),
            narratives=tuple(self.narratives),
            questions=tuple(self.questions),
            set_asides=tuple(self.set_asides),
            attrition=attrition,
            decisions=tuple(self.decisions),
            count=count,
            program=PROGRAM,
        )
        return snapshot, self.articles.__getitem__
