"""Decisions as events: the state is a pure function of the log, and an undo is another event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Coding, CodingStatus
from testimonia.domain.decision import (
    AddCoding,
    CorrectAttribute,
    Decision,
    Exclude,
    Include,
    JudgeCoding,
    Merge,
    Split,
    Undo,
)
from testimonia.domain.decision_state import DecisionState
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
    added: list[tuple[AddCoding, str]] = []
    corrections: dict[str, dict[str, str | None]] = {}
    for event in log:
        if event.number not in live:
            continue
        match event.action:
            case Include(appearance=who):
                verdicts[who] = (True, event.reason)
            case Exclude(appearance=who):
                verdicts[who] = (False, event.reason)
            case Merge(left=a, right=b) | Split(left=a, right=b):
                links[min(a, b), max(a, b)] = isinstance(event.action, Merge)
            case JudgeCoding() as action:
                judged[action.coding] = (action, event.by)
            case AddCoding() as action:
                added.append((action, event.by))
            case CorrectAttribute(appearance=who, field=name, value=value):
                corrections.setdefault(who, {})[name] = value
    return DecisionState(
        verdicts=verdicts, must=tuple(k for k, same in links.items() if same), cannot=tuple(k for k, same in links.items() if not same),
        judged=judged, added=tuple(added), corrections=corrections, in_force=live, log=log,
    )  # fmt: skip


def apply_codings(
    coded: Iterable[CodedAppearance], state: DecisionState, text_of: Callable[[str], Article]
) -> tuple[Coding, ...]:
    """Machine codings with their judgement, and the human ones. A judged coding stays, also when the machine drops it."""
    result: dict[str, Coding] = {}
    for item in coded:
        for coding in item.codings:
            judged = state.judged.get(coding.id)
            status = (
                CodingStatus.PROPOSED
                if judged is None
                else CodingStatus.ACCEPTED
                if judged[0].accepted
                else CodingStatus.REJECTED
            )
            result[coding.id] = _with_status(coding, status)
    for id, (judgement, by) in state.judged.items():
        if id not in result:
            article = text_of(judgement.appearance.split("@")[0])
            result[id] = Coding(
                id=id, appearance=judgement.appearance, article=article.id, code=judgement.code, span=Span.of(article.text, judgement.start, judgement.end),
                coder=f"human:{by}", confidence=1.0, status=CodingStatus.ACCEPTED if judgement.accepted else CodingStatus.REJECTED,
            )  # fmt: skip
    for added, by in state.added:
        article = text_of(added.appearance.split("@")[0])
        span = Span.of(article.text, added.start, added.end)
        made = Coding(
            id=Coding.id_of(added.appearance, added.code, span), appearance=added.appearance, article=article.id, code=added.code, sub=added.sub, span=span,
            stance=added.stance, coder=f"human:{by}", confidence=1.0, status=CodingStatus.ACCEPTED,
        )  # fmt: skip
        result[made.id] = made
    return tuple(result.values())


def _with_status(coding: Coding, status: CodingStatus) -> Coding:
    import msgspec

    return coding if status is coding.status else msgspec.structs.replace(coding, status=status)
