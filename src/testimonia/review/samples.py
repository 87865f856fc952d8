"""What rounds of coding say beyond the units that were coded: a sample of known probabilities, and how far its coders agree.

    rounds and answers in force, what the machine proposes -> codes of units with their probabilities; agreement of people by code

A unit has a label where all its coders have answered and say the same of the code, or where the unit was adjudicated. Of several rounds that look for
a code, the one with the most labels speaks for it, of equals the later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.decision import Decision
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.round import Adjudicate, Answer, Round
from testimonia.domain.sample import CodeAgreement, Sampled
from testimonia.review.conflicts import verdict
from testimonia.review.reliability.coefficients import alpha_of, parts


def sampled(
    state: DecisionState, machine: Iterable[Coding], decided: Iterable[Coding], units: Collection[str], now: Callable[[str], str] = str
) -> tuple[Sampled, ...]:  # fmt: skip
    """The codes of units as machine and people have them.

    `machine`: what it proposes, whatever people made of it; `decided`: the codings in force. `units`: the appearances of counted persons; of others
    nothing is said. `now`: the appearance that stands where one of an older detection stood.
    """
    proposed = {(k.appearance, k.code) for k in machine if k.stance is Stance.PRESENT}
    best: dict[str, list[Sampled]] = {}
    for event in state.rounds.values():
        drawn = _Drawn(state, event, now)
        for code in drawn.round.codes:
            rows = list(drawn.rows(code, proposed, units))
            if rows and _labels(rows) >= _labels(best.get(code, ())):
                best[code] = rows
    outside = _outside(decided, best, proposed, units)
    return (*(row for code in sorted(best) for row in best[code]), *outside)


def agreement_of_people(state: DecisionState) -> tuple[CodeAgreement, ...]:
    """Krippendorff's alpha over all units that two or more people have coded, all rounds together; codes in order of their ids."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    units: Counter[str] = Counter()
    for event in state.rounds.values():
        drawn = _Drawn(state, event)
        for unit in drawn.round.units:
            answers = drawn.answers(unit.appearance)
            for code in drawn.round.codes if len(answers) > 1 else ():
                found[code].update(parts([[verdict(one.marks, code) for one in answers]]))
                units[code] += 1
    return tuple(CodeAgreement(code=c, alpha=alpha_of(found[c]), units=units[c], people=True) for c in sorted(found))


class _Drawn:
    """A round with its answers."""

    def __init__(self, state: DecisionState, event: Decision, now: Callable[[str], str] = str) -> None:
        assert isinstance(event.action, Round)
        self.round, self._state, self._now = event.action, state, now
        self._coders = {unit.appearance: unit.coders for unit in self.round.units}

    def answers(self, appearance: str) -> list[Answer]:
        """The latest answer of each coder of the unit."""
        return [e.action for e in self._events(appearance) if isinstance(e.action, Answer)]

    def rows(self, code: str, proposed: Collection[tuple[str, str]], units: Collection[str]) -> Iterator[Sampled]:
        """One row a unit that could be drawn and is still counted."""
        drawn = {unit.appearance: unit.probability for unit in self.round.units}
        taught = self._is_taught()
        for id, chance in self._frame(drawn).items():
            here = self._now(id)
            if here in units:
                label = self._label(id, code) if id in drawn else None
                yield Sampled(unit=here, code=code, machine=(here, code) in proposed, human=label, probability=chance, blind=self.round.blind_to_machine,
                              unsettled=id in drawn and label is None, taught=taught)  # fmt: skip

    def _frame(self, drawn: Mapping[str, float]) -> dict[str, float | None]:
        """With what probability each unit could be drawn. Where it was not kept who could be, only those who were are known."""
        if not self.round.frame:
            whole = len(drawn) == sum(self.round.population.values())
            return {id: chance if whole else None for id, chance in drawn.items()}
        taken = Counter(unit.stratum for unit in self.round.units)
        return {id: taken[stratum] / len(ids) for stratum, ids in self.round.frame.items() for id in ids}

    def _label(self, appearance: str, code: str) -> bool | None:
        """Whether the code is present, as it was adjudicated or as all coders say; None where that is not settled."""
        outcome = self._state.adjudicated.get((self.round.name, appearance))
        if outcome is not None and isinstance(outcome.action, Adjudicate):
            return verdict(outcome.action.marks, code) == Stance.PRESENT.value
        answers = self.answers(appearance)
        said = {verdict(one.marks, code) == Stance.PRESENT.value for one in answers}
        return said.pop() if len(answers) == len(self._coders[appearance]) and len(said) == 1 else None

    def _is_taught(self) -> bool:
        """Whether weights for codes were learned when people had begun to answer."""
        learned = self._state.learned
        fitted = getattr(learned.action, "codes", None) is not None if learned else False
        events = [e for id in self._coders for e in self._events(id)]
        return bool(fitted and learned and any(e.number < learned.number for e in events))

    def _events(self, appearance: str) -> list[Decision]:
        found = (self._state.answers.get((self.round.name, appearance, c)) for c in self._coders[appearance])
        return [one for one in found if one is not None]


def _labels(rows: Iterable[Sampled]) -> int:
    return sum(row.human is not None for row in rows)


def _outside(
    decided: Iterable[Coding], covered: Collection[str], proposed: Collection[tuple[str, str]], units: Collection[str]
) -> Iterator[Sampled]:
    """Units that people judged without a draw, of codes that no round looked for: they say why nothing is estimated from them."""
    judged: dict[tuple[str, str], bool] = {}
    for coding in decided:
        by_people = coding.coder.startswith("human:") or coding.status is not CodingStatus.PROPOSED
        if by_people and coding.code not in covered and coding.appearance in units:
            holds = coding.status is not CodingStatus.REJECTED and coding.stance is Stance.PRESENT
            key = (coding.appearance, coding.code)
            judged[key] = judged.get(key, False) or holds
    for unit, code in sorted(judged):
        yield Sampled(unit=unit, code=code, machine=(unit, code) in proposed, human=judged[unit, code])
