"""Agreement at work: of the coders of a round with each other, with the machine, and with what was adjudicated; or of the machine with what stands decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from testimonia.domain.agreement import Agreement, PairAgreement
from testimonia.domain.decision import Decision
from testimonia.domain.round import Adjudicate, Answer, Mark
from testimonia.errors import UsageError
from testimonia.pipeline.coding_desk import mark_of
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.people import article_of
from testimonia.pipeline.rounds import Held
from testimonia.pipeline.snapshot import machine_codings, snapshot
from testimonia.review.reliability import judged_units
from testimonia.review.reliability.bootstrap import Bootstrap
from testimonia.review.reliability.coders import ALL, Coders, Judged, pair_agreement

MACHINE, PEOPLE, OUTCOME = "machine", "people", "adjudicated"
LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Judgements:
    """Who judged what, read once. How far they agree is worked out of it alone, without the study and whatever becomes of it meanwhile.

    Attributes:
        round, over: as asked. codes: those that count. order: of the coders. units: of a round. pairs: without a round, (cluster, code, (machine, people)).
    """

    round: str
    over: str
    codes: tuple[str, ...]
    order: tuple[str, ...] = ()
    units: tuple[Judged, ...] = ()
    pairs: tuple[tuple[str, str, tuple[str, str]], ...] = ()

    def agreement(self, *, replicates: int = 1000, seed: int = 1) -> Agreement:
        """The measures, with intervals of so many draws. UsageError where so many are not possible."""
        if not 0 <= replicates <= 100_000:
            raise UsageError("so many draws are not possible", got=replicates, expected="0 to 100000")
        clusters = {one.cluster for one in self.units} | {cluster for cluster, _, _ in self.pairs}
        bootstrap = Bootstrap(sorted(clusters), replicates=replicates, level=LEVEL, seed=seed)
        coders = Coders(self.units, self.codes, bootstrap, self.order)
        return Agreement(
            round=self.round,
            over=self.over,
            clusters=len(bootstrap.clusters),
            replicates=replicates,
            seed=seed,
            level=LEVEL,
            pairs=tuple(coders.pairs() if self.round else self._machine_and_people(bootstrap)),
            drift=tuple(coders.drift()),
            all_coders=coders.all_coders() if self.round else {},
        )

    def _machine_and_people(self, bootstrap: Bootstrap) -> Iterator[PairAgreement]:
        tables: dict[str, dict[str, Counter[tuple[str, str]]]] = {ALL: {}, **{code: {} for code in self.codes}}
        for cluster, code, pair in self.pairs:
            for what in (ALL, code):
                tables[what].setdefault(cluster, Counter()).update([pair])
        for what, found in tables.items():
            if found:
                yield pair_agreement("person", what, (MACHINE, PEOPLE), found, bootstrap)


def judgements(desk: Desk, round: str | None = None, *, over: str = "article") -> Judgements:
    """With `round`: of its coders. Without: of the machine and of people, whoever they are, in what people looked at."""
    if over not in ("article", "person"):
        raise UsageError("the bootstrap draws articles or persons", got=over, expected="article or person")
    with desk.store.reading():
        reading = _Reading(desk, over)
        return reading.of_round(round) if round is not None else reading.of_decisions()


class _Reading:
    def __init__(self, desk: Desk, over: str) -> None:
        self._desk, self._over = desk, over
        self._state = snapshot(desk)
        self._home = {id: p.id for p in self._state.persons for id in p.appearances}

    def of_round(self, name: str) -> Judgements:
        """Coders, machine and outcome of one round."""
        held = Held(self._desk, name)
        order = (*held.round.coders, OUTCOME, MACHINE)
        units = tuple(self._judged(held))
        return Judgements(round=name, over=self._over, codes=held.round.codes, order=order, units=units)

    def of_decisions(self) -> Judgements:
        """The machine against people, in what people looked at."""
        codes = tuple(code.id for code in self._state.codebook.codes)
        judged = judged_units(self._state.codings, codes)
        pairs = tuple((self._cluster(appearance), code, pair) for appearance, code, pair in judged)
        return Judgements(round="", over=self._over, codes=codes, pairs=pairs)

    def _cluster(self, appearance: str) -> str:
        return article_of(appearance) if self._over == "article" else self._home.get(appearance, appearance)

    def _judged(self, held: Held) -> Iterator[Judged]:
        machine: dict[str, list[Mark]] = {}
        for coding in machine_codings(self._desk):
            machine.setdefault(coding.appearance, []).append(mark_of(coding))
        for unit in held.round.units:
            answers = held.answers(unit.appearance)
            if not answers:
                continue
            marks = {event.by: _marks(event) for event in answers}
            if (outcome := held.outcome(unit.appearance)) is not None:
                marks[OUTCOME] = _marks(outcome)
            marks[MACHINE] = tuple(machine.get(unit.appearance, ()))
            yield Judged(
                cluster=self._cluster(unit.appearance),
                length=len(self._desk.texts(article_of(unit.appearance)).text),
                marks=marks,
                times={event.by: (event.number, event.at) for event in answers},
            )


def _marks(event: Decision) -> tuple[Mark, ...]:
    assert isinstance(event.action, Answer | Adjudicate)
    return event.action.marks
