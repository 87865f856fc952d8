"""What the pages read: one unmoving view of the whole study at one length of its log."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from testimonia.api import Study
from testimonia.domain.article import ArticleFacts
from testimonia.domain.coding import Coding
from testimonia.domain.figure import Findings
from testimonia.domain.person import Person
from testimonia.domain.question import Question
from testimonia.domain.round import Round
from testimonia.domain.setaside import Reason
from testimonia.domain.snapshot import Snapshot

if TYPE_CHECKING:
    from testimonia.pipeline.queue import Agenda


@dataclass(frozen=True, kw_only=True)
class Place:
    """A question that waits, among those that wait. `position`: from 1. `before`, `after`: ids of its neighbours, "" at the ends."""

    question: Question
    position: int
    before: str
    after: str


class Line:
    """Questions in order, found by their ids."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions = questions
        self.places = {question.id: place for place, question in enumerate(questions)}

    def waiting(self, gone: frozenset[str]) -> int:
        """How many are not in `gone`."""
        return len(self.questions) - sum(id in self.places for id in gone)

    def at(self, wanted: str, gone: frozenset[str]) -> Place | None:
        """The one that is wanted, or the first; passing over those that are gone. None where nothing waits."""
        place = self.places.get(wanted, -1)
        if place < 0 or wanted in gone:
            place = self._next(0, 1, gone)
        if not 0 <= place < len(self.questions):
            return None
        before, after = self._next(place - 1, -1, gone), self._next(place + 1, 1, gone)
        return Place(
            question=self.questions[place],
            position=place + 1 - sum(self.places.get(id, place) < place for id in gone),
            before=self.questions[before].id if before >= 0 else "",
            after=self.questions[after].id if after < len(self.questions) else "",
        )

    def _next(self, place: int, step: int, gone: frozenset[str]) -> int:
        while 0 <= place < len(self.questions) and self.questions[place].id in gone:
            place += step
        return place


class Index:
    """Where things of one view are found; made once for each."""

    def __init__(self, snapshot: Snapshot, waiting: tuple[Question, ...]) -> None:
        self._snapshot = snapshot
        by_kind: dict[str, list[Question]] = defaultdict(list)
        for question in waiting:
            by_kind[question.kind].append(question)
        self.lines = {"": Line(list(waiting)), **{kind: Line(held) for kind, held in by_kind.items()}}

    @cached_property
    def persons(self) -> dict[str, Person]:
        """id -> person."""
        return {person.id: person for person in self._snapshot.persons}

    @cached_property
    def homes(self) -> dict[str, Person]:
        """appearance -> person."""
        return {id: person for person in self._snapshot.persons for id in person.appearances}

    @cached_property
    def founded(self) -> dict[str, str]:
        """id of a person -> appearance that founds, or would found, them."""
        return {Person.id_of(one): one for one in self._snapshot.appearances}

    @cached_property
    def articles(self) -> dict[str, ArticleFacts]:
        """id -> article."""
        return {one.id: one for one in self._snapshot.articles}

    @cached_property
    def by_article(self) -> dict[str, list[Coding]]:
        """article -> codings in it."""
        found: dict[str, list[Coding]] = {}
        for coding in self._snapshot.codings:
            found.setdefault(coding.article, []).append(coding)
        return found

    @cached_property
    def by_appearance(self) -> dict[str, list[Coding]]:
        """appearance -> its codings."""
        found: dict[str, list[Coding]] = {}
        for coding in self._snapshot.codings:
            found.setdefault(coding.appearance, []).append(coding)
        return found

    @cached_property
    def unread(self) -> frozenset[str]:
        """Articles that were set aside for their language: nobody in them is known, so nobody's name is."""
        return frozenset(one.subject for one in self._snapshot.set_asides if one.reason is Reason.LANGUAGE)

    @cached_property
    def people_in(self) -> dict[str, list[str]]:
        """article -> appearances."""
        found: dict[str, list[str]] = {}
        for one in self._snapshot.appearances.values():
            found.setdefault(one.article, []).append(one.id)
        return found

    @cached_property
    def drawn(self) -> tuple[Round, ...]:
        """The rounds that were drawn."""
        return tuple(e.action for e in self._snapshot.decisions if isinstance(e.action, Round))


@dataclass(frozen=True, kw_only=True)
class Board:
    """A view of the study. `seen`: so many events the log had. `cost`: seconds that it took to put together."""

    seen: int
    snapshot: Snapshot
    findings: Findings
    agenda: Agenda
    index: Index
    cost: float
    answered: frozenset[str] = field(default_factory=frozenset)
    """Questions answered since: they leave the queue at once, before the study is worked out anew."""

    @classmethod
    def of(cls, study: Study) -> Board:
        """The study as it stands now."""
        begun = time.perf_counter()
        agenda = study.agenda()
        snapshot, findings = study.snapshot(), study.findings()
        seen = min(len(snapshot.decisions), agenda.seen)
        index = Index(snapshot, agenda.waiting())
        cost = time.perf_counter() - begun
        return cls(seen=seen, snapshot=snapshot, findings=findings, agenda=agenda, index=index, cost=cost)

    def is_past(self, study: Study) -> bool:
        """Whether the study, by which this view was made, is another one now; also when a day has passed, on which questions come back."""
        return study.snapshot() is not self.snapshot or study.today != self.agenda.today

    @property
    def persons(self) -> dict[str, Person]:
        """id -> person."""
        return self.index.persons

    @property
    def homes(self) -> dict[str, Person]:
        """appearance -> person."""
        return self.index.homes

    @property
    def by_article(self) -> dict[str, list[Coding]]:
        """article -> codings in it."""
        return self.index.by_article

    @property
    def by_appearance(self) -> dict[str, list[Coding]]:
        """appearance -> its codings."""
        return self.index.by_appearance

    @property
    def unread(self) -> frozenset[str]:
        """Articles that were set aside for their language."""
        return self.index.unread

    @property
    def people_in(self) -> dict[str, list[str]]:
        """article -> appearances."""
        return self.index.people_in

    def line(self, kind: str = "") -> Line:
        """The questions of a kind, or all, also those answered since."""
        return self.index.lines.get(kind) or Line([])

    def waiting(self) -> list[Question]:
        """The questions that nobody has answered yet."""
        return [question for question in self.line().questions if question.id not in self.answered]

    def open(self, id: str) -> Question | None:
        """The question with this id, where it waits and nobody has answered it yet."""
        line = self.line()
        return line.questions[line.places[id]] if id in line.places and id not in self.answered else None

    def later(self) -> list[Question]:
        """The questions that wait for a date, and that nobody has answered yet."""
        return [question for question in self.agenda.put_off if question.id not in self.answered]

    def kinds(self) -> dict[str, int]:
        """kind -> how many wait, the commonest first."""
        counts = {kind: line.waiting(self.answered) for kind, line in self.index.lines.items() if kind}
        return {kind: n for kind, n in sorted(counts.items(), key=lambda item: -item[1]) if n}

    def person(self, id: str) -> Person | None:
        """The person with this id, or the one in whom an older one of this id was merged."""
        return self.persons.get(id) or self.homes.get(self.index.founded.get(id, ""))
