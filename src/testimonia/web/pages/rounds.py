"""Double coding: rounds, one coder's units, adjudication side by side, agreement with its intervals."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from starlette.responses import Response

from testimonia.domain.agreement import Agreement, Measure
from testimonia.domain.article import ArticleFacts
from testimonia.domain.codebook import Code
from testimonia.domain.round import Assignment, Conflict, Given, Mark, Progress
from testimonia.errors import UsageError
from testimonia.web.course import Course, courses
from testimonia.web.marks import MarkOn, Segment, direction, segments
from testimonia.web.pages.article import is_loose, mention_marks, translated, translation
from testimonia.web.pages.outcome import Row, rows
from testimonia.web.rights import Right
from testimonia.web.visit import Visit

DRAWS = 400
"""Of the bootstrap on the page; the command line draws more."""


@dataclass(frozen=True, kw_only=True)
class RoundsView:
    """All rounds."""

    rounds: tuple[Progress, ...]


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """One round with this person's units; `labels` in their order."""

    round: Progress
    units: tuple[tuple[Assignment, str], ...]


@dataclass(frozen=True, kw_only=True)
class UnitView:
    """One unit on a coder's desk. `marks`: what they marked so far, with the words. `next`: the next open unit, "" for none.

    `translated`, `translation`, `is_loose`: as for an article.
    """

    unit: Assignment
    label: str
    title: str
    dir: str
    paragraphs: list[list[Segment]]
    codes: tuple[Code, ...]
    marks: tuple[tuple[Mark, str, str], ...]
    next: str
    place: int
    total: int
    facts: ArticleFacts
    translated: str
    translation: tuple[str, ...]
    is_loose: bool


@dataclass(frozen=True, kw_only=True)
class Side:
    """One coder's answer. `marks`: name of the code, stance, words."""

    coder: str
    marks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ConflictView:
    """A unit whose coders differ.

    Attributes:
        differ: names of the codes on which they do. rows: the codes that some coder marked, to be answered anew, with their names.
        further: the other codes of the round, with their names. outcome: what was decided, None where that is to come.
        note: why it was decided so. may_undo: whether this person may take the outcome back.
    """

    conflict: Conflict
    label: str
    sides: tuple[Side, ...]
    differ: tuple[str, ...]
    rows: tuple[tuple[Row, str], ...]
    further: tuple[tuple[str, str], ...]
    outcome: Side | None = None
    note: str = ""
    may_undo: bool = False


