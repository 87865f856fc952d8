"""The queue: one question a screen, with its passages, reasons, answers by single keys, and undo."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec
from starlette.responses import Response

from testimonia.domain.person import Person
from testimonia.domain.question import Question
from testimonia.domain.task import Choice, Note, Task
from testimonia.web.board import Line, Place
from testimonia.web.marks import direction
from testimonia.web.visit import Visit

_KEYS = {"include": "y", "exclude": "n", "merge": "y", "split": "n", "accept": "y", "reject": "n"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A button. `needs_reason`: an exclusion stands on a list with its reason."""

    choice: Choice
    key: str
    needs_reason: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A passage with its surroundings. `dir`: "ltr" or "rtl". `translation`: the words that were read, where that was a translation."""

    article: str
    title: str
    before: str
    quote: str
    after: str
    start: int
    dir: str
    translation: str = ""


@dataclass(frozen=True, kw_only=True)
class QueueView:
    """One question.

    Attributes:
        task: None where nothing waits. asks: the question in words. passages, answers: see there. memos, asked: what the team wrote, without the names that this person may not see.
        position, total: in what waits. before, after: ids of the neighbours. kind: to which the queue is narrowed, "".
        kinds: kind -> how many. done: number of the decision just taken, 0 for none. later: how many are put off; is_later: these are shown. person: whom it is about.
    """

    task: Task | None
    asks: str = ""
    passages: tuple[Shown, ...] = ()
    memos: tuple[Note, ...] = ()
    asked: tuple[Note, ...] = ()
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    position: int = 0
    total: int = 0
    before: str = ""
    after: str = ""
    kind: str = ""
    kinds: tuple[tuple[str, int], ...] = ()
    done: int = 0
    later: int = 0
    is_later: bool = False
    person: Person | None = None
    name: str = ""


def queue(visit: Visit) -> Response:
    """The page."""
    kind, wanted, done = visit.query("kind"), visit.query("q"), visit.query("done")
    board, gone, kinds = visit.board, visit.board.answered, visit.board.kinds()
    line = board.line(kind)
    is_later = bool(visit.query("later"))
    later = [one for one in board.later() if not visit.blind.intersection(one.appearances)]
    if visit.blind or visit.query("mine") or is_later:
        held, kinds = _narrowed(visit)
        held = later if is_later else held
        line, gone = Line([one for one in held if kind in ("", one.kind)]), frozenset()
    place = line.at(wanted, gone)
    shared = {
        "kind": kind,
        "kinds": tuple(kinds.items()),
        "total": line.waiting(gone),
        "later": len(later),
        "is_later": is_later,
        "done": int(done) if done.isdigit() and len(done) < 10 else 0,
    }
    view = _view(visit, place, shared) if place else QueueView(task=None, **shared)  # type: ignore[arg-type]
    return visit.page("queue.html", view=view)


def _narrowed(visit: Visit) -> tuple[list[Question], dict[str, int]]:
    """What this person may see, or of it only what is asked of them; and how many they may see of each kind."""
    agenda, me = visit.board.agenda, visit.session.user
    held = [one for one in visit.board.waiting() if not visit.blind.intersection(one.appearances)]
    kinds = dict(Counter(one.kind for one in held).most_common())
    return ([one for one in held if me in agenda.asked_of(one.id)] if visit.query("mine") else held), kinds


def _view(visit: Visit, place: Place, shared: dict[str, object]) -> QueueView:
    seal = visit.seal
    task, about = visit.task(place.question, place.position), place.question.articles
    person = visit.board.person(task.question.person) if task.question.person else None
    return QueueView(
        task=task,
        asks=seal.said(task.asks, about),
        passages=tuple(_passages(visit, task)),
        memos=tuple(msgspec.structs.replace(note, text=seal.words(note.text, about)) for note in task.memos),
        asked=tuple(msgspec.structs.replace(note, text=seal.words(note.text, about)) for note in task.asked),
        for_=tuple(seal.said(one, about) for one in task.for_),
        against=tuple(seal.said(one, about) for one in task.against),
        answers=tuple(_answer(number, choice) for number, choice in enumerate(task.choices, start=1)),
        position=place.position,
        before=place.before,
        after=place.after,
        person=person,
        name=seal.name(person) if person else "",
        **shared,  # type: ignore[arg-type]
    )


def _answer(number: int, choice: Choice) -> Answer:
    return Answer(choice=choice, key=_KEYS.get(choice.verb, str(number)), needs_reason=choice.verb == "exclude")


def _passages(visit: Visit, task: Task) -> list[Shown]:
    """The words at issue; one that stands in the surroundings of another is not shown again."""
    shown: list[Shown] = []
    for one in task.excerpts:
        if any(
            s.article == one.article and s.start <= one.start < s.start + len(s.before + s.quote + s.after) - 80
            for s in shown
        ):
            continue
        whole = visit.seal.words(one.before + one.quote + one.after, [one.article])
        a, b = len(one.before), len(one.before) + len(one.quote)
        shown.append(
            Shown(
                article=one.article,
                title=visit.seal.words(one.title, [one.article]),
                before=whole[:a],
                quote=whole[a:b],
                after=whole[b:],
                start=one.start - a,
                dir=direction(one.before + one.quote + one.after),
                translation=visit.seal.said(one.translation, [one.article]),
            )
        )
    return shown[:3]
