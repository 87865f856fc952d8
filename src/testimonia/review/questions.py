"""Everything on which people can be asked about a study: what the stages left open, and what the machine only proposes.

snapshot -> questions, each with how far an answer moves the findings
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from testimonia.domain.appearance import Basis
from testimonia.domain.coding import Coding, CodingStatus
from testimonia.domain.pair import PairScore
from testimonia.domain.person import Person, Status
from testimonia.domain.question import Question
from testimonia.domain.snapshot import Snapshot
from testimonia.review.leverage import Leverage
from testimonia.review.recoding import Recoding

FIELDS = ("nationality", "gender", "age", "group_role", "joined", "left")
_UNREAD = 0.5  # what an article that nobody could read may hold is not known: as likely one person as none


class Questions:
    """Finds and weighs them."""

    def __init__(self, state: Snapshot, pairs: Mapping[frozenset[str], PairScore], stale: Iterable[Recoding]) -> None:
        self._state, self._pairs, self._stale = state, pairs, tuple(stale)
        self._leverage = Leverage(state)
        self._home = {id: p for p in state.persons for id in p.appearances}

    def all(self) -> tuple[Question, ...]:
        """Every question once, in no order."""
        return (
            *(self._weighed(question) for question in self._state.questions),
            *self._candidates(),
            *self._codings(),
            *self._values(),
            *self._recodings(),
        )

    def _weighed(self, question: Question) -> Question:
        weight = self._weight(question)
        return question if weight is None else msgspec.structs.replace(question, weight=weight)

    def _weight(self, question: Question) -> float | None:
        items = [self._state.appearances[id] for id in question.appearances if id in self._state.appearances]
        if question.kind == "identity" and len(items) == 2:
            left, right = (self._home.get(item.id) for item in items)
            pair = self._pairs.get(frozenset(question.appearances))
            return self._leverage.of_identity(left, right, pair.score) if left and right and pair else 0.0
        if question.kind in ("case", "policy") and items:
            return self._leverage.of_case(items[0], items[0].probability, is_counted=False)
        return _UNREAD * self._leverage.stake(["count.individuals"]) if question.kind == "missing" else None

    def _candidates(self) -> Iterator[Question]:
        for person in self._state.persons:
            if person.status is Status.CANDIDATE:
                item = self._state.appearances[person.appearances[0]]
                yield Question(
                    id=Question.id_of("candidate", item.id),
                    kind="case",
                    article=item.article,
                    spans=tuple(m.span for m in item.mentions if m.kind.value != "pronoun")[:6],
                    appearances=person.appearances,
                    person=person.id,
                    why=f"the machine counts this person (probability {person.probability:.2f}), and nobody has decided",
                    weight=self._leverage.of_case(person, person.probability, is_counted=True),
                )

    def _codings(self) -> Iterator[Question]:
        for coding in self._state.codings:
            person = self._home.get(coding.appearance)
            if coding.status is CodingStatus.PROPOSED and person is not None and person.status is not Status.EXCLUDED:
                why = f"{coding.coder} proposes {coding.code} ({coding.confidence:.2f})"
                yield self._about(coding, person, "coding", why, self._leverage.of_coding(coding))

    def _about(self, coding: Coding, person: Person, kind: str, why: str, weight: float) -> Question:
        return Question(
            id=Question.id_of(kind, "of", coding.id),
            kind=kind,
            article=coding.article,
            spans=(coding.span,),
            appearances=(coding.appearance,),
            person=person.id,
            why=why,
            weight=weight,
        )

    def _values(self) -> Iterator[Question]:
        for person in self._state.persons:
            if person.status is not Status.EXCLUDED:
                yield from (q for field in FIELDS if (q := self._value(person, field)) is not None)

    def _value(self, person: Person, field: str) -> Question | None:
        """A question where articles give different values of which none is the other, less exactly told; None where they do not."""
        held = [(v, a) for v, a in zip(person.values, person.values_from, strict=True) if v.field == field]
        if any(v.basis is Basis.DECIDED for v, _ in held):
            return None
        votes: dict[str, float] = {}
        for value, _ in held:
            votes[value.value] = votes.get(value.value, 0.0) + value.weight * (
                1 if value.basis is Basis.INFERRED else 2
            )
        ranked = sorted(votes, key=lambda v: (-votes[v], v))
        if len(ranked) < 2 or all(ranked[0].startswith(v) or v.startswith(ranked[0]) for v in ranked):
            return None
        best = str(getattr(person, field) or ranked[0])
        rival = next(v for v in ranked if v != best)
        spans = tuple(v.span for v, a in held if v.span and a == held[0][1])
        return Question(
            id=Question.id_of("attribute", person.appearances[0], field),
            kind="attribute",
            article=held[0][1].partition("@")[0],
            spans=spans[:4],
            appearances=tuple(dict.fromkeys(a for _, a in held)),
            person=person.id,
            why=f"{field}: " + " or ".join(ranked[:4]),
            weight=self._leverage.of_value(field, best, rival, votes.get(best, 0.0) / (sum(votes.values()) or 1.0)),
        )

    def _recodings(self) -> Iterator[Question]:
        codings = {coding.id: coding for coding in self._state.codings}
        for stale in self._stale:
            coding = codings.get(stale.coding)
            person = self._home.get(coding.appearance) if coding else None
            if coding is None or person is None or person.status is Status.EXCLUDED:
                continue
            why = f"{coding.code} was changed ({stale.change}) in version {stale.now} of the codebook, after {stale.by} decided"
            yield self._about(coding, person, "recode", why, 0.5 * self._leverage.stake([f"code {coding.code}"]))
