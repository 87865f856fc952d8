"""Double coding: rounds, one coder's units, adjudication side by side, agreement with its intervals."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from testimonia.domain.agreement import Agreement
from testimonia.domain.codebook import Code
from testimonia.domain.round import Assignment, Conflict, Mark, Progress
from testimonia.errors import UsageError
from testimonia.web.marks import MarkOn, Segment, direction, segments
from testimonia.web.visit import Visit


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
    """One unit on a coder's desk. `marks`: what they marked so far, with the words. `next`: the next open unit, "" for none."""

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


@dataclass(frozen=True, kw_only=True)
class Side:
    """One coder's answer. `marks`: name of the code, stance, words."""

    coder: str
    marks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ConflictView:
    """A unit whose coders differ. `differ`: names of the codes on which they do."""

    conflict: Conflict
    label: str
    sides: tuple[Side, ...]
    differ: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AdjudicateView:
    """What waits for adjudication in a round."""

    round: str
    conflicts: tuple[ConflictView, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementView:
    """Agreement in a round. `names`: code -> name."""

    round: str
    agreement: Agreement
    names: dict[str, str]


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
    text = visit.seal.words(article.text, [one.article])
    people = visit.board.snapshot.appearances.get(id)
    mentions = [
        MarkOn(start=m.span.start, end=m.span.end, kind="person", title=visit.seal.label(id))
        for m in (people.mentions if people else ())
    ]
    book = visit.board.snapshot.codebook
    mine = one.mine.marks if one.mine else ()
    marks = [MarkOn(start=m.start, end=m.end, kind=m.code.partition("/")[0], title=_name(visit, m.code)) for m in mine]
    waiting = [u.appearance for u in units if u.mine is None and u.appearance != id]
    view = UnitView(
        unit=one,
        label=visit.seal.label(id),
        title=visit.seal.words(article.title or article.source, [one.article]),
        dir=direction(text),
        paragraphs=segments(text, [*mentions, *marks]),
        codes=tuple(code for name in one.codes if (code := book.code(name))),
        marks=tuple((m, _name(visit, m.code), text[m.start : m.end]) for m in mine),
        next=waiting[0] if waiting else "",
        place=one.place,
        total=len(units),
    )
    return visit.page("unit.html", view=view)


def adjudicate(visit: Visit) -> Response:
    """Units whose coders differ, side by side."""
    name = _round(visit).name
    found = visit.house.office.read(lambda study: study.conflicts(name))
    return visit.page(
        "adjudicate.html", view=AdjudicateView(round=name, conflicts=tuple(_conflict(visit, one) for one in found))
    )


def agreement(visit: Visit) -> Response:
    """Agreement of a round's coders."""
    held = _round(visit)
    found = visit.house.office.read(lambda study: study.agreement(held.name, replicates=400))
    names = {code.id: code.name for code in visit.board.snapshot.codebook.codes}
    return visit.page("agreement.html", view=AgreementView(round=held.name, agreement=found, names=names))


def _round(visit: Visit) -> Progress:
    name = visit.request.path_params["name"]
    found = next((one for one in visit.house.office.read(lambda study: study.rounds()) if one.name == name), None)
    if found is None:
        raise UsageError("there is no such round", got=name[:60])
    return found


def _conflict(visit: Visit, one: Conflict) -> ConflictView:
    def words(mark: Mark) -> tuple[str, str, str]:
        return _name(visit, mark.code), mark.stance.value, visit.seal.words(mark.quote, [one.article])

    sides = tuple(Side(coder=given.coder, marks=tuple(words(m) for m in given.marks)) for given in one.answers)
    return ConflictView(conflict=one, label=visit.seal.label(one.appearance), sides=sides, differ=tuple(_name(visit, d.code) for d in one.differences))  # fmt: skip


def _name(visit: Visit, code: str) -> str:
    held = visit.board.snapshot.codebook.code(code)
    return held.name if held else code
