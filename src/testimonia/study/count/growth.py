"""Growth, corrected: for months not yet complete, for how much was read, and for sources that came later.

register -> corrected months, factors a year with intervals, what was refused, whether "growing" may be said
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from testimonia.domain.article import ArticleFacts
from testimonia.domain.coverage import Coverage, joins_within
from testimonia.domain.dates import is_partial_date, month_of
from testimonia.domain.figure import Figure, Interval
from testimonia.domain.finding import CorrectedMonth, Refusal, Saying
from testimonia.domain.person import Person
from testimonia.study.count.ledger import Counted, by_appearances, seal, tally
from testimonia.study.count.register import Register
from testimonia.study.estimate.delay import LEAST, Delay, delays, nowcast
from testimonia.study.estimate.trend import Trend, trend
from testimonia.study.language import say

EARLY = 4
"""A source is steady if it has an article in the first of so many parts of the months read; else it came later."""
ROUNDS = 3
"""Captured in fewer months than this, the delay of capture cannot be told from the day of the search."""


class Growth(NamedTuple):
    """What this module adds to the ledger."""

    figures: tuple[Figure, ...]
    months: tuple[CorrectedMonth, ...]
    refusals: tuple[Refusal, ...]
    sayings: tuple[Saying, ...]


def growth(register: Register) -> Growth:
    """All of it; empty where no article is dated to the month."""
    world = _World(register)
    if world.first is None or world.last is None:
        return Growth((), (), (), ())
    figures: list[Figure] = list(_exposure(world))
    refusals: list[Refusal] = []
    spoke, left = _spoke(world, figures, refusals), _left(world, figures, refusals)
    raw = _factor("growth.spoke.uncorrected", say("Change a year in the persons who first spoke, not corrected"), spoke, refusals,
                  [float(m.seen) for m in spoke], [1.0] * len(spoke), say("persons by month of first speaking, against the months alone"))  # fmt: skip
    steady = [float(m.seen - m.from_new) for m in spoke]
    exposure = [m.articles * (m.complete if m.complete is not None else 1.0) for m in spoke]
    corrected = _factor("growth.spoke.factor", say("Change a year in the persons who first spoke, corrected"), spoke, refusals,
                        steady, exposure, say("persons whom steady sources tell, by month, against the articles of these sources")
                        + (say(" and the share of each month seen by now") if any(m.complete is not None for m in spoke) else ""))  # fmt: skip
    leaving = _leaving(left, refusals)
    figures += [f for f in (raw, corrected, leaving) if f]
    sayings = (_verdict(corrected, refusals), *_constant(world))
    return Growth(tuple(figures), (*spoke, *left), tuple(refusals), sayings)


class _World:
    """Months as whole numbers, and which sources are steady."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.month = {a.id: m for a in register.snapshot.articles if (m := _number(a.published)) is not None}
        self.first = min(self.month.values(), default=None)
        self.last = max(self.month.values(), default=None)
        self.facts = {a.id: a for a in register.snapshot.articles}
        self.unsteady = self._unsteady()
        self.steady = self._steady()
        dated = (a for a in register.snapshot.articles if a.id in self.month and _outlet(a) in self.steady)
        self.articles = Counter(self.month[a.id] for a in dated)

    def _steady(self) -> frozenset[str]:
        if self.first is None or self.last is None:
            return frozenset()
        until = self.first + (self.last - self.first) // EARLY
        early = {_outlet(self.facts[a]) for a, m in self.month.items() if m <= until}
        if hosts := {_host(one.source) for one in self.unsteady}:
            early -= {_outlet(a) for a in self.facts.values() if _host(a.source) in hosts}
        return frozenset(early)

    def _unsteady(self) -> tuple[Coverage, ...]:
        """Watched sources that joined, or fell silent, within the months read."""
        watched = self.register.snapshot.coverage
        if not watched or self.first is None or self.last is None:
            return ()
        start, until = (
            f"{_name(self.first)}-28",
            f"{_name(self.last)}-31",
        )  # one that joins in the first month is there from the start
        return tuple(one for one in watched if joins_within(one, start, until))

    def is_new(self, person: Person) -> bool:
        """Whether only sources that came later tell of somebody."""
        told = [
            self.register.snapshot.appearances[a].article
            for a in person.appearances
            if a in self.register.snapshot.appearances
        ]
        return bool(told) and not any(_outlet(self.facts[a]) in self.steady for a in told if a in self.facts)  # fmt: skip


