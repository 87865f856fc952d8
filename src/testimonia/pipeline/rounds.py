"""Double coding at work: rounds are drawn, answered blind, compared and adjudicated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from testimonia.domain.decision import Decision
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.person import Status
from testimonia.domain.round import Adjudicate, Answer, Found, Mark, Round
from testimonia.errors import DecisionError
from testimonia.pipeline.decisions import Verdicts, unknown
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.snapshot import snapshot
from testimonia.review.draw import draw as drawn

RESERVED = {"machine", "people", "adjudicated", "all"}
"""Names that stand for something else in tables of agreement."""
_NAME = re.compile(r"[\w.-]{1,60}")


def draw(
    desk: Desk, name: str, *, coders: Sequence[str], n: int | None, codes: Sequence[str] | None, each: int, seed: int, stratify: bool,
    blind_to_coders: bool, blind_to_machine: bool, decides: bool,
) -> Round:  # fmt: skip
    """A round over the appearances of counted persons. `stratify`: as many with a proposed code as without."""
    state = snapshot(desk)
    _check(desk.log.state(), name, coders, each, n, decides=decides)
    book = [code.id for code in state.codebook.codes]
    for code in codes or ():
        if code not in book:
            raise unknown("code", code, book)
    proposed = {coding.appearance for coding in state.codings}
    people = [a for p in state.persons if p.status is not Status.EXCLUDED for a in p.appearances]
    strata = {a: ("coded" if a in proposed else "not coded") if stratify else "all" for a in people}
    if not people:
        raise DecisionError("there is nobody to code", hint="run the study first: testimonia run STUDY")
    frame = {s: tuple(sorted(a for a, own in strata.items() if own == s)) for s in sorted(set(strata.values()))}
    return Round(
        name=name,
        codes=tuple(codes or book),
        coders=tuple(coders),
        units=drawn(strata, n=n or len(people), coders=coders, each=each, seed=seed),
        population={stratum: len(units) for stratum, units in frame.items()},
        seed=seed,
        frame=frame,
        blind_to_coders=blind_to_coders,
        blind_to_machine=blind_to_machine,
        decides=decides,
    )


def _check(state: DecisionState, name: str, coders: Sequence[str], each: int, n: int | None, *, decides: bool) -> None:
    if not _NAME.fullmatch(name):
        raise DecisionError(
            "this is no name for a round", got=name[:60], expected="letters, digits, - and .; no spaces"
        )
    if name in state.rounds:
        raise DecisionError("there is already a round with this name", got=name, hint="give another, or undo that one")
    if len({c.strip() for c in coders if c.strip()}) != len(coders) or not 1 <= each <= len(coders):
        raise DecisionError("these coders do not do", got=f"{', '.join(coders)}; {each} for each unit", expected="different names, at least as many as code each unit")  # fmt: skip
    if taken := RESERVED & set(coders):
        raise DecisionError("this name stands for no person", got=", ".join(taken), hint="give the coder another name")
    if n is not None and n < 1:
        raise DecisionError("a sample holds somebody", got=n, expected="1 or more")
    if decides and each != 1:
        raise DecisionError("answers that count at once have one coder each", got=each, expected="1 coder a unit")


class Held:
    """A round as the log has it now."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.state = desk.log.state()
        event = self.state.rounds.get(name)
        if event is None or not isinstance(event.action, Round):
            raise unknown("round", name, self.state.rounds)
        self.event, self.round = event, event.action

    def answers(self, appearance: str) -> tuple[Decision, ...]:
        """The latest answer of each coder of the unit, in the order of the round."""
        unit = self.round.unit(appearance)
        found = (self.state.answers.get((self.round.name, appearance, c)) for c in (unit.coders if unit else ()))
        return tuple(one for one in found if one is not None)

    def outcome(self, appearance: str) -> Decision | None:
        """The adjudication of the unit, if there was one."""
        return self.state.adjudicated.get((self.round.name, appearance))


def answer(desk: Desk, name: str, id: str, marks: Iterable[Found | Mapping[str, Any]], *, by: str) -> Answer:
    """What this coder finds in this unit: every code that is there, with its words."""
    held = Held(desk, name)
    appearance = _unit(desk, held.round, id)
    unit = held.round.unit(appearance)
    if unit is None or by.strip() not in unit.coders:
        raise DecisionError("this unit is another's", got=by, expected=", ".join(unit.coders) if unit else "", where=id)
    if held.outcome(appearance) is not None:
        raise DecisionError("this unit is adjudicated", where=id, hint="undo the adjudication first")
    return Answer(round=name, appearance=appearance, marks=_marks(desk, held.round, appearance, marks))


def adjudicate(
    desk: Desk, name: str, id: str, *, take: str | None, marks: Iterable[Found | Mapping[str, Any]] | None
) -> Adjudicate:
    """The outcome: one coder's answer (`take`), or marks of the adjudicator's own."""
    held = Held(desk, name)
    appearance = _unit(desk, held.round, id)
    answers = held.answers(appearance)
    unit = held.round.unit(appearance)
    if unit is None or len(answers) < len(unit.coders):
        got = f"{len(answers)} of {len(unit.coders) if unit else 0}"
        raise DecisionError("not all coders of this unit have answered", where=id, got=got)
    if (take is None) == (marks is None):
        raise DecisionError(
            "an outcome is one coder's answer, or marks of its own", expected="one of the two", where=id
        )
    if take is None:
        settled = _marks(desk, held.round, appearance, marks or ())
    else:
        taken = next((one.action for one in answers if one.by == take), None)
        if not isinstance(taken, Answer):
            raise unknown("coder of this unit", take, [one.by for one in answers])
        settled = taken.marks
    numbers = tuple(one.number for one in answers)
    return Adjudicate(round=name, appearance=appearance, marks=settled, answers=numbers, taken=take)


def _unit(desk: Desk, held: Round, id: str) -> str:
    """The unit that is meant: by its own id, or by its person's where this person has one unit in the round."""
    if held.unit(id) is not None:
        return id
    people = Verdicts(desk)
    mine = set(people.appearances_of(id))
    units = [unit.appearance for unit in held.units if unit.appearance in mine]
    if len(units) != 1:
        known = ", ".join(units) or "none of the round"
        raise DecisionError("this says no unit of the round", got=id, expected=f"one of: {known}", where=held.name)
    return units[0]


def _marks(
    desk: Desk, held: Round, appearance: str, given: Iterable[Found | Mapping[str, Any]]
) -> tuple[Mark, ...]:  # fmt: skip
    verdicts = Verdicts(desk)
    made: dict[tuple[str, int, int], Mark] = {}
    for one in given:
        found = one if isinstance(one, Found) else _found(one)
        if found.code not in held.codes:
            raise unknown(f"code of the round {held.name}", found.code, held.codes)
        action = verdicts.code(
            appearance, found.code, found.quote, sub=found.sub, denied=found.denied, start=found.start
        )
        mark = Mark(code=action.code, start=action.start, end=action.end, quote=action.quote, sub=action.sub, stance=action.stance)  # fmt: skip
        made[mark.code, mark.start, mark.end] = mark
    return tuple(made[key] for key in sorted(made, key=lambda k: (k[1], k[2], k[0])))


def _found(given: Mapping[str, Any]) -> Found:
    try:
        return msgspec.convert(dict(given), Found)
    except msgspec.ValidationError as error:
        raise DecisionError(
            "this is no mark", got=error, expected="code, quote, and start, sub, denied as needed"
        ) from None
