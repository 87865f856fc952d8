"""What people decided about codings: the later word on the same thing holds, be it a judgement, an added coding or a round's outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Coding, CodingStatus
from testimonia.domain.decision import AddCoding, JudgeCoding
from testimonia.domain.decision_state import DecisionState, Outcome
from testimonia.domain.span import Span


class CodingsDecided:
    """The decisions on codings while the log is gone through."""

    def __init__(self) -> None:
        self.judged: dict[str, tuple[JudgeCoding, str]] = {}
        self.added: dict[str, tuple[AddCoding, str]] = {}
        self.outcomes: dict[str, tuple[Outcome, ...]] = {}

    def take(self, action: JudgeCoding | AddCoding, by: str) -> None:
        """One coding, judged or added."""
        if isinstance(action, JudgeCoding):
            self.judged[action.coding] = (action, by)
        else:
            self.added[coding_of(action)] = (action, by)
            self.judged.pop(coding_of(action), None)  # who codes the words anew overrules what was said of them before

    def settle(self, appearance: str, outcome: Outcome) -> None:
        """A round's outcome: of its codes, what was said before of this appearance no longer holds."""
        for id, (action, _) in [*self.judged.items()]:
            if action.appearance == appearance and action.code in outcome.codes:
                del self.judged[id]
        for id, (made, _) in [*self.added.items()]:
            if made.appearance == appearance and made.code in outcome.codes:
                del self.added[id]
        earlier = [_without(one, outcome.codes) for one in self.outcomes.get(appearance, ())]
        self.outcomes[appearance] = (*(one for one in earlier if one.codes), outcome)


def _without(outcome: Outcome, codes: Iterable[str]) -> Outcome:
    gone = set(codes)
    return msgspec.structs.replace(
        outcome,
        codes=tuple(c for c in outcome.codes if c not in gone),
        marks=tuple(m for m in outcome.marks if m.code not in gone),
    )


def coding_of(action: AddCoding) -> str:
    """The id of the coding that this event makes."""
    return Coding.id_of(action.appearance, action.code, Span(start=action.start, end=action.end, quote=action.quote))


def apply_codings(
    coded: Iterable[CodedAppearance],
    state: DecisionState,
    text_of: Callable[[str], Article],
    now: Callable[[str], str] = str,
) -> tuple[Coding, ...]:
    """Machine codings with what people decided, and the human ones. A judged coding stays, also when the machine drops it.

    `now`: the appearance that stands where one of an older detection stood.
    """
    made = {coding.id: coding for item in coded for coding in item.codings}
    for appearance, outcomes in state.outcomes.items():
        for outcome in outcomes:
            made |= _settled(outcome, appearance, now(appearance), made.values(), text_of)
    made |= {coding_of(action): _added(action, by, text_of) for action, by in state.added}
    for id, (judgement, by) in state.judged.items():
        held = made[id] if id in made else _made(judgement, id, by, text_of)
        status = CodingStatus.ACCEPTED if judgement.accepted else CodingStatus.REJECTED
        made[id] = msgspec.structs.replace(held, status=status)
    return tuple(made.values())


def _settled(
    outcome: Outcome, appearance: str, home: str, held: Iterable[Coding], text_of: Callable[[str], Article]
) -> dict[str, Coding]:
    """The outcome's own codings, and the machine's as it left them: upheld where it marks words of theirs, refused where it has no such reason."""
    marked = {(mark.code, mark.stance) for mark in outcome.marks}
    result = {}
    for coding in held:
        if coding.appearance in (appearance, home) and coding.code in outcome.codes:
            shared = any(
                m.code == coding.code and m.stance == coding.stance and m.start < coding.span.end and coding.span.start < m.end
                for m in outcome.marks
            )  # fmt: skip
            status = CodingStatus.ACCEPTED if shared else coding.status
            if (coding.code, coding.stance) not in marked:
                status = CodingStatus.REJECTED
            result[coding.id] = msgspec.structs.replace(coding, status=status)
    for mark in outcome.marks:
        action = AddCoding(
            appearance=appearance,
            code=mark.code,
            start=mark.start,
            end=mark.end,
            quote=mark.quote,
            sub=mark.sub,
            stance=mark.stance,
        )
        result[coding_of(action)] = _added(action, outcome.by, text_of)
    return result


def _made(
    action: AddCoding | JudgeCoding, id: str, by: str, text_of: Callable[[str], Article],
    status: CodingStatus = CodingStatus.PROPOSED,
) -> Coding:  # fmt: skip
    """The coding of a decision: added, or judged and put together again where the machine does not propose it any more."""
    article = text_of(action.appearance.partition("@")[0])
    return Coding(
        id=id,
        appearance=action.appearance,
        article=article.id,
        code=action.code,
        sub=action.sub,
        span=Span.of(article.text, action.start, action.end),
        stance=action.stance,
        coder=f"human:{by}",
        confidence=1.0,
        status=status,
    )


def _added(action: AddCoding, by: str, text_of: Callable[[str], Article]) -> Coding:
    return _made(action, coding_of(action), by, text_of, CodingStatus.ACCEPTED)