def _host(source: str) -> str:
    return (urlsplit(source).hostname or "").removeprefix("www.") if "://" in source else ""


def _outlet(facts: ArticleFacts) -> str:
    return facts.publisher or urlsplit(facts.source).hostname or facts.source.split("/", 1)[0]


@lru_cache(maxsize=65536)
def _number(date: str | None) -> int | None:
    month = month_of(date) if date and is_partial_date(date) else None
    return int(month[:4]) * 12 + int(month[5:7]) - 1 if month else None


def _name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _exposure(world: _World) -> Iterator[Figure]:
    late = {_outlet(a) for a in world.facts.values()} - world.steady
    rows: Sequence[Counted] = [(a.id, (a.id,)) for a in world.facts.values() if _outlet(a) in late]
    yield tally("articles.later_sources.count", say("Articles of sources that came later"),
                say("articles of publishers without an article in the first quarter of the months read: not counted in the trend"),
                rows, unit="articles")  # fmt: skip
    yield tally("growth.later_sources.count", say("Persons told by sources that came later alone"),
                say("counted persons of whom only publishers tell that have no article in the first quarter of the months read"),
                by_appearances(p for p in world.register.counted if world.is_new(p)))  # fmt: skip


def _spoke(world: _World, figures: list[Figure], refusals: list[Refusal]) -> list[CorrectedMonth]:
    """The months read, with the persons who first spoke in each."""
    people = [(m, p) for p in world.register.counted if (m := _number(p.first_public)) is not None]
    captured = {a: m for a, f in world.facts.items() if (m := _number(f.captured_on)) is not None}
    delay, asof = None, max(captured.values(), default=None)
    if len(set(captured.values())) < ROUNDS or asof is None:
        refusals.append(Refusal(id="delay.spoke.median", title=say("Months from speaking to being found"),
                                reason=say("the articles were captured in fewer than {rounds} different months", rounds=ROUNDS)))  # fmt: skip
    else:
        cases = [(c - m, asof - m) for m, p in people if (c := _found(world, p, captured)) is not None]
        delay = _delay("spoke", say("Months from speaking to being found"), cases, people, figures, refusals)
    return _months(world, "spoke", people, delay, asof, world.first, world.last)


def _found(world: _World, person: Person, captured: dict[str, int]) -> int | None:
    appearances = world.register.snapshot.appearances
    return min(
        (c for a in person.appearances if a in appearances and (c := captured.get(appearances[a].article)) is not None),
        default=None,
    )


def _left(world: _World, figures: list[Figure], refusals: list[Refusal]) -> list[CorrectedMonth]:
    """The months in which people left, with how many of each month can have spoken by the last month read."""
    both = [(m, s, p) for p in world.register.counted
            if (m := _number(p.left)) is not None and (s := _number(p.first_public)) is not None]  # fmt: skip
    asof = world.last
    if asof is None or not both:
        return []
    cases = [(s - m, asof - m) for m, s, _ in both]
    delay = _delay(
        "left", say("Months from leaving to speaking"), cases, [(m, p) for m, _, p in both], figures, refusals
    )
    people = [(m, p) for m, _, p in both if m <= asof]
    first = min((m for m, _ in people), default=None)
    months = _months(world, "left", people, delay, asof, first, asof)
    if delay and months:
        total = sum(m.expected or 0.0 for m in months)
        row = tally("growth.left.expected", say("Persons who left by the last month and speak sooner or later"),
                    say("persons of each month of leaving, divided by the share of them that can have spoken by now; delays longer than {within} months are not foreseen", within=len(delay.within) - 1),
                    by_appearances(p for _, p in people), unit="estimate", value=round(total, 1))  # fmt: skip
        low, high = sum(m.low or 0.0 for m in months), sum(m.high or 0.0 for m in months)
        figures.append(seal(msgspec.structs.replace(row, low=round(low, 1), high=round(high, 1))))
    return months


