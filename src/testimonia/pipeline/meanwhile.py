"""Two people on one question: the later one is told what the other answered, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Hashable

from testimonia.domain.codebook_change import DefineCode, MergeCodes, RetireCode
from testimonia.domain.decision import (
    Action,
    AddCoding,
    CorrectAttribute,
    Decision,
    Exclude,
    Include,
    JudgeCoding,
    Merge,
    Split,
    Undo,
    told,
)
from testimonia.domain.round import Adjudicate, Answer, Round
from testimonia.domain.translation import Translate
from testimonia.errors import ConflictError, DecisionError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.logbook import subjects
from testimonia.pipeline.persons import groups_of
from testimonia.review.decide import coding_of

Topic = tuple[Hashable, ...]


def refuse_unseen(desk: Desk, action: Action, *, by: str, seen: int) -> None:
    """ConflictError where somebody else answered the same question after event `seen`. To be called where the log stands still."""
    if not 0 <= seen <= desk.log.length():
        raise DecisionError("nobody can have seen that much of the log", got=seen, expected=f"0 to {desk.log.length()}")
    log, homes = desk.log, _Homes(desk)
    mine = homes.topic(log.root(action))
    if not mine:
        return
    for event in log.about(homes.filed(log.root(action)), after=seen):
        if event.by != by and homes.topic(log.root(event.action)) == mine:
            raise _conflict(event, action)


def refuse_moot(desk: Desk, action: Action) -> None:
    """DecisionError where there is nothing left to decide, since somebody was quicker. To be called where the log stands still."""
    state = desk.log.state()
    if isinstance(action, Undo) and action.event not in state.in_force:
        raise DecisionError("this decision does not hold any more", got=f"decision {action.event}")
    if isinstance(action, Round) and action.name in state.rounds:
        raise DecisionError("there is already a round with this name", got=action.name)
    if isinstance(action, Answer) and (action.round, action.appearance) in state.adjudicated:
        raise DecisionError("this unit is adjudicated", where=action.appearance, hint="undo the adjudication first")


def _conflict(event: Decision, action: Action) -> ConflictError:
    return ConflictError(
        f"{event.by} answered this in the meantime, and nothing was recorded",
        where=f"decision {event.number}, {event.at}",
        theirs=event.number,
        got=in_words(event.action) + (f" ({event.reason})" if event.reason else ""),
        yours=in_words(action),
        hint="look again; decide once more to overrule it, or leave it as it stands",
    )


def in_words(action: Action) -> str:
    """An action in one line."""
    fields = ", ".join(f"{key} {value}" for key, value in told(action).items() if value not in (None, "", [], ()))
    return f"{action.__struct_config__.tag} {fields}"


class _Homes:
    """Whose question it is: a person's, whichever of their appearances it was put about."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, tuple[str, ...]] = {}

    def filed(self, action: Action) -> set[str]:
        """The ids under which events on the same topic stand in the log: for a person those of all their appearances."""
        return {other for id in subjects(action) for other in (self._persons(id) if "@" in id else (id,))}

    def topic(self, action: Action) -> Topic:
        """What the action answers; () where it answers nothing that others do too."""
        match action:
            case Include(appearance=who) | Exclude(appearance=who):
                return ("case", self._home(who))
            case Merge(left=a, right=b) | Split(left=a, right=b):
                return ("identity", frozenset((self._home(a), self._home(b))))
            case CorrectAttribute(appearance=who, field=name):
                return ("attribute", self._home(who), name)
            case JudgeCoding(coding=id):
                return ("coding", id)
            case AddCoding():
                return ("coding", coding_of(action))
        return _of_the_team(action)

    def _home(self, appearance: str) -> str:
        return self._persons(appearance)[0]

    def _persons(self, appearance: str) -> tuple[str, ...]:
        """The appearances of the person whose this is; it alone where it is nobody's."""
        if appearance not in self._known:
            persons = (p for group in groups_of(self._desk, [appearance]) for p in group.found.persons)
            person = next((p for p in persons if appearance in p.appearances), None)
            self._known[appearance] = person.appearances if person else (appearance,)
        return self._known[appearance]


def _of_the_team(action: Action) -> Topic:
    match action:
        case DefineCode(code=code):
            return ("code", code.id)
        case RetireCode(code=id) | MergeCodes(code=id):
            return ("code", id)
        case Round(name=name):
            return ("round", name)
        case Translate(article=id):
            return ("translation", id)
        case Adjudicate(round=name, appearance=who):
            return ("unit", name, who)
        case Answer():
            return ()  # each coder's answer is their own
    return ()
