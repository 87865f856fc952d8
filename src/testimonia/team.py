"""What a team does with a study, as verbs: asking, noting, defining codes, double coding, looking back. `api.Study` has them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from testimonia.pipeline.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from testimonia.domain.agreement import Agreement
    from testimonia.domain.codebook import Codebook
    from testimonia.domain.codebook_change import CodeVersion
    from testimonia.domain.decision import Action, Decision
    from testimonia.domain.history import Entry, Verified
    from testimonia.domain.round import Assignment, Conflict, Found, Progress
    from testimonia.domain.task import Task
    from testimonia.pipeline import Desk
    from testimonia.pipeline.agreement import Judgements
    from testimonia.pipeline.queue import Agenda

    Marks = Iterable[Found | Mapping[str, Any]]


class Team:
    """The verbs of a team. Every deciding verb takes `seen`: how many events the log had when its author looked (`Task.seen`).

    Where somebody else answered the same question since, it raises ConflictError and records nothing.
    """

    _desk: Desk

    if TYPE_CHECKING:

        def __init__(self, desk: Desk, close: Callable[[], None] | None = None) -> None: ...

    # -- what is asked, and what is written beside it

    def queue(
        self, *, kind: str | None = None, whom: str | None = None, snoozed: bool = False, limit: int | None = None
    ) -> tuple[Task, ...]:
        """The questions, first the one whose answer moves the findings most, each with passage, reasons and answers."""
        from testimonia.pipeline.queue import queue

        return queue(self._desk, kind=kind, whom=whom, snoozed=snoozed, limit=limit)

    def agenda(self) -> Agenda:
        """The same questions, of which each is put together when it is looked at: for studies with very many."""
        from testimonia.pipeline.queue import agenda

        return agenda(self._desk)

    @property
    def today(self) -> str:
        """The day by the study's clock, YYYY-MM-DD, UTC."""
        return self._desk.clock()[:10]

    def recall(self, questions: Iterable[str]) -> None:
        """These questions stand, by an agenda that was put together elsewhere: memos on them need no look at the whole study."""
        self._desk.asked.update(questions)

    def together(self, ways: Iterable[Callable[[Self], Decision]]) -> list[Decision | Exception]:
        """Many deciding verbs that reach the disk at once, in order: each is recorded, or refused for its own reason, as if it came alone."""
        from testimonia.pipeline.record import together

        return together(self._desk, [partial(way, self) for way in ways])

    def memo(self, on: str, text: str, *, by: str, reason: str = "") -> Decision:
        """A note on a person, document, coding, question or code."""
        from testimonia.pipeline.beside import Notes

        return self._record(Notes(self._desk).memo(on, text), by, reason)

    def snooze(self, question: str, until: str, *, by: str, reason: str = "") -> Decision:
        """The question leaves the queue until that day (YYYY-MM-DD)."""
        from testimonia.pipeline.beside import Notes

        return self._record(Notes(self._desk).snooze(question, until), by, reason)

    def ask(self, question: str, whom: str, text: str = "", *, by: str, reason: str = "") -> Decision:
        """The question is put to a colleague."""
        from testimonia.pipeline.beside import Notes

        return self._record(Notes(self._desk).ask(question, whom, text), by, reason)

    # -- the codebook

    def codebook(self) -> Codebook:
        """The codes in force: those of codebook.yaml with the changes that hold."""
        return self._desk.codebook

    def codebook_history(self, code: str | None = None) -> tuple[CodeVersion, ...]:
        """Every version of every code, or of one, oldest first."""
        from testimonia.pipeline.codebook import history

        return history(self._desk, code)

    def define_code(
        self,
        code: str,
        *,
        by: str,
        reason: str = "",
        seen: int | None = None,
        name: str | None = None,
        definition: str | None = None,
        includes: Sequence[str] | None = None,
        excludes: Sequence[str] | None = None,
        examples: Sequence[str] | None = None,
        cues: Sequence[str] | None = None,
        not_cues: Sequence[str] | None = None,
    ) -> Decision:
        """A new version of a code, or a new code; None leaves a field as it is."""
        from testimonia.pipeline.codebook import define

        lists = {"includes": includes, "excludes": excludes, "examples": examples, "cues": cues, "not_cues": not_cues}
        action = define(self._desk, code, {"name": name, "definition": definition, **lists})
        return self._record(action, by, reason, seen)

    def retire_code(self, code: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """The code is given no more, and its codings count no more."""
        from testimonia.pipeline.codebook import retire

        return self._record(retire(self._desk, code), by, reason, seen)

    def merge_codes(self, code: str, into: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """What was coded the one counts as the other."""
        from testimonia.pipeline.codebook import merge

        return self._record(merge(self._desk, code, into), by, reason, seen)

    # -- double coding

    def draw(
        self,
        name: str,
        *,
        coders: Sequence[str],
        by: str,
        reason: str = "",
        n: int | None = None,
        codes: Sequence[str] | None = None,
        each: int = 2,
        seed: int = 1,
        stratify: bool = False,
        blind_to_coders: bool = True,
        blind_to_machine: bool = True,
        decides: bool = False,
    ) -> Decision:
        """Draws a round of coding: `n` appearances of counted persons (None: all), each for `each` of the coders."""
        from testimonia.pipeline.rounds import draw

        action = draw(
            self._desk, name, coders=coders, n=n, codes=codes, each=each, seed=seed, stratify=stratify,
            blind_to_coders=blind_to_coders, blind_to_machine=blind_to_machine, decides=decides,
        )  # fmt: skip
        return self._record(action, by, reason)

    def rounds(self) -> tuple[Progress, ...]:
        """The rounds, and how far each has come."""
        from testimonia.pipeline.coding_desk import rounds

        return rounds(self._desk)

    def assignments(self, round: str, coder: str) -> tuple[Assignment, ...]:
        """One coder's units, with no more than the design lets them see."""
        from testimonia.pipeline.coding_desk import assignments

        return assignments(self._desk, round, coder)

    def blind(self, coder: str) -> frozenset[str]:
        """The appearances that this coder still codes blind, in whichever round."""
        from testimonia.pipeline.coding_desk import blind

        return blind(self._desk, coder)

    def answer(
        self, round: str, id: str, marks: Marks, *, by: str, reason: str = "", seen: int | None = None
    ) -> Decision:
        """All that this coder finds in this unit; a code that is not marked is not mentioned."""
        from testimonia.pipeline.rounds import answer

        return self._record(answer(self._desk, round, id, marks, by=by), by, reason, seen)

    def conflicts(self, round: str, *, all: bool = False) -> tuple[Conflict, ...]:
        """The units whose coders differ, side by side; with `all`, also those that are adjudicated."""
        from testimonia.pipeline.coding_desk import conflicts

        return conflicts(self._desk, round, all=all)

    def adjudicate(
        self,
        round: str,
        id: str,
        *,
        by: str,
        reason: str = "",
        take: str | None = None,
        marks: Marks | None = None,
        seen: int | None = None,
    ) -> Decision:
        """The outcome of a unit, which counts in the study: one coder's answer, or marks of its own."""
        from testimonia.pipeline.rounds import adjudicate

        return self._record(adjudicate(self._desk, round, id, take=take, marks=marks), by, reason, seen)

    def agreement(
        self, round: str | None = None, *, over: str = "article", replicates: int = 1000, seed: int = 1
    ) -> Agreement:
        """Agreement of the coders of a round, or (without one) of the machine with what people decided, with intervals."""
        return self.judgements(round, over=over).agreement(replicates=replicates, seed=seed)

    def judgements(self, round: str | None = None, *, over: str = "article") -> Judgements:
        """What agreement is worked out of, read once: its `agreement(replicates=, seed=)` needs the study no more."""
        from testimonia.pipeline.agreement import judgements

        return judgements(self._desk, round, over=over)

    # -- looking back

    def history(
        self,
        *,
        by: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        person: str | None = None,
        to: str | None = None,
        after: int = 0,
        last: int | None = None,
    ) -> tuple[Entry, ...]:
        """Who decided what, when and why. `to`: leaves out what this coder may not see yet. `after`: beyond this event; `last`: so many of the latest."""
        from testimonia.pipeline.history import history

        return history(
            self._desk, by=by, kind=kind, since=since, until=until, person=person, to=to, after=after, last=last
        )

    def event(self, number: int) -> Decision | None:
        """The decision with this number, as the log has it."""
        return self._desk.log.event(number)

    def at(self, when: str | int) -> Self:
        """The study as it stood at the end of a day ("2026-05-03") or time, or after an event; only for reading. Close it too."""
        from testimonia.pipeline.replay import replay

        stack = ExitStack()
        return type(self)(stack.enter_context(replay(self._desk, when)), stack.close)

    def verify(self, since: Verified | None = None) -> Verified:
        """Recomputes the chain of hashes over the log, or over what came `since` it was verified; TamperError names the first event that does not follow."""
        from testimonia.pipeline.verify import verify

        return verify(self._desk, since)

    def _record(self, action: Action, by: str, reason: str, seen: int | None = None) -> Decision:
        return record(self._desk, action, by=by, reason=reason, seen=seen)
