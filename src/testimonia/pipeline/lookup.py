"""One person or coding by its id, without reading the whole study: what a decision needs, and no more.

None where it is not found this way; then the study as a whole is asked, which also knows what is near.
"""

from __future__ import annotations

from collections.abc import Collection

from testimonia.domain.coding import CodedAppearance, Coding
from testimonia.domain.decision import AddCoding, JudgeCoding
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.person import Person
from testimonia.domain.round import Adjudicate, Answer
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.narrative import CODING
from testimonia.pipeline.people import People
from testimonia.pipeline.persons import FOUNDED, Group
from testimonia.review.codebook import in_book
from testimonia.review.decide import apply_codings


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
        """The event that judges the coding with this id."""
        coding = self.coding(id)
        if coding is None:
            return None
        kept, _ = in_book([coding], self._desk.book)
        home = self.people.now(coding.appearance)
        if not kept or self.people.appearance(home) is None:
            return None
        return judgement_of(kept[0], home, accepted=accepted)

    def coding(self, id: str) -> Coding | None:
        """The coding with this id, as the machine proposes it or people made or left it."""
        store, told = self._desk.store, self._desk.log.about([id], after=0)
        proposed = [store.get("code", name, CodedAppearance) for name in sorted(store.under(CODING, [id]))]
        if not told:
            return next((one for coded in proposed if coded for one in coded.codings if one.id == id), None)
        actions = [self._desk.log.root(event.action) for event in told]
        whose = dict.fromkeys(a.appearance for a in actions if isinstance(a, JudgeCoding | AddCoding | Answer | Adjudicate))  # fmt: skip
        homes = {id: self.people.now(id) for id in whose}
        coded = (store.get("code", name, CodedAppearance) for name in dict.fromkeys((*whose, *homes.values())))
        made = apply_codings(
            (one for one in coded if one is not None),
            _of_these(self._desk.log.state(), whose, id),
            self._desk.texts,
            lambda name: homes.get(name, name),
        )
        return next((one for one in made if one.id == id), None)


def _of_these(state: DecisionState, whose: Collection[str], coding: str) -> DecisionState:
    """What was decided about the codings of these appearances; of judgements, that on this coding."""
    return DecisionState(
        outcomes={id: outcome for id in whose if (outcome := state.outcomes.get(id))},
        added=tuple(one for one in state.added if one[0].appearance in whose),
        judged={coding: state.judged[coding]} if coding in state.judged else {},
    )


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