@dataclass(frozen=True, kw_only=True)
class AdjudicateView:
    """What waits for adjudication in a round, and what was decided."""

    round: str
    conflicts: tuple[ConflictView, ...]
    decided: tuple[ConflictView, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementView:
    """Agreement in a round. `names`: code -> name. `together`: name of a code, alpha over all coders; empty where they are but two. `drift`: drawn."""

    round: str
    agreement: Agreement
    names: dict[str, str]
    together: tuple[tuple[str, Measure], ...]
    drift: tuple[Course, ...]


def rounds(visit: Visit) -> Response:
    """All rounds."""
    return visit.page("rounds.html", view=RoundsView(rounds=visit.house.office.read(lambda study: study.rounds())))


def round(visit: Visit) -> Response:
    """One round."""
    held = _round(visit)
    me = visit.session.user
    units = visit.house.office.read(lambda study: study.assignments(held.name, me)) if me in held.done else ()
    return visit.page(
        "round.html", view=RoundView(round=held, units=tuple((u, visit.seal.label(u.appearance)) for u in units))
    )


def unit(visit: Visit) -> Response:
    """One unit: the text without any coding, unless the design shows them."""
    held, id = _round(visit), visit.request.path_params["id"]
    me = visit.session.user
    units = visit.house.office.read(lambda study: study.assignments(held.name, me)) if me in held.done else ()
    one = next((u for u in units if u.appearance == id), None)
    if one is None:
        raise UsageError("this unit is not yours", got=id[:60])
    article = visit.house.office.read(lambda study: study.article(one.article))
    text, facts = visit.seal.words(article.text, [one.article]), visit.board.index.articles[one.article]
    people = visit.board.snapshot.appearances.get(id)
    mentions = mention_marks(visit, id, [m.span for m in people.mentions] if people else [])
    book = visit.board.snapshot.codebook
    mine = one.mine.marks if one.mine else ()
    marks = [MarkOn(start=m.start, end=m.end, kind=m.code.partition("/")[0], title=_name(visit, m.code)) for m in mine]
    paragraphs = segments(text, [*mentions, *marks])
    waiting = [u.appearance for u in units if u.mine is None and u.appearance != id]
    view = UnitView(
        unit=one,
        label=visit.seal.label(id),
        title=visit.seal.words(article.title or article.source, [one.article]),
        dir=direction(text),
        paragraphs=paragraphs,
        codes=tuple(code for name in one.codes if (code := book.code(name))),
        marks=tuple((m, _name(visit, m.code), text[m.start : m.end]) for m in mine),
        next=waiting[0] if waiting else "",
        place=one.place,
        total=len(units),
        facts=facts,
        translated=translated(facts),
        translation=translation(visit, facts),
        is_loose=is_loose(paragraphs),
    )
    return visit.page("unit.html", view=view)


def adjudicate(visit: Visit) -> Response:
    """Units whose coders differ, side by side, with room for an answer that is neither's; and those that are decided."""
    held = _round(visit)
    found = visit.house.office.read(lambda study: study.conflicts(held.name, all=True))
    seen = [_conflict(visit, one, held.codes) for one in found]
    view = AdjudicateView(
        round=held.name,
        conflicts=tuple(one for one in seen if one.outcome is None),
        decided=tuple(one for one in seen if one.outcome is not None),
    )
    return visit.page("adjudicate.html", view=view)


def agreement(visit: Visit) -> Response:
    """Agreement of a round's coders. Worked out of what was read, while others read on; and once, until somebody judges anew."""
    held = _round(visit)
    judged = visit.house.office.read(lambda study: study.judgements(held.name))
    found = visit.house.agreements.get(held.name, judged, lambda one: one.agreement(replicates=DRAWS))
    names = {code.id: code.name for code in visit.board.snapshot.codebook.codes}
    people = {coder for unit in judged.units for coder in unit.times}
    together = tuple((names.get(code, code), one) for code, one in found.all_coders.items()) if len(people) > 2 else ()
    view = AgreementView(
        round=held.name, agreement=found, names=names, together=together, drift=tuple(courses(found.drift))
    )
    return visit.page("agreement.html", view=view)


def _round(visit: Visit) -> Progress:
    name = visit.request.path_params["name"]
    found = next((one for one in visit.house.office.read(lambda study: study.rounds()) if one.name == name), None)
    if found is None:
        raise UsageError("there is no such round", got=name[:60])
    return found


def _conflict(visit: Visit, one: Conflict, codes: tuple[str, ...]) -> ConflictView:
    def side(given: Given) -> Side:
        marks = ((_name(visit, m.code), m.stance.value, visit.seal.words(m.quote, [one.article])) for m in given.marks)
        return Side(coder=given.coder, marks=tuple(marks))

    def sealed(row: Row) -> Row:
        words = (dataclasses.replace(w, words=visit.seal.words(w.words, [one.article])) for w in row.words)
        return dataclasses.replace(row, words=tuple(words))

    marked = rows(one.answers, codes)
    rest = [code for code in codes if code not in {row.code for row in marked}]
    by = one.outcome.coder if one.outcome else ""
    return ConflictView(
        conflict=one,
        label=visit.seal.label(one.appearance),
        sides=tuple(side(given) for given in one.answers),
        differ=tuple(_name(visit, d.code) for d in one.differences),
        rows=tuple((sealed(row), _name(visit, row.code)) for row in marked),
        further=tuple((code, _name(visit, code)) for code in rest),
        outcome=side(one.outcome) if one.outcome else None,
        note=visit.seal.words(one.outcome.reason, [one.article]) if one.outcome else "",
        may_undo=visit.session.may(Right.LEAD) or by == visit.session.user,
    )


def _name(visit: Visit, code: str) -> str:
    held = visit.board.snapshot.codebook.code(code)
    return held.name if held else code
