"""One person or coding by its id, without reading the whole study: what a decision needs, and no more.

None where it is not found this way; then the study as a whole is asked, which also knows what is near.
"""

from __future__ import annotations

from testimonia.domain.coding import CodedAppearance, Coding
from testimonia.domain.decision import JudgeCoding
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.person import Person
from testimonia.domain.span import Span
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.narrative import CODING
from testimonia.pipeline.people import People
from testimonia.pipeline.persons import FOUNDED, Group
from testimonia.review.codebook import book_after, in_book
from testimonia.review.decide import coding_of


class Lookup:
    """Finds single things in the indexes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.people = People(desk)

    def appearance(self, id: str) -> str | None:
        """The appearance meant: itself, or the one that founds (or would found) the person with this id."""
        if "@" in id:
            return id if self.people.appearance(id) is not None else None
        groups = (self._desk.store.get("resolve", name, Group) for name in self._desk.store.under(FOUNDED, [id]))
        members = (member for group in groups if group is not None for member in group.members)
        return next((m for m in members if Person.id_of(m) == id and self.people.appearance(m) is not None), None)

    def judgement(self, id: str, *, accepted: bool) -> JudgeCoding | None:
        """The event that judges the coding that the machine proposes under this id."""
        coding = next((one for one in self._proposed(id) if one.id == id), None)
        if coding is None:
            return None
        kept, _ = in_book([coding], book_after(self._desk.written, self._desk.log.state()))
        home = self.people.now(coding.appearance)
        if not kept or self.people.appearance(home) is None:
            return None
        return judgement_of(kept[0], home, accepted=accepted)

    def _proposed(self, id: str) -> list[Coding]:
        if id in _by_people(self._desk.log.state()):
            return []  # which of the two holds, the machine's or theirs, the whole study knows
        store = self._desk.store
        found = (store.get("code", name, CodedAppearance) for name in sorted(store.under(CODING, [id])))
        return [coding for coded in found if coded is not None for coding in coded.codings]


def _by_people(state: DecisionState) -> set[str]:
    """The codings that people made themselves."""
    marks = ((id, mark) for id, outcomes in state.outcomes.items() for one in outcomes for mark in one.marks)
    settled = {Coding.id_of(id, m.code, Span(start=m.start, end=m.end, quote=m.quote)) for id, m in marks}
    return settled | {coding_of(made) for made, _ in state.added}


def judgement_of(coding: Coding, appearance: str, *, accepted: bool) -> JudgeCoding:
    """The event that accepts or rejects a coding."""
    return JudgeCoding(
        coding=coding.id,
        appearance=appearance,
        code=coding.code,
        start=coding.span.start,
        end=coding.span.end,
        accepted=accepted,
        sub=coding.sub,
        stance=coding.stance,
    )
