"""The queue: one question a screen, with its passages, reasons, answers by single keys, and undo."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from starlette.responses import Response

from testimonia.domain.person import Person
from testimonia.domain.task import Choice, Note, Task
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
    """A passage with its surroundings. `dir`: "ltr" or "rtl"."""

    article: str
    title: str
    before: str
    quote: str
    after: str
    start: int
    dir: str


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
    waiting = [task for task in visit.board.waiting() if not visit.blind.intersection(task.question.appearances)]
    kinds: dict[str, int] = {}
    for task in waiting:
        kinds[task.question.kind] = kinds.get(task.question.kind, 0) + 1
    later = [task for task in visit.board.later if not visit.blind.intersection(task.question.appearances)]
    if visit.query("later"):
        waiting = [task for task in later if task.question.id not in visit.board.answered]
    if visit.query("mine"):
        waiting = [task for task in waiting if any(note.whom == visit.session.user for note in task.asked)]
    held = [task for task in waiting if kind in ("", task.question.kind)]
    place = next((n for n, task in enumerate(held) if task.question.id == wanted), 0)
    shared = {
        "kind": kind,
        "kinds": tuple(kinds.items()),
        "total": len(held),
        "later": len(later),
        "is_later": bool(visit.query("later")),
        "done": int(done) if done.isdigit() and len(done) < 10 else 0,
    }
    view = _view(visit, held, place, shared) if held else QueueView(task=None, **shared)  # type: ignore[arg-type]
    return visit.page("queue.html", view=view)


def _view(visit: Visit, held: list[Task], place: int, shared: dict[str, object]) -> QueueView:
    task, seal = held[place], visit.seal
    about = {task.question.article, *(id.partition("@")[0] for id in task.question.appearances)}
    person = visit.board.person(task.question.person) if task.question.person else None
    return QueueView(
        task=task,
        asks=seal.words(task.asks, about),
        passages=tuple(_passages(visit, task)),
        memos=tuple(msgspec.structs.replace(note, text=seal.words(note.text, about)) for note in task.memos),
        asked=tuple(msgspec.structs.replace(note, text=seal.words(note.text, about)) for note in task.asked),
        for_=tuple(seal.words(one, about) for one in task.for_),
        against=tuple(seal.words(one, about) for one in task.against),
        answers=tuple(_answer(number, choice) for number, choice in enumerate(task.choices, start=1)),
        position=place + 1,
        before=held[place - 1].question.id if place else "",
        after=held[place + 1].question.id if place + 1 < len(held) else "",
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
                dir=direction(whole),
            )
        )
    return shown[:3]
