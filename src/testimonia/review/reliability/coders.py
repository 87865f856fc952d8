"""Agreement of coders who judged the same units: per pair and code, on verdicts and on words, with intervals, and over time."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from testimonia.domain.agreement import Drift, Measure, PairAgreement
from testimonia.domain.round import Mark
from testimonia.review.conflicts import ABSENT, verdict
from testimonia.review.reliability import spans, tables
from testimonia.review.reliability.bootstrap import Bootstrap
from testimonia.review.reliability.coefficients import alpha_of, parts

Table = Counter[tuple[str, str]]
ALL = "all"
VERDICTS = 3
"""Present, denied, absent."""
_STRETCHES, _LEAST = 5, 10


@dataclass(frozen=True)
class Judged:
    """One unit as several coders have it.

    `cluster`: its article or its person. `length`: of the article in code points. `marks`: by coder. `times`: of each coder's answer: (number of
    the event, ISO time); without one, the coder is no person.
    """

    cluster: str
    length: int
    marks: Mapping[str, Sequence[Mark]]
    times: Mapping[str, tuple[int, str]] = field(default_factory=dict)


class Coders:
    """The agreement of everybody in `units` on `codes`."""

    def __init__(
        self, units: Sequence[Judged], codes: Sequence[str], bootstrap: Bootstrap, order: Sequence[str] = ()
    ) -> None:
        """`order`: of the coders, in which they stand in pairs; who is not in it comes after."""
        self._units, self._codes, self._bootstrap, self._order = units, codes, bootstrap, order

    def pairs(self) -> Iterator[PairAgreement]:
        """For each pair with units in common: all codes together, then each; verdicts first, then words."""
        for left, right in self._couples():
            shared = [one for one in self._units if left in one.marks and right in one.marks]
            yield from self._level("person", left, right, shared, partial(_verdict_table, left, right))
            yield from self._level("span", left, right, shared, partial(_span_table, left, right))

    def _couples(self) -> Iterator[tuple[str, str]]:
        coders = list(dict.fromkeys((*self._order, *(coder for one in self._units for coder in one.marks))))
        for left, right in itertools.combinations(coders, 2):
            if any(left in one.marks and right in one.marks for one in self._units):
                yield left, right

    def _level(
        self, level: str, left: str, right: str, shared: Sequence[Judged], table: Callable[[str, Judged], Table]
    ) -> Iterator[PairAgreement]:
        by_code = {code: _by_cluster(shared, partial(table, code)) for code in self._codes}
        together: dict[str, Table] = {}
        for found in by_code.values():
            for cluster, one in found.items():
                together.setdefault(cluster, Counter()).update(one)
        for what, found in ((ALL, together), *by_code.items()):
            yield pair_agreement(level, what, (left, right), found, self._bootstrap)

    def all_coders(self) -> dict[str, Measure]:
        """Krippendorff's alpha over everybody at once, per code, missing answers left out."""
        result = {}
        for code in self._codes:
            found: dict[str, Counter[str]] = {}
            for one in self._units:
                said = [verdict(marks, code) for coder, marks in one.marks.items() if coder in one.times]
                found.setdefault(one.cluster, Counter()).update(parts([said]))
            (result[code],) = self._bootstrap.measures(found, [alpha_of])
        return result

    def drift(self) -> Iterator[Drift]:
        """Each pair of people over time: up to five stretches of as many units each, ten at least."""
        for left, right in self._couples():
            both = [one for one in self._units if left in one.times and right in one.times]
            both.sort(key=lambda one: max(one.times[left], one.times[right]))
            stretches = min(_STRETCHES, len(both) // _LEAST)
            for level, table in (("person", _verdict_table), ("span", _span_table)):
                for n in range(stretches if stretches > 1 else 0):
                    part = both[n * len(both) // stretches : (n + 1) * len(both) // stretches]
                    yield self._stretch(level, left, right, part, partial(table, left, right))

    def _stretch(
        self, level: str, left: str, right: str, part: Sequence[Judged], table: Callable[[str, Judged], Table]
    ) -> Drift:
        found: dict[str, Table] = {}
        for code in self._codes:
            for one in part:
                found.setdefault(one.cluster, Counter()).update(table(code, one))
        agreement, coded_only, kappa, alpha, ac1 = _measured(level, found, self._bootstrap)
        times = [max(one.times[left], one.times[right])[1] for one in part]
        return Drift(
            level=level,
            left=left,
            right=right,
            first=min(times),
            last=max(times),
            units=sum(sum(one.values()) for one in found.values()),
            agreement=agreement,
            coded_only=coded_only,
            kappa=kappa,
            alpha=alpha,
            ac1=ac1,
        )


def pair_agreement(
    level: str, what: str, who: tuple[str, str], found: Mapping[str, Table], bootstrap: Bootstrap
) -> PairAgreement:
    """One row, from the tables of its clusters."""
    whole: Table = Counter()
    for one in found.values():
        whole.update(one)
    agreement, coded_only, kappa, alpha, ac1 = _measured(level, found, bootstrap)
    return PairAgreement(
        level=level,
        what=what,
        left=who[0],
        right=who[1],
        units=sum(whole.values()),
        agreed=sum(n for (a, b), n in whole.items() if a == b),
        coded=sum(n for pair, n in whole.items() if pair != (ABSENT, ABSENT)),
        agreement=agreement,
        coded_only=coded_only,
        kappa=kappa,
        alpha=alpha,
        ac1=ac1,
        table={f"{a}/{b}": n for (a, b), n in sorted(whole.items()) if n},
    )


def _measured(level: str, found: Mapping[str, Table], bootstrap: Bootstrap) -> list[Measure]:
    """Percent of all and of what was coded, kappa, alpha, AC1."""
    ac1 = partial(tables.ac1, categories=VERDICTS if level == "person" else 2)
    coded_only = partial(tables.coded_only, absent=ABSENT)
    return bootstrap.measures(found, [tables.percent, coded_only, tables.kappa, tables.alpha, ac1])


def _by_cluster(units: Sequence[Judged], table: Callable[[Judged], Table]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for one in units:
        found.setdefault(one.cluster, Counter()).update(table(one))
    return found


def _verdict_table(left: str, right: str, code: str, one: Judged) -> Table:
    return Counter({(verdict(one.marks[left], code), verdict(one.marks[right], code)): 1})


def _span_table(left: str, right: str, code: str, one: Judged) -> Table:
    return spans.span_table(one.marks[left], one.marks[right], code, one.length)
