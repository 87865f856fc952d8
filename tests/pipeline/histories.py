"""A study that lives through a history of runs and decisions, and what must be true of it after every step."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from expected import Expected
from teamwork import Teamwork
from walk import walk_back

from testimonia import Study
from testimonia.domain.decision import Decision
from testimonia.domain.figure import Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import DecisionError
from testimonia.study.count import count
from testimonia.study.gate import problems

Step = tuple[str, int, int]
"""What is done, and two numbers that choose whom or what it is done to."""

STEPS = ("run", "run", "include", "exclude", "merge", "split", "accept", "reject", "code", "correct", "undo", "anew")
TEAM_STEPS = (
    "memo",
    "snooze",
    "ask",
    "define",
    "retire",
    "merge_codes",
    "draw",
    "answer",
    "answer",
    "adjudicate",
    "then",
)
"""What only teams do; histories of these steps are told from the same log and held against the same promises."""
CODES = ("leaving/other", "leaving/brutality", "joining/material")
VALUES = (("age", "33"), ("age", None), ("nationality", "BE"), ("left", "2015-06"), ("group_role", "clerk"))
MACHINE = ("clean", "dedupe", "detect", "match", "match-inputs", "resolve", "code", "count", "publish")
_folders = itertools.count(1)


class Clock:
    """A second a look, so that no two things happen at the same time."""

    def __init__(self) -> None:
        self._seconds = itertools.count()

    def __call__(self) -> str:
        start = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
        return (start + datetime.timedelta(seconds=next(self._seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")


class History:
    """One study with the sources that it may still be given and the decisions that it must never lose."""

    def __init__(self, home: Path, sources: Sequence[Path], store: str | None = None) -> None:
        self.home, self.sources, self._store = home, sources, store
        self.given: list[Path] = []
        self.log: list[Decision] = []
        self.study = self._new(store)
        self.past: list[tuple[str, Snapshot, Findings]] = []

    def _new(self, store: str | None) -> Study:
        made = Study.init(self.home / f"study{next(_folders)}", store=store)
        return Study(dataclasses.replace(made._desk, clock=Clock()))

    def close(self) -> None:
        self.study.close()

    # -- steps

    def do(self, step: Step) -> None:
        """Does it, where there is somebody to do it to, and checks everything."""
        kind, one, other = step
        before = self.study.snapshot()
        if kind == "run":
            self._run(1 + one % 3)
        elif kind == "anew":
            self._read_anew(before)
        elif kind == "then":
            self._look_back(one)
        else:
            self._decide(kind, one, other, before)
        self.check()

    def _run(self, number: int) -> None:
        more = self.sources[len(self.given) : len(self.given) + number]
        self.given += more
        outcomes = [self.study.capture(more)] if more else []
        outcomes += [self.study.stage(name) for name in ("clean", "dedupe", "detect", "resolve", "code", "count")]
        assert all(outcome.new == outcome.kept + outcome.set_aside for outcome in outcomes), outcomes
        self.past.append((self.study._desk.clock(), self.study.snapshot(), self.study.findings()))

    def _look_back(self, one: int) -> None:
        """The study as it stood after an earlier run is what it was."""
        if not self.past:
            return
        when, state, findings = self.past[one % len(self.past)]
        with self.study.at(when) as then:
            now = then.snapshot()
            for name in ("persons", "codings", "retired", "questions", "codebook", "count", "decisions"):
                assert getattr(now, name) == getattr(state, name), name
            assert then.findings().figures == findings.figures

    def _read_anew(self, before: Snapshot) -> None:
        """As if everything had been made by an older program: the machine's work goes, the people's stays."""
        self.study.run()
        before = self.study.snapshot()
        store = self.study._desk.store
        for stage in MACHINE:
            store.drop(stage, list(store.done(stage)))
        self.study.run()
        assert self.study.snapshot() == before

    def _decide(self, kind: str, one: int, other: int, state: Snapshot) -> None:
        makers: dict[str, Callable[[], Decision | None]] = {
            "include": lambda: self._verdict(one, other, state, included=True),
            "exclude": lambda: self._verdict(one, other, state, included=False),
            "merge": lambda: self._pair(one, other, state, same=True),
            "split": lambda: self._pair(one, other, state, same=False),
            "accept": lambda: self._judge(one, state, accepted=True),
            "reject": lambda: self._judge(one, state, accepted=False),
            "code": lambda: self._code(one, other, state),
            "correct": lambda: self._correct(one, other, state),
            "undo": lambda: self._undo(one),
            **Teamwork(self.study, one, other, state).makers(),
        }
        event = makers[kind]()
        if event is not None:
            self.log.append(event)

    def _verdict(self, one: int, other: int, state: Snapshot, *, included: bool) -> Decision | None:
        ids = [*(p.id for p in state.persons), *state.appearances]
        if not ids:
            return None
        act = self.study.include if included else self.study.exclude
        return act(ids[one % len(ids)], by="ann", reason=f"because {other}")

    def _pair(self, one: int, other: int, state: Snapshot, *, same: bool) -> Decision | None:
        ids = list(state.appearances)
        if len(ids) < 2:
            return None
        left, right = ids[one % len(ids)], ids[other % len(ids)]
        if left == right:
            return None
        return (self.study.merge if same else self.study.split)(left, right, by="bo")

    def _judge(self, one: int, state: Snapshot, *, accepted: bool) -> Decision | None:
        if not state.codings:
            return None
        coding = state.codings[one % len(state.codings)]
        return (self.study.accept if accepted else self.study.reject)(coding.id, by="cy")

    def _code(self, one: int, other: int, state: Snapshot) -> Decision | None:
        ids = list(state.appearances)
        if not ids:
            return None
        id = ids[one % len(ids)]
        text = self.study.article(id.partition("@")[0]).text
        quotes = [part for part in text.split("\n\n") if text.count(part) == 1]
        machine = [k for k in state.codings if k.appearance == id]
        if machine and other % 3 == 0:  # the very words and the very code that the machine has
            held = machine[other % len(machine)]
            return self.study.add_coding(
                id, held.code, held.span.quote, by="dee", start=held.span.start, denied=other % 2 == 1
            )
        given = [code.id for code in state.codebook.codes]
        codes = [code for code in CODES if code in given] or given
        quote, code = quotes[other % len(quotes)], codes[other % len(codes)]
        return self.study.add_coding(id, code, quote, by="dee", denied=other % 2 == 1)

    def _correct(self, one: int, other: int, state: Snapshot) -> Decision | None:
        ids = list(state.appearances)
        if not ids:
            return None
        field, value = VALUES[other % len(VALUES)]
        return self.study.correct(ids[one % len(ids)], field, value, by="eli")

    def _undo(self, one: int) -> Decision | None:
        if not self.log:
            return None
        number = 1 + one % len(self.log)
        try:
            return self.study.undo(number, by="flo")
        except DecisionError:  # it does not hold any more: refused, and nothing is added
            assert number not in Expected(self.log).holds
            return None

    # -- what must be true

    def check(self) -> None:
        """Everything that is promised of a study, whatever its history."""
        state, findings = self.study.snapshot(), self.study.findings()
        assert list(state.decisions) == self.log, "no decision is lost, changed or made up"
        assert self.study._desk.store.verify() == len(self.log)
        wrong = [*Expected(self.log).violations(state), *self._imbalances(state)]
        book = [code.id for code in state.codebook.codes]
        assert book == Expected(self.log).book([code.id for code in self.study._desk.written.codes])
        assert {coding.code for coding in state.codings} <= set(book), "what counts has a code that is given"
        assert findings == count(state), "the figures are those of the state"
        wrong += [*problems(state, findings, self.study.article), *walk_back(state, findings, self.study.article)]
        assert not wrong, "\n".join(wrong)

    def _imbalances(self, state: Snapshot) -> Iterator[str]:
        steps = {step.stage: step for step in state.attrition}
        for step in steps.values():
            if step.entered != step.kept + step.set_aside or sum(step.reasons.values()) != step.set_aside:
                yield f"{step}"
        chain = {"clean": "capture", "dedupe": "clean", "detect": "dedupe"}
        yield from (f"{a} after {b}" for a, b in chain.items() if steps[a].entered != steps[b].kept)
        if steps["capture"].entered != len(self.given):
            yield f"{len(self.given)} sources were given, {steps['capture'].entered} entered"
        placed = [a for p in state.persons for a in p.appearances]
        placed += [one.subject for one in state.set_asides if one.stage == "resolve"]
        if sorted(placed) != sorted(state.appearances):
            yield "an appearance is in no person and not set aside, or twice"

    def end(self, store: str | None = None) -> None:
        """The report goes out; another study, given the same sources at once and then the same decisions, is the same."""
        self.study.run()
        self.check()
        assert not any(outcome.new for outcome in self.study.run(self.given)), "a second run does nothing"
        other = self._new(store)
        try:
            other.run(self.given)
            for event in self.log:
                other._desk.store.append(event.action, by=event.by, reason=event.reason, at=event.at)
            other.run()
            assert other.snapshot() == self.study.snapshot()
            assert other.findings() == self.study.findings()
            assert other.bundle() == self.study.bundle()
        finally:
            other.close()