def _delay(
    name: str, title: str, cases: list[tuple[int, int]], people: Sequence[tuple[int, Person]], figures: list[Figure], refusals: list[Refusal]
) -> Delay | None:  # fmt: skip
    found = delays(cases)
    if found is None:
        known = sum(0 <= d <= top for d, top in cases)
        why = (
            say("{known} delays are known, {least} are needed", known=known, least=LEAST)
            if known < LEAST
            else say("they are too much alike to tell delay from date")
        )
        refusals.append(Refusal(id=f"delay.{name}.median", title=title, reason=why))
        return None
    row = tally(f"delay.{name}.median", say("{title}, median", title=title), say("{lower}, corrected for what is yet to come (reverse-time product of Kalbfleisch and Lawless, from delays known to the month); the range is the first to the ninth tenth", lower=title.lower()),
                by_appearances(p for _, p in people), unit="months", value=float(found.quantile(0.5)))  # fmt: skip
    low, high = float(found.quantile(0.1)), float(found.quantile(0.9))
    figures.append(seal(msgspec.structs.replace(row, low=low, high=high)))
    return found


def _months(
    world: _World, series: str, people: Sequence[tuple[int, Person]], delay: Delay | None, asof: int | None, first: int | None, last: int | None
) -> list[CorrectedMonth]:  # fmt: skip
    if first is None or last is None:
        return []
    seen = Counter(m for m, _ in people)
    new = Counter(m for m, p in people if series == "spoke" and world.is_new(p))
    rows = []
    for m in range(first, last + 1):
        row = CorrectedMonth(series=series, month=_name(m), seen=seen[m], from_new=new[m], articles=world.articles[m])
        if delay is not None and asof is not None:
            share, expected, low, high = nowcast(seen[m], asof - m, delay)
            row = msgspec.structs.replace(
                row, complete=round(share, 4), expected=round(expected, 1), low=round(low, 1), high=round(high, 1)
            )
        rows.append(row)
    return rows


def _factor(
    id: str, title: str, months: Sequence[CorrectedMonth], refusals: list[Refusal], counts: list[float], exposure: list[float], how: str
) -> Figure | None:  # fmt: skip
    found = trend(counts, exposure)
    if isinstance(found, str):
        refusals.append(Refusal(id=id, title=title, reason=found))
        return None
    return _sealed(id, title, found, how, len(months))


def _sealed(id: str, title: str, found: Trend, how: str, months: int) -> Figure:
    """The factor as a figure; no persons stand behind it singly."""
    interval = Interval(low=round(found.low, 3), high=round(found.high, 3), method=f"{found.family} 95 %")
    query = say(
        "factor by which the rate changes in twelve months over {months} months: {how}; {family} regression",
        months=months,
        how=how,
        family=found.family,
    )
    return seal(Figure(id=id, title=title, query=query, value=round(found.factor, 3), unit="ratio", interval=interval))


def _leaving(left: Sequence[CorrectedMonth], refusals: list[Refusal]) -> Figure | None:
    id, title = "growth.left.factor", say("Change a year in the persons who left, corrected for delay")
    if not left or any(m.complete is None for m in left):
        refusals.append(
            Refusal(
                id=id,
                title=title,
                reason=say("how long people take to speak is not known, so the last months stand too low"),
            )
        )
        return None
    return _factor(id, title, left, refusals, [float(m.seen) for m in left], [m.complete or 0.0 for m in left],
                   say("persons by month of leaving, against the share of each month that can have spoken by now"))  # fmt: skip


def _constant(world: _World) -> Iterator[Saying]:
    """Whether the watched sources were the same over the months read; nothing where none is watched."""
    watched = len(world.register.snapshot.coverage)
    if not watched:
        return
    condition = say("said only where no watched source joined, or fell silent, within the months read")
    joined = len(world.unsteady)
    found = (
        say("{joined} of {watched} did, and are not in the trend", joined=joined, watched=watched)
        if joined
        else say("none of {watched} did", watched=watched)
    )
    yield Saying(words="from the same sources throughout", about="coverage.constant", holds=not joined, figures=(), because=f"{condition}; {found}")  # fmt: skip


def _verdict(corrected: Figure | None, refusals: Sequence[Refusal]) -> Saying:
    condition = say("said only where the whole 95 % interval of the corrected yearly factor lies above 1")
    if corrected is None or corrected.interval is None:
        why = next((r.reason for r in refusals if r.id == "growth.spoke.factor"), say("no trend can be given"))
        return Saying(words="growing", about="growth.spoke.factor", holds=False, figures=(),
                      because=say("{condition}; the series is not corrected: {why}", condition=condition, why=why))  # fmt: skip
    low = corrected.interval.low
    return Saying(words="growing", about=corrected.id, holds=low > 1, figures=(corrected.id,),
                  because=say("{condition}; it begins at {value}", condition=condition, value=f"{low:.2f}"))  # fmt: skip
