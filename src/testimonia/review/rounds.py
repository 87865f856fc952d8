"""Rounds of double coding while the log is gone through, and what they settle."""

from __future__ import annotations

from testimonia.domain.decision import Decision
from testimonia.domain.decision_state import Outcome
from testimonia.domain.round import Adjudicate, Answer, Round
from testimonia.review.codings import CodingsDecided


class RoundsDecided:
    """What was drawn, answered and adjudicated. Answers to a round that does not hold (any more) count nowhere."""

    def __init__(self, codings: CodingsDecided) -> None:
        self._codings = codings
        self.drawn: dict[str, Decision] = {}
        self.answers: dict[tuple[str, str, str], Decision] = {}
        self.adjudicated: dict[tuple[str, str], Decision] = {}

    def take(self, event: Decision) -> None:
        """One event of a round."""
        action = event.action
        if isinstance(action, Round):
            self.drawn[action.name] = event
        elif isinstance(action, Answer | Adjudicate) and (drawn := self._round(action.round)) is not None:
            if isinstance(action, Adjudicate):
                self.adjudicated[action.round, action.appearance] = event
                self._settle(action, drawn, event)
            else:
                self.answers[action.round, action.appearance, event.by] = event
                if drawn.decides:
                    self._settle(action, drawn, event)

    def _round(self, name: str) -> Round | None:
        event = self.drawn.get(name)
        return event.action if event and isinstance(event.action, Round) else None

    def _settle(self, action: Answer | Adjudicate, drawn: Round, event: Decision) -> None:
        outcome = Outcome(codes=drawn.codes, marks=action.marks, by=event.by, number=event.number)
        self._codings.settle(action.appearance, outcome)
