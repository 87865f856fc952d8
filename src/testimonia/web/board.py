"""What the pages read: one unmoving view of the whole study at one length of its log."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property

from testimonia.api import Study
from testimonia.domain.coding import Coding
from testimonia.domain.figure import Findings
from testimonia.domain.person import Person
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.task import Task


@dataclass(frozen=True, kw_only=True)
class Board:
    """A view of the study. `seen`: so many events the log had. `later`: questions that wait for a date. `cost`: seconds that it took to put together."""

    seen: int
    snapshot: Snapshot
    findings: Findings
    tasks: tuple[Task, ...]
    later: tuple[Task, ...]
    cost: float
    answered: frozenset[str] = field(default_factory=frozenset)
    """Questions answered since: they leave the queue at once, before the study is worked out anew."""

    @classmethod
    def of(cls, study: Study) -> Board:
        """The study as it stands now."""
        begun = time.perf_counter()
        every = study.queue(snoozed=True)
        tasks, later = (tuple(t for t in every if bool(t.snoozed_until) is off) for off in (False, True))
        snapshot, findings = study.snapshot(), study.findings()
        seen = min([len(snapshot.decisions), *(task.seen for task in every[:1])])
        return cls(
            seen=seen, snapshot=snapshot, findings=findings, tasks=tasks, later=later, cost=time.perf_counter() - begun
        )

    @cached_property
    def persons(self) -> dict[str, Person]:
        """id -> person."""
        return {person.id: person for person in self.snapshot.persons}

    @cached_property
    def homes(self) -> dict[str, Person]:
        """appearance -> person."""
        return {id: person for person in self.snapshot.persons for id in person.appearances}

    @cached_property
    def by_article(self) -> dict[str, list[Coding]]:
        """article -> codings in it."""
        found: dict[str, list[Coding]] = {}
        for coding in self.snapshot.codings:
            found.setdefault(coding.article, []).append(coding)
        return found

    @cached_property
    def by_appearance(self) -> dict[str, list[Coding]]:
        """appearance -> its codings."""
        found: dict[str, list[Coding]] = {}
        for coding in self.snapshot.codings:
            found.setdefault(coding.appearance, []).append(coding)
        return found

    @cached_property
    def people_in(self) -> dict[str, list[str]]:
        """article -> appearances."""
        found: dict[str, list[str]] = {}
        for one in self.snapshot.appearances.values():
            found.setdefault(one.article, []).append(one.id)
        return found

    def waiting(self) -> list[Task]:
        """The questions that nobody has answered yet."""
        return [task for task in self.tasks if task.question.id not in self.answered]

    def person(self, id: str) -> Person | None:
        """The person with this id, or the one in whom an older one of this id was merged."""
        if id in self.persons:
            return self.persons[id]
        founded = next((one for one in self.snapshot.appearances if Person.id_of(one) == id), "")
        return self.homes.get(founded)
