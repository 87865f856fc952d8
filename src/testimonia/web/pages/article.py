"""The article: canonical text with people, quotes and codings marked; words selected are coded or attached; the page as captured beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.responses import HTMLResponse, Response

from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.claim import Claim
from testimonia.domain.codebook import Code
from testimonia.domain.coding import Coding, CodingStatus
from testimonia.domain.history import Entry
from testimonia.domain.origin import OriginLink
from testimonia.domain.span import Span
from testimonia.domain.translation import Translate
from testimonia.errors import UsageError
from testimonia.pipeline.translation.align import paragraphs as blocks_of
from testimonia.study.publish.wording import translated_words
from testimonia.web import captured
from testimonia.web.marks import MarkOn, Segment, direction, segments
from testimonia.web.pages.history import told
from testimonia.web.rights import Right
from testimonia.web.visit import Visit

_PAGE = 200
LOOSE = "somewhere"
"""The mark of a sentence in which somebody is named, nobody knows where: read in a translation, not found in the original."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """An article in the list. `is_unread`: whether it was set aside for its language."""

    facts: ArticleFacts
    title: str
    people: int
    is_unread: bool


@dataclass(frozen=True, kw_only=True)
class ArticlesView:
    """The list, at most 200 of it at once. `next`: number of the page after, 0 for none."""

    rows: tuple[Row, ...]
    total: int
    words: str
    next: int


@dataclass(frozen=True, kw_only=True)
class Who:
    """Somebody in the article. `counted`: status in the study, "" where no case."""

    appearance: str
    label: str
    role: str
    person: str
    counted: str


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A coding in the article, in words. `translation`: in which they were read, where that was a translation."""

    coding: Coding
    code: str
    who: str
    quote: str
    translation: str


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """One article. `paragraphs`: the text as segments under their marks; offsets in code points. `dir`: "ltr" or "rtl". `memos`: notes on it and on its people.

    `in_common`: origins that are no copies of its own and share text with it. `copy_titles`: article -> title, of both. `translated`: from which language and by whom it was translated, where it was read so, and `translation` its
    paragraphs. `is_beside`: whether the page as captured stands beside the text. `is_loose`: whether a mark is one of a whole sentence.
    `to_translate`: how many paragraphs a translation must have, 0 where the article is read as it is; `is_recorded`: whether the next run reads it in one.
    """

    facts: ArticleFacts
    title: str
    dir: str
    language: str
    paragraphs: list[list[Segment]]
    people: tuple[Who, ...]
    codings: tuple[Coded, ...]
    codes: tuple[Code, ...]
    copies: tuple[OriginLink, ...]
    in_common: tuple[str, ...]
    claims: tuple[Claim, ...]
    revision: int
    sha256: str
    hidden: bool
    memos: tuple[Entry, ...]
    copy_titles: dict[str, str]
    is_beside: bool
    translated: str
    translation: tuple[str, ...]
    is_loose: bool
    to_translate: int
    is_recorded: bool


def articles(visit: Visit) -> Response:
    """The list."""
    words, page = visit.query("words").casefold(), visit.query("page")
    at = (int(page) - 1 if page.isdigit() and 0 < len(page) < 7 and int(page) else 0) * _PAGE
    people = visit.board.people_in
    rows = [(one, visit.seal.words(one.title or one.source, [one.id])) for one in visit.board.snapshot.articles]
    found = [(one, title) for one, title in rows if words in title.casefold()]
    shown = tuple(
        Row(facts=one, title=title, people=len(people.get(one.id, ())), is_unread=one.id in visit.board.unread)
        for one, title in found[at : at + _PAGE]
    )
    view = ArticlesView(
        rows=shown, total=len(found), words=visit.query("words"), next=at // _PAGE + 2 if at + _PAGE < len(found) else 0
    )
    return visit.page("articles.html", view=view)


def article(visit: Visit) -> Response:
    """One article."""
    id, board = visit.request.path_params["id"], visit.board
    facts = board.index.articles.get(id)
    if facts is None:
        raise UsageError("there is no such article", got=id[:60])
    held: Article = visit.house.office.read(lambda study: study.article(id))
    text = visit.seal.words(held.text, [id])
    codings = [
        k
        for k in board.by_article.get(id, ())
        if k.appearance not in visit.blind and k.status is not CodingStatus.REJECTED
    ]
    links = board.snapshot.links
    copies = tuple(link for link in links if link.origin == facts.origin and link.article != id)
    in_common = tuple(
        one.article
        for one in links
        if one.article == one.origin and (one.origin in facts.takes_from or facts.origin in one.takes_from)
    )
    paragraphs = segments(text, [*_people_marks(visit, id), *_coding_marks(visit, codings), *_asked(visit)])
    view = ArticleView(
        facts=facts,
        title=visit.seal.words(facts.title or facts.source, [id]),
        dir=direction(held.text),
        language=held.language,
        paragraphs=paragraphs,
        people=tuple(_who(visit, one) for one in board.people_in.get(id, ())),
        codings=tuple(_coded(visit, text, one) for one in codings),
        codes=board.snapshot.codebook.codes,
        copies=copies,
        in_common=in_common,
        copy_titles={
            other: visit.seal.words(_titled(visit, other), [other, id])
            for other in (*in_common, *(link.article for link in copies))
        },
        is_beside=bool(visit.query("beside")) and visit.session.may(Right.NAMES),
        translated=translated(facts),
        translation=translation(visit, facts),
        is_loose=is_loose(paragraphs),
        to_translate=len(blocks_of(held.text)) if held.language not in board.snapshot.settings.languages else 0,
        is_recorded=facts.translation is None
        and id in visit.board.unread
        and visit.house.office.read(lambda study: study.translation_of(held)) is not None,
        claims=tuple(claim for claim in board.snapshot.claims if claim.article == id),
        revision=held.revision,
        sha256=held.sha256,
        hidden=any(one in visit.blind for one in board.people_in.get(id, ())),
        memos=tuple(entry for entry in told(visit, person=id) if entry.kind == "memo" and entry.holds),
    )
    return visit.page("article.html", view=view)


