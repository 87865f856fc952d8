"""How far an answer moves the findings.

The move of a question is the probability that the answer is another one than what the study counts by now, times what would then
change: every figure that gains or loses a person, each in units of its own standard error. A count of n persons has, as a
Poisson count, the standard error sqrt(n), so one person more or less is 1 / sqrt(n): much for a country with two, little for the headline.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from testimonia.domain.appearance import Appearance
from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.person import Person, Status
from testimonia.domain.snapshot import Snapshot

HEADLINE = "count.individuals"


class Leverage:
    """The figures that people are counted in, and how many each holds."""

    def __init__(self, state: Snapshot) -> None:
        self._home = {id: p for p in state.persons for id in p.appearances}
        self._codings: dict[str, list[Coding]] = defaultdict(list)
        for coding in state.codings:
            if coding.status is not CodingStatus.REJECTED and coding.stance is Stance.PRESENT:
                self._codings[coding.appearance].append(coding)
        self._sizes = Counter(f for p in state.persons if p.status is not Status.EXCLUDED for f in self.figures(p))

    def figures(self, who: Person | Appearance) -> frozenset[str]:
        """The figures in which the person is counted, or would be."""
        ids = who.appearances if isinstance(who, Person) else (who.id,)
        country = who.nationality if isinstance(who, Person) else who.value("nationality")
        gender = who.gender if isinstance(who, Person) else who.value("gender")
        codes = {f"code {coding.code}" for id in ids for coding in self._codings[id]}
        known = {f"country {country}" if country else "", f"gender {gender}" if gender else ""} - {""}
        return frozenset({HEADLINE} | known | codes)

    def stake(self, figures: Iterable[str]) -> float:
        """What one person more or less in each of these moves, in standard errors."""
        return sum(1 / math.sqrt(max(1, self._sizes[figure])) for figure in sorted(figures))

    def of_case(self, who: Person | Appearance, probability: float, *, is_counted: bool) -> float:
        """Of the question whether this is a case."""
        return _chance(1 - probability if is_counted else probability) * self.stake(self.figures(who))

    def of_identity(self, left: Person, right: Person, score: float) -> float:
        """Of the question whether two persons, counted apart, are one: every figure that holds both would lose one."""
        return _chance(score) * self.stake(self.figures(left) & self.figures(right))

    def of_coding(self, coding: Coding) -> float:
        """Of the question whether a proposed code is theirs: nothing moves where other words of the person give it for certain."""
        person = self._home.get(coding.appearance)
        if person is None or person.status is Status.EXCLUDED:
            return 0.0
        others = [
            one
            for id in person.appearances
            for one in self._codings[id]
            if one.code == coding.code and one.id != coding.id
        ]
        if any(one.status is CodingStatus.ACCEPTED for one in others):
            return 0.0
        # the figure moves only if none of the other passages holds either
        wrong = math.prod(_chance(1 - one.confidence) for one in (coding, *others))
        return wrong * self.stake([f"code {coding.code}"])

    def of_value(self, field: str, held: str, rival: str, share: float) -> float:
        """Of the question which of two values is right. `share`: of the evidence that speaks for the value held."""
        named = {"nationality": "country", "gender": "gender"}.get(field)
        moved = [f"{named} {held}", f"{named} {rival}"] if named else [HEADLINE]
        return _chance(1 - share) * self.stake(moved)


def _chance(p: float) -> float:
    return min(1.0, max(0.0, p)) if math.isfinite(p) else 0.0
