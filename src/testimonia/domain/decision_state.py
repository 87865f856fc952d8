"""What holds after the whole log: a pure function of it."""

from __future__ import annotations

import msgspec

from testimonia.domain.decision import AddCoding, Decision, JudgeCoding
from testimonia.domain.round import Mark


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a round settled for one appearance: of `codes`, these `marks` and no others. `number`: of the event."""

    codes: tuple[str, ...]
    marks: tuple[Mark, ...]
    by: str
    number: int


class DecisionState(msgspec.Struct, frozen=True, kw_only=True):
    """The decisions in force.

    Attributes:
        verdicts: appearance -> (True for include, False for exclude, reason), in the order of the decisions: of two about one
            person, the later holds.
        must, cannot: pairs of appearances that are the same person, or are not.
        judged: coding id -> (judgement, by). added: human codings with their author.
        corrections: appearance -> field -> (value, None: unknown; number of the event).
        learned: the latest learning in force, whose weights the machine goes by.
        rounds: name -> the event that drew it. answers: (round, appearance, coder) -> the coder's latest. adjudicated: (round, appearance).
        outcomes: appearance -> what rounds settled, in the order of the decisions.
        changes: of the codebook. memos, asks: as they were written. snoozes: question -> the latest.
        withdrawn: appearances whose persons asked to be left out. replies: appearance -> what the person answers.
        translations: article -> the latest event that translates it.
        in_force: numbers of the events that hold.
    """

    verdicts: dict[str, tuple[bool, str]] = {}
    must: tuple[tuple[str, str], ...] = ()
    cannot: tuple[tuple[str, str], ...] = ()
    judged: dict[str, tuple[JudgeCoding, str]] = {}
    added: tuple[tuple[AddCoding, str], ...] = ()
    corrections: dict[str, dict[str, tuple[str | None, int]]] = {}
    learned: Decision | None = None
    rounds: dict[str, Decision] = {}
    answers: dict[tuple[str, str, str], Decision] = {}
    adjudicated: dict[tuple[str, str], Decision] = {}
    outcomes: dict[str, tuple[Outcome, ...]] = {}
    changes: tuple[Decision, ...] = ()
    memos: tuple[Decision, ...] = ()
    asks: tuple[Decision, ...] = ()
    snoozes: dict[str, Decision] = {}
    withdrawn: tuple[str, ...] = ()
    replies: dict[str, str] = {}
    translations: dict[str, Decision] = {}
    in_force: frozenset[int] = frozenset()
    log: tuple[Decision, ...] = ()
