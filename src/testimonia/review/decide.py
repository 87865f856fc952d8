"""Decisions as events: the state is a pure function of the log, and an undo is another event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from testimonia.domain.codebook_change import DefineCode, MergeCodes, RetireCode
from testimonia.domain.decision import (
    AddCoding,
    CorrectAttribute,
    Decision,
    Exclude,
    Include,
    JudgeCoding,
    Learn,
    Merge,
    Split,
    Undo,
)
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.memo import Ask, Memo, Snooze
from testimonia.domain.request import Reply, Withdraw
from testimonia.domain.round import Adjudicate, Answer, Round
from testimonia.domain.translation import Translate
from testimonia.review.codings import CodingsDecided, apply_codings, coding_of
from testimonia.review.rounds import RoundsDecided

__all__ = ["Folding", "apply_codings", "coding_of", "fold", "in_force"]


def in_force(decisions: Sequence[Decision]) -> frozenset[int]:
    """Numbers of the events that hold. Undoing an undo makes the first event hold again."""
    undone: set[int] = set()
    for event in reversed(decisions):
        if isinstance(event.action, Undo) and event.number not in undone:
            undone.add(event.action.event)
    return frozenset(d.number for d in decisions if d.number not in undone)


def fold(decisions: Iterable[Decision]) -> DecisionState:
    """The state after the log; where two events contradict each other, the later one holds."""
    log = tuple(decisions)
    return Folding.of(log).state(log)


class Folding:
    """Goes through the events that hold, in order. As the log grows, its next event is taken; after an undo, the whole log is gone through anew."""

    def __init__(self) -> None:
        self.live: set[int] = set()
        self.verdicts: dict[str, tuple[bool, str]] = {}
        self.links: dict[tuple[str, str], bool] = {}
        self.codings = CodingsDecided()
        self.corrections: dict[str, dict[str, tuple[str | None, int]]] = {}
        self.learned: Decision | None = None
        self.rounds = RoundsDecided(self.codings)
        self.changes: list[Decision] = []
        self.memos: list[Decision] = []
        self.asks: list[Decision] = []
        self.snoozes: dict[str, Decision] = {}
        self.withdrawn: dict[str, None] = {}
        self.replies: dict[str, str] = {}
        self.translations: dict[str, Decision] = {}

    @classmethod
    def of(cls, log: Sequence[Decision]) -> Folding:
        """After the whole log."""
        live, folding = in_force(log), cls()
        for event in log:
            if event.number in live:
                folding.take(event)
        return folding

    def take(self, event: Decision) -> None:
        """Takes one event in."""
        self.live.add(event.number)
        match event.action:
            case Include(appearance=who) | Exclude(appearance=who):
                self.verdicts.pop(who, None)  # to the end: the order tells which is the later
                self.verdicts[who] = (isinstance(event.action, Include), event.reason)
            case Merge(left=a, right=b) | Split(left=a, right=b):
                self.links[min(a, b), max(a, b)] = isinstance(event.action, Merge)
            case JudgeCoding() | AddCoding() as action:
                self.codings.take(action, event.by)
            case CorrectAttribute(appearance=who, field=name, value=value):
                self.corrections[who] = {**self.corrections.get(who, {}), name: (value, event.number)}
            case Learn():
                self.learned = event
            case DefineCode() | RetireCode() | MergeCodes():
                self.changes.append(event)
            case Round() | Answer() | Adjudicate():
                self.rounds.take(event)
            case Memo() | Snooze() | Ask():
                self._beside(event)
            case Withdraw(appearance=who):
                self.withdrawn[who] = None
            case Reply(appearance=who, text=text):
                self.replies[who] = text
            case Translate(article=article):
                self.translations[article] = event

    def _beside(self, event: Decision) -> None:
        match event.action:
            case Memo():
                self.memos.append(event)
            case Ask():
                self.asks.append(event)
            case Snooze(question=question):
                self.snoozes[question] = event

    def state(self, log: tuple[Decision, ...]) -> DecisionState:
        """What holds after the log that was gone through; what is taken later does not change it."""
        links, codings, rounds = self.links, self.codings, self.rounds
        return DecisionState(
            verdicts=dict(self.verdicts), must=tuple(k for k, same in links.items() if same), cannot=tuple(k for k, same in links.items() if not same),
            judged=dict(codings.judged), added=tuple(codings.added.values()), corrections=dict(self.corrections), learned=self.learned,
            rounds=dict(rounds.drawn), answers=dict(rounds.answers), adjudicated=dict(rounds.adjudicated), outcomes=dict(codings.outcomes),
            changes=tuple(self.changes), memos=tuple(self.memos), asks=tuple(self.asks), snoozes=dict(self.snoozes),
            in_force=frozenset(self.live), log=log, withdrawn=tuple(self.withdrawn), replies=dict(self.replies),
            translations=dict(self.translations),
        )  # fmt: skip