def as_captured(visit: Visit) -> Response:
    """The captured page, made harmless, for the sandboxed frame."""
    id = visit.request.path_params["id"]
    held, data = visit.house.office.read(lambda study: study.captured(id))
    page = HTMLResponse(visit.seal.words(captured.captured(held, data), [id]))
    page.headers["Content-Security-Policy"] = captured.POLICY
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


def _people_marks(visit: Visit, article: str) -> Iterator[MarkOn]:
    for id in visit.board.people_in.get(article, ()):
        one = visit.board.snapshot.appearances[id]
        if id in visit.board.homes:
            label = visit.seal.label(id)
            yield from mention_marks(visit, id, [m.span for m in one.mentions if m.kind != "pronoun"])
            yield from (
                MarkOn(start=s.span.start, end=s.span.end, kind="speech", title=f"{label} says{_somewhere(s.span)}")
                for s in one.speech
            )


def mention_marks(visit: Visit, appearance: str, spans: Sequence[Span]) -> Iterator[MarkOn]:
    """Where somebody is named. Who is only known to stand somewhere in a sentence is marked so, unless the name stands in it too."""
    label, article = visit.seal.label(appearance), appearance.partition("@")[0]
    exact = [span for span in spans if not span.loose]
    for span in spans:
        if not span.loose:
            yield MarkOn(start=span.start, end=span.end, kind="person", title=label)
        elif not any(span.overlaps(one) for one in exact):
            words = visit.seal.said(span.translation, [article])
            yield MarkOn(start=span.start, end=span.end, kind=LOOSE, title=f"{label}{_somewhere(span)}: “{words}”")


def _somewhere(span: Span) -> str:
    return ", somewhere in these words" if span.loose else ""


def is_loose(paragraphs: list[list[Segment]]) -> bool:
    """Whether somebody is marked who is only known to stand somewhere in a sentence: the page then says what the mark means."""
    return any(mark.kind == LOOSE for paragraph in paragraphs for segment in paragraph for mark in segment.marks)


def _coding_marks(visit: Visit, codings: list[Coding]) -> Iterator[MarkOn]:
    for one in codings:
        words = (
            f"{_name(visit, one.code)} ({visit.seal.label(one.appearance)}, {one.status.value}){_somewhere(one.span)}"
        )
        yield MarkOn(start=one.span.start, end=one.span.end, kind=one.code.partition("/")[0], title=words, id=one.id)


def _asked(visit: Visit) -> Iterator[MarkOn]:
    at = visit.query("at").split("-")
    if len(at) == 2 and all(part.isdigit() and len(part) < 9 for part in at):
        yield MarkOn(start=int(at[0]), end=int(at[1]), kind="ask", title="the words in question")


def translated(facts: ArticleFacts | None) -> str:
    """From which language and by whom; "" where the article was read as it is."""
    held = facts.translation if facts else None
    return translated_words(facts.language, held.supplier) if facts and held else ""


def translation(visit: Visit, facts: ArticleFacts) -> tuple[str, ...]:
    """The paragraphs of the translation in which the article was read, if in one."""
    held = facts.translation
    action = visit.board.snapshot.decisions[held.event - 1].action if held else None
    paragraphs = action.paragraphs if isinstance(action, Translate) else ()
    return tuple(visit.seal.said(words, [facts.id]) for words in paragraphs)


def _titled(visit: Visit, article: str) -> str:
    facts = visit.board.index.articles.get(article)
    return (facts.title or facts.source) if facts else article


def _who(visit: Visit, id: str) -> Who:
    one, person = visit.board.snapshot.appearances[id], visit.board.homes.get(id)
    return Who(appearance=id, label=visit.seal.label(id), role=one.role.value, person=person.id if person else "", counted=person.status.value if person else "")  # fmt: skip


def _coded(visit: Visit, text: str, one: Coding) -> Coded:
    quote = text[one.span.start : one.span.end]
    return Coded(coding=one, code=_name(visit, one.code), who=visit.seal.label(one.appearance), quote=quote, translation=visit.seal.said(one.span.translation, [one.article]))  # fmt: skip


def _name(visit: Visit, code: str) -> str:
    held = visit.board.snapshot.codebook.code(code)
    return held.name if held else code
