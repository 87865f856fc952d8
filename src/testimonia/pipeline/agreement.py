"""Agreement at work: of the coders of a round with each other, with the machine, and with what was adjudicated; or of the machine with what stands decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from testimonia.domain.agreement import Agreement
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


def agreement(
    desk: Desk, round: str | None = None, *, over: str = "article", replicates: int = 1000, seed: int = 1
) -> Agreement:
    """With `round`: of its coders. Without: of the machine with what people decided, whoever they are."""
    if over not in ("article", "person"):
        raise UsageError("the bootstrap draws articles or persons", got=over, expected="article or person")
    if not 0 <= replicates <= 100_000:
        raise UsageError("so many draws are not possible", got=replicates, expected="0 to 100000")
    with desk.store.reading():
        found = _Agreement(desk, over, replicates, seed)
        return found.of_round(round) if round is not None else found.of_decisions()


class _Agreement:
    def __init__(self, desk: Desk, over: str, replicates: int, seed: int) -> None:
        self._desk, self._over, self._replicates, self._seed = desk, over, replicates, seed
        self._state = snapshot(desk)
        self._home = {id: p.id for p in self._state.persons for id in p.appearances}

    def of_round(self, name: str) -> Agreement:
        """Coders, machine and outcome of one round."""
        held = Held(self._desk, name)
        units = list(self._judged(held))
        bootstrap = self._bootstrap([one.cluster for one in units])
        coders = Coders(units, held.round.codes, bootstrap, (*held.round.coders, OUTCOME, MACHINE))
        return Agreement(
            round=name,
            over=self._over,
            clusters=len(bootstrap.clusters),
            replicates=self._replicates,
            seed=self._seed,
            level=LEVEL,
            pairs=tuple(coders.pairs()),
            drift=tuple(coders.drift()),
            all_coders=coders.all_coders(),
        )

    def of_decisions(self) -> Agreement:
        """The machine against people, in what people looked at."""
        codes = [code.id for code in self._state.codebook.codes]
        tables: dict[str, dict[str, Counter[tuple[str, str]]]] = {ALL: {}, **{code: {} for code in codes}}
        for appearance, code, pair in judged_units(self._state.codings, codes):
            for what in (ALL, code):
                tables[what].setdefault(self._cluster(appearance), Counter()).update([pair])
        bootstrap = self._bootstrap(tables[ALL])
        return Agreement(
            round="",
            over=self._over,
            clusters=len(bootstrap.clusters),
            replicates=self._replicates,
            seed=self._seed,
            level=LEVEL,
            pairs=tuple(pair_agreement("person", w, (MACHINE, PEOPLE), t, bootstrap) for w, t in tables.items() if t),
        )

    def _bootstrap(self, clusters: list[str] | dict[str, Counter[tuple[str, str]]]) -> Bootstrap:
        return Bootstrap(sorted(set(clusters)), replicates=self._replicates, level=LEVEL, seed=self._seed)

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
