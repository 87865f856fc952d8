"""The queue at work: what the team is asked, in the order in which an answer moves the findings most, with all that helps to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from testimonia.domain.article import Article
from testimonia.domain.coding import Coding
from testimonia.domain.decision import Decision
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.memo import Ask, Memo, Snooze
from testimonia.domain.pair import PairScore
from testimonia.domain.question import Question
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.domain.task import Excerpt, Note, Task
from testimonia.errors import UsageError
from testimonia.pipeline.answers import choices
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.matching import pairs_of
from testimonia.pipeline.people import article_of
from testimonia.pipeline.snapshot import snapshot
from testimonia.review.assign import KINDS, assign
from testimonia.review.questions import Questions
from testimonia.review.recoding import recodings

_AROUND, _MOST = 240, 6


def queue(
    desk: Desk, *, kind: str | None = None, whom: str | None = None, snoozed: bool = False, limit: int | None = None
) -> tuple[Task, ...]:
    """The questions that wait, first the one whose answer moves the findings most.

    `kind`: only these. `whom`: only those put to this colleague. `snoozed`: also those that wait for a date, at the end.
    `limit`: so many at most.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError("there is no such kind of question", got=kind, expected=", ".join(KINDS))
    with desk.store.reading():
        agenda = Agenda(desk)
        held = [q for q in agenda.held if kind in (None, q.kind) and (whom is None or whom in agenda.asked_of(q.id))]
        now = [q for q in held if not agenda.until(q)]
        later = sorted((q for q in held if agenda.until(q)), key=agenda.until) if snoozed else []
        return tuple(agenda.task(one, place, desk.texts) for place, one in enumerate([*now, *later][:limit], start=1))


def agenda(desk: Desk) -> Agenda:
    """The questions in order; what helps to answer one is put together when it is looked at."""
    with desk.store.reading():
        return Agenda(desk)


def questions(desk: Desk) -> tuple[str, ...]:
    """The ids of all that stand, also of those that wait for a date."""
    with desk.store.reading():
        return tuple(question.id for question in Agenda(desk).held)


