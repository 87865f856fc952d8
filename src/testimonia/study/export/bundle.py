"""The study bundle, as `domain.bundle` describes it. It holds full texts and names: a working file, not a release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec
from msgspec import UNSET, UnsetType

from testimonia.domain.appearance import MentionKind
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.bundle import (
    Bundle,
    BundleCase,
    BundleClaim,
    BundleCode,
    BundleCoding,
    BundleDocument,
    BundleMention,
    BundlePassage,
    BundleQuestion,
    BundleStudy,
    BundleTranslation,
)
from testimonia.domain.claim import Claim
from testimonia.domain.coding import Coding, Passage, Stance
from testimonia.domain.person import Person
from testimonia.domain.question import Question
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.domain.translation import Translate

Texts = Callable[[str], Article]

TOP = 10
"""So many passages for each case, code and document."""


def bundle(snapshot: Snapshot, texts: Texts) -> bytes:
    """The whole study as one JSON object, UTF-8; EvidenceError where a quote does not stand at its offsets."""
    return msgspec.json.format(msgspec.json.encode(_Packer(snapshot, texts).bundle()), indent=1) + b"\n"


class _Packer:
    """Puts a snapshot into the types of the format; holds the indexes that this takes."""

    def __init__(self, snapshot: Snapshot, texts: Texts) -> None:
        self.snapshot = snapshot
        self.articles = {a.id: texts(a.id) for a in snapshot.articles}
        self.order = {a.id: i for i, a in enumerate(snapshot.articles)}
        self.codings: dict[str, list[Coding]] = defaultdict(list)
        self.passages: dict[str, list[Passage]] = defaultdict(list)
        for coding in snapshot.codings:
            if coding.stance is Stance.PRESENT:
                self.codings[coding.appearance].append(coding)
        for passage in snapshot.passages:
            self.passages[passage.appearance].append(passage)

    def bundle(self) -> Bundle:
        copies = {k.article: k.duplicate_of for k in self.snapshot.links}
        persons = {p.id for p in self.snapshot.persons}
        return Bundle(
            study=self._study(),
            documents=tuple(self._document(a, copies.get(a.id)) for a in self.snapshot.articles),
            cases=tuple(self._case(p) for p in self.snapshot.persons),
            review=tuple(self._question(q, persons) for q in self.snapshot.questions),
            claims=tuple(self._claim(c) for c in self.snapshot.claims),
        )

    def _study(self) -> BundleStudy:
        settings = self.snapshot.settings
        return BundleStudy(
            title=settings.title,
            groups=tuple(g.name for g in settings.groups),
            window=(settings.window_start, settings.window_end),
            codebook=tuple(
                BundleCode(id=c.id, name=c.name, definition=c.definition) for c in self.snapshot.codebook.codes
            ),
            version=self.snapshot.program,
        )

    def _document(self, facts: ArticleFacts, duplicate_of: str | None) -> BundleDocument:
        article = self.articles[facts.id]
        return BundleDocument(
            id=facts.id,
            source=facts.source,
            title=facts.title,
            publisher=facts.publisher,
            published=facts.published,
            language=facts.language,
            text=article.text,
            sha256=article.sha256,
            duplicate_of=duplicate_of,
            translation=self._translation(facts),
        )

    def _translation(self, facts: ArticleFacts) -> BundleTranslation | UnsetType:
        """The whole of the words in which the article was read."""
        held = facts.translation
        if held is None:
            return UNSET
        (text,) = ("\n\n".join(d.action.paragraphs) for d in self.snapshot.decisions if d.number == held.event and isinstance(d.action, Translate))  # fmt: skip
        return BundleTranslation(language=held.language, supplier=held.supplier, by=held.by, text=text)

    def _case(self, person: Person) -> BundleCase:
        return BundleCase(
            id=person.id,
            status=person.status.value,
            reason=person.reason,
            name=person.name,
            aliases=person.aliases,
            nationality=person.nationality,
            gender=person.gender,
            age=person.age,
            group_role=person.group_role,
            joined=person.joined,
            left=person.left,
            first_public=person.first_public,
            mentions=self._mentions(person),
            codings=self._codings(person),
            passages=self._passages(person),
        )

    def _checked(self, article: str, span: Span) -> Span:
        """The span, if its words stand at its offsets."""
        span.check(self.articles[article].text, article)
        return span

    def _mentions(self, person: Person) -> tuple[BundleMention, ...]:
        """The words that name or describe the person: pronouns do neither."""
        seen = [self.snapshot.appearances[a] for a in person.appearances]
        spans = ((a.article, m.span) for a in seen for m in a.mentions if m.kind is not MentionKind.PRONOUN)
        rows = sorted(set(spans), key=lambda p: (self.order[p[0]], p[1]))
        places = {(a, s.start, s.end): (a, s) for a, s in reversed(rows)}
        return tuple(
            BundleMention(
                document=a,
                quote=self._checked(a, s).quote,
                start=s.start,
                end=s.end,
                translation=s.translation or UNSET,
                loose=s.loose or UNSET,
            )
            for a, s in reversed(places.values())
        )

    def _codings(self, person: Person) -> tuple[BundleCoding, ...]:
        found = (k for a in person.appearances for k in self.codings[a])
        rows = sorted(found, key=lambda k: (self.order[k.article], k.span, k.code, k.coder, k.id))
        return tuple(
            BundleCoding(
                code=k.code,
                document=k.article,
                coder=k.coder,
                confidence=k.confidence,
                status=k.status.value,
                quote=self._checked(k.article, k.span).quote,
                start=k.span.start,
                end=k.span.end,
                translation=k.span.translation or UNSET,
                loose=k.span.loose or UNSET,
            )
            for k in rows
        )

    def _passages(self, person: Person) -> tuple[BundlePassage, ...]:
        groups: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        for appearance in person.appearances:
            for passage in self.passages[appearance]:
                groups[passage.article, passage.code].append(passage)
        keys = sorted(groups, key=lambda g: (self.order[g[0]], g[1]))
        return tuple(
            BundlePassage(
                code=code,
                document=article,
                rank=rank,
                quote=self._checked(article, span).quote,
                start=span.start,
                end=span.end,
                translation=span.translation or UNSET,
                loose=span.loose or UNSET,
            )
            for article, code in keys
            for rank, span in enumerate(_best(groups[article, code]), 1)
        )

    def _question(self, question: Question, persons: set[str]) -> BundleQuestion:
        spans = (self._checked(question.article, s) for s in question.spans)
        return BundleQuestion(
            kind=question.kind,
            document=question.article,
            quotes=tuple(s.quote for s in spans),
            case=question.person if question.person in persons else None,
            why=question.why,
        )

    def _claim(self, claim: Claim) -> BundleClaim:
        whole = claim.figure.is_integer()
        return BundleClaim(
            document=claim.article,
            figure=int(claim.figure) if whole else claim.figure,
            unit=claim.unit,
            qualifier=claim.qualifier.value,
            country=claim.country,
            quote=self._checked(claim.article, claim.span).quote,
            start=claim.span.start,
            end=claim.span.end,
            translation=claim.span.translation or UNSET,
            loose=claim.span.loose or UNSET,
        )


def _best(passages: Iterable[Passage]) -> tuple[Span, ...]:
    """The ten best places, each once, where two appearances of one person share a document."""
    ranked = sorted(passages, key=lambda p: (p.rank, -p.score, p.span))
    return tuple(dict.fromkeys(p.span for p in ranked))[:TOP]
