"""What a coder, and then an adjudicator, is shown of a round: no more than its design lets them see."""

from __future__ import annotations

from collections.abc import Iterator

from testimonia.domain.coding import Coding
from testimonia.domain.decision import Decision
from testimonia.domain.round import Adjudicate, Answer, Assignment, Conflict, Given, Mark, Progress, Round
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import DecisionError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.rounds import Held
from testimonia.pipeline.second import readings
from testimonia.pipeline.snapshot import machine_codings, snapshot
from testimonia.review.conflicts import differences


def rounds(desk: Desk) -> tuple[Progress, ...]:
    """The rounds that hold, in order, and how far each has come."""
    return tuple(_progress(Held(desk, name)) for name in desk.log.state().rounds)


def _progress(held: Held) -> Progress:
    drawn = held.round
    answers = {unit.appearance: held.answers(unit.appearance) for unit in drawn.units}
    complete = [u.appearance for u in drawn.units if len(answers[u.appearance]) == len(u.coders)]
    done = {c: sum(any(e.by == c for e in found) for found in answers.values()) for c in drawn.coders}
    open_ = [a for a in complete if held.outcome(a) is None and len(answers[a]) > 1]
    return Progress(
        name=drawn.name,
        number=held.event.number,
        at=held.event.at,
        by=held.event.by,
        codes=drawn.codes,
        blind_to_coders=drawn.blind_to_coders,
        blind_to_machine=drawn.blind_to_machine,
        decides=drawn.decides,
        done={c: (done[c], sum(c in unit.coders for unit in drawn.units)) for c in drawn.coders},
        units=len(drawn.units),
        complete=len(complete),
        conflicts=sum(any(differences([given(e) for e in answers[a]], drawn.codes)) for a in open_),
        adjudicated=sum(held.outcome(unit.appearance) is not None for unit in drawn.units),
    )


def assignments(desk: Desk, name: str, coder: str) -> tuple[Assignment, ...]:
    """The units of one coder, in the order in which they are coded."""
    with desk.store.reading():
        held = Held(desk, name)
        if coder not in held.round.coders:
            raise DecisionError("this coder is not in the round", got=coder, expected=", ".join(held.round.coders))
        return tuple(_Desk(desk, held).assignments(coder))


def blind(desk: Desk, coder: str) -> frozenset[str]:
    """The appearances that this coder still codes without seeing what the machine or others say."""
    held = [Held(desk, name) for name in desk.log.state().rounds]
    return frozenset(
        unit.appearance
        for one in held
        if coder in one.round.coders and (one.round.blind_to_coders or one.round.blind_to_machine)
        for unit in one.round.units
        if coder in unit.coders and one.outcome(unit.appearance) is None
    )


def conflicts(desk: Desk, name: str, *, all: bool = False) -> tuple[Conflict, ...]:
    """The complete units whose answers differ and that are not adjudicated yet; with `all`, also those that are."""
    with desk.store.reading():
        return tuple(_Desk(desk, Held(desk, name)).conflicts(all=all))


class _Desk:
    def __init__(self, desk: Desk, held: Held) -> None:
        self._held, self._round = held, held.round
        self._labels = {a.id: a.label for reading in readings(desk) for a in reading.appearances}
        self._state: Snapshot = snapshot(desk)
        self._home = {id: p.id for p in self._state.persons for id in p.appearances}
        self._machine: dict[str, list[Coding]] = {}
        for coding in machine_codings(desk):
            self._machine.setdefault(coding.appearance, []).append(coding)

    def assignments(self, coder: str) -> Iterator[Assignment]:
        """One coder's."""
        mine = [unit for unit in self._round.units if coder in unit.coders]
        for place, unit in enumerate(mine, start=1):
            id = unit.appearance
            answers, outcome = self._held.answers(id), self._held.outcome(id)
            yield Assignment(
                round=self._round.name,
                appearance=id,
                article=id.partition("@")[0],
                person=self._home.get(id),
                label=self._labels.get(id, id),
                place=place,
                codes=self._round.codes,
                mine=next((given(e) for e in answers if e.by == coder), None),
                others=tuple(given(e) for e in answers if e.by != coder) if _may_see(self._round, outcome) else None,
                machine=None if self._round.blind_to_machine and outcome is None else self._proposed(id),
                outcome=given(outcome) if outcome else None,
            )

    def _proposed(self, appearance: str) -> tuple[Mark, ...]:
        return tuple(
            mark_of(coding) for coding in self._machine.get(appearance, ()) if coding.code in self._round.codes
        )

    def conflicts(self, *, all: bool) -> Iterator[Conflict]:
        """Side by side."""
        for unit in self._round.units:
            id = unit.appearance
            answers, outcome = [given(e) for e in self._held.answers(id)], self._held.outcome(id)
            if len(answers) < max(2, len(unit.coders)) or (outcome is not None and not all):
                continue
            apart = tuple(differences(answers, self._round.codes))
            if apart:
                yield Conflict(
                    round=self._round.name,
                    appearance=id,
                    article=id.partition("@")[0],
                    person=self._home.get(id),
                    label=self._labels.get(id, id),
                    answers=tuple(answers),
                    differences=apart,
                    outcome=given(outcome) if outcome else None,
                )


def _may_see(drawn: Round, outcome: Decision | None) -> bool:
    return outcome is not None or not drawn.blind_to_coders


def given(event: Decision) -> Given:
    """An answer or an outcome, as it is shown."""
    assert isinstance(event.action, Answer | Adjudicate)
    taken = event.action.taken if isinstance(event.action, Adjudicate) else None
    return Given(
        coder=event.by, number=event.number, at=event.at, marks=event.action.marks, taken=taken, reason=event.reason
    )


def mark_of(coding: Coding) -> Mark:
    """A coding as a coder would have marked it."""
    return Mark(
        code=coding.code,
        start=coding.span.start,
        end=coding.span.end,
        quote=coding.span.quote,
        sub=coding.sub,
        stance=coding.stance,
    )