class Agenda:
    """What is asked of one state of the study. It holds no store: the texts of articles come with the question about a task.

    `held`: all questions, in order, also those that wait for a date (`put_off`). `seen`: how many events the log had. `today`: the day by which they wait.
    """

    def __init__(self, desk: Desk) -> None:
        self.seen, self._decided = desk.log.length(), desk.log.state()
        self._state = snapshot(desk)
        self._pairs = _pairs(desk, self._state)
        self._codings = {Question.id_of(kind, "of", k.id): k for k in self._state.codings for kind in ("coding", "recode")}  # fmt: skip
        self._persons = {person.id: person for person in self._state.persons}
        self.today = desk.clock()[:10]
        self._whom: dict[str, set[str]] = {}
        for event in self._decided.asks:
            if isinstance(event.action, Ask):
                self._whom.setdefault(event.action.question, set()).add(event.action.whom)
        stale = recodings(desk.written, self._decided)
        self.held = assign(Questions(self._state, self._pairs, stale).all())
        self._ids = frozenset(question.id for question in self.held)
        self.put_off = tuple(question for question in self.held if self.until(question))

    def has(self, question: str) -> bool:
        """Whether a question with this id stands."""
        return question in self._ids

    def waiting(self) -> tuple[Question, ...]:
        """Those that do not wait for a date."""
        return tuple(question for question in self.held if not self.until(question))

    def asked_of(self, question: str) -> Set[str]:
        """The colleagues to whom it was put."""
        return self._whom.get(question, set())

    def put_to(self, whom: str) -> tuple[str, ...]:
        """The questions, by id, that were put to this colleague."""
        return tuple(question for question, asked in self._whom.items() if whom in asked)

    def until(self, question: Question) -> str:
        """The date up to which it is put off; "" where that is over, or never was."""
        event = self._decided.snoozes.get(question.id)
        until = event.action.until if event and isinstance(event.action, Snooze) else ""
        return until if until > self.today else ""

    def task(self, question: Question, place: int, texts: Callable[[str], Article]) -> Task:
        """The question with its passages, reasons and answers. `texts`: gives an article by its id."""
        coding = self._codings.get(question.id)
        for_, against = self._reasons(question, coding)
        return Task(
            place=place,
            question=question,
            asks=self._asks(question, coding),
            excerpts=tuple(self._excerpts(question, texts)),
            for_=for_,
            against=against,
            choices=choices(question, coding, self._persons.get(question.person or "")),
            snoozed_until=self.until(question),
            memos=tuple(notes(self._decided, question.id, *question.appearances)),
            asked=tuple(asked(self._decided, question.id)),
            seen=self.seen,
        )

    def _label(self, appearance: str) -> str:
        found = self._state.appearances.get(appearance)
        return found.label if found else appearance

    def _asks(self, question: Question, coding: Coding | None) -> str:
        names = [self._label(id) for id in question.appearances]
        code = self._state.codebook.code(coding.code) if coding else None
        reason = code.name if code else coding.code if coding else ""
        match question.kind:
            case "identity" if len(names) == 2:
                return f"Are {names[0]} and {names[1]} the same person?"
            case "case" if names:
                return f"Is {names[0]} a case: did they leave the group and speak about it?"
            case "coding" if coding:
                denied = "rule out" if coding.stance.value == "denied" else "give"
                return f"Does {names[0]} {denied} this reason in these words: {reason}?"
            case "recode" if coding:
                return f"{reason} was changed: does it still say what {names[0]} says here?"
            case "attribute" if names:
                return f"Which is right of {names[0]}? {question.why}"
        return question.why

    def _reasons(self, question: Question, coding: Coding | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if coding is not None:
            return coding.reasons, ((question.why,) if question.kind == "recode" else ())
        if question.kind == "identity":
            pair = self._pairs.get(frozenset(question.appearances))
            return (pair.reasons, pair.counter_reasons) if pair else ((), ())
        held = [self._state.appearances[id] for id in question.appearances if id in self._state.appearances]
        if question.kind == "attribute":
            person = self._persons.get(question.person or "")
            field = question.why.partition(":")[0]
            values = zip(person.values, person.values_from, strict=True) if person else ()
            return tuple(f"{v.value}, {v.basis.value} in {article_of(a)}" for v, a in values if v.field == field), ()
        return (
            tuple(dict.fromkeys(reason for one in held for reason in one.reasons)),
            tuple(dict.fromkeys(reason for one in held for reason in one.counter_reasons)),
        )

    def _excerpts(self, question: Question, texts: Callable[[str], Article]) -> Iterator[Excerpt]:
        spans = [(question.article, span) for span in question.spans]
        for id in question.appearances:
            other = self._state.appearances.get(id)
            if other is not None and other.article != question.article:
                spans.append((other.article, other.mentions[0].span))
        for article, span in spans[:_MOST]:
            yield _excerpt(texts(article), span)


def _excerpt(article: Article, span: Span) -> Excerpt:
    """The words with what stands around them."""
    span.check(article.text, article.id)
    return Excerpt(
        article=article.id,
        title=article.title or article.source,
        start=span.start,
        end=span.end,
        before=article.text[max(0, span.start - _AROUND) : span.start],
        quote=span.quote,
        after=article.text[span.end : span.end + _AROUND],
        translation=span.translation,
    )


def _pairs(desk: Desk, state: Snapshot) -> dict[frozenset[str], PairScore]:
    """The pairs of the open questions of identity."""
    found = {}
    for question in state.questions:
        if question.kind == "identity":
            for pair in pairs_of(desk, question.appearances[0]):
                found[frozenset((pair.left, pair.right))] = pair
    return found


def notes(state: DecisionState, *on: str) -> Iterator[Note]:
    """The memos on these, in order."""
    for event in state.memos:
        if isinstance(event.action, Memo) and event.action.on in on:
            yield _note(event, event.action.text)


def asked(state: DecisionState, question: str) -> Iterator[Note]:
    """To whom the question was put, in order."""
    for event in state.asks:
        if isinstance(event.action, Ask) and event.action.question == question:
            yield _note(event, event.action.text, event.action.whom)


def _note(event: Decision, text: str, whom: str = "") -> Note:
    return Note(number=event.number, at=event.at, by=event.by, text=text, whom=whom)
