"""Decisions as events: the state is a pure function of the log, and an undo is another event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Coding, CodingStatus
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
from testimonia.domain.request import Reply, Withdraw
from testimonia.domain.span import Span


def in_force(decisions: tuple[Decision, ...]) -> frozenset[int]:
    """Numbers of the events that hold. Undoing an undo makes the first event hold again."""
    undone: set[int] = set()
    for event in reversed(decisions):
        if isinstance(event.action, Undo) and event.number not in undone:
            undone.add(event.action.event)
    return frozenset(d.number for d in decisions if d.number not in undone)


def fold(decisions: Iterable[Decision]) -> DecisionState:
    """The state after the log; where two events contradict each other, the later one holds."""
    log = tuple(decisions)
    live = in_force(log)
    verdicts: dict[str, tuple[bool, str]] = {}
    links: dict[tuple[str, str], bool] = {}
    judged: dict[str, tuple[JudgeCoding, str]] = {}
    added: dict[str, tuple[AddCoding, str]] = {}
    corrections: dict[str, dict[str, tuple[str | None, int]]] = {}
    learned: Decision | None = None
    withdrawn: dict[str, None] = {}
    replies: dict[str, str] = {}
    for event in log:
        if event.number not in live:
            continue
        match event.action:
            case Include(appearance=who) | Exclude(appearance=who):
                verdicts.pop(who, None)  # to the end: the order tells which is the later
                verdicts[who] = (isinstance(event.action, Include), event.reason)
            case Merge(left=a, right=b) | Split(left=a, right=b):
                links[min(a, b), max(a, b)] = isinstance(event.action, Merge)
            case JudgeCoding() as action:
                judged[action.coding] = (action, event.by)
            case AddCoding() as action:
                added[coding_of(action)] = (action, event.by)
                judged.pop(coding_of(action), None)  # who codes the words anew overrules what was said of them before
            case CorrectAttribute(appearance=who, field=name, value=value):
                corrections.setdefault(who, {})[name] = (value, event.number)
            case Learn():
                learned = event
            case Withdraw(appearance=who):
                withdrawn[who] = None
            case Reply(appearance=who, text=text):
                replies[who] = text
    return DecisionState(
        verdicts=verdicts, must=tuple(k for k, same in links.items() if same), cannot=tuple(k for k, same in links.items() if not same),
        judged=judged, added=tuple(added.values()), corrections=corrections, learned=learned, in_force=live, log=log,
        withdrawn=tuple(withdrawn), replies=replies,
    )  # fmt: skip


def coding_of(action: AddCoding) -> str:
    """The id of the coding that this event makes."""
    return Coding.id_of(action.appearance, action.code, Span(start=action.start, end=action.end, quote=action.quote))


def apply_codings(
    coded: Iterable[CodedAppearance], state: DecisionState, text_of: Callable[[str], Article]
) -> tuple[Coding, ...]:
    """Machine codings with their judgement, and the human ones. A judged coding stays, also when the machine drops it."""
    made = {coding.id: coding for item in coded for coding in item.codings}
    made |= {coding_of(action): _added(action, by, text_of) for action, by in state.added}
    for id, (judgement, by) in state.judged.items():
        held = made[id] if id in made else _judged(judgement, by, text_of)
        status = CodingStatus.ACCEPTED if judgement.accepted else CodingStatus.REJECTED
        made[id] = msgspec.structs.replace(held, status=status)
    return tuple(made.values())


def _added(action: AddCoding, by: str, text_of: Callable[[str], Article]) -> Coding:
    article = text_of(action.appearance.partition("@")[0])
    return Coding(
        id=coding_of(action),
        appearance=action.appearance,
        article=article.id,
        code=action.code,
        sub=action.sub,
        span=Span.of(article.text, action.start, action.end),
        stance=action.stance,
        coder=f"human:{by}",
        confidence=1.0,
        status=CodingStatus.ACCEPTED,
    )


def _judged(action: JudgeCoding, by: str, text_of: Callable[[str], Article]) -> Coding:
    """The coding that was judged, put together again where the machine does not propose it any more."""
    article = text_of(action.appearance.partition("@")[0])
    return Coding(
        id=action.coding,
        appearance=action.appearance,
        article=article.id,
        code=action.code,
        sub=action.sub,
        span=Span.of(article.text, action.start, action.end),
        stance=action.stance,
        coder=f"human:{by}",
        confidence=1.0,
    )
