"""When they spoke and when they left: first and last month, and the series by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from testimonia.domain.dates import is_partial_date, month_of
from testimonia.domain.figure import Figure, SeriesPoint
from testimonia.domain.person import Person
from testimonia.study.count.ledger import by_appearances, tally
from testimonia.study.count.register import Register
from testimonia.study.language import noted, said, say

_EDGES = {"first": noted("first"), "last": noted("last")}
_FIELDS = (("spoke", "first_public", noted("first spoke publicly")), ("left", "left", noted("left")))


def months(register: Register) -> Iterator[Figure]:
    """Persons dated and not dated to the month, and the first and last month, of speaking and of leaving.

    A month is a number, year x 100 + month (201407), with the unit "month"; its members are the persons of that month.
    """
    for name, field, title in _FIELDS:
        words = said(title)
        by_month = _by_month(register, field)
        dated = {p.id for persons in by_month.values() for p in persons}
        known = by_appearances(p for p in register.counted if p.id in dated)
        yield tally(f"time.{name}.dated.count", say("Month known in which they {words}", words=words),
                    say("counted persons of whom the month is known in which they {words}", words=words), known)  # fmt: skip
        rest = by_appearances(p for p in register.counted if p.id not in dated)
        yield tally(f"time.{name}.undated.count", say("Month not known in which they {words}", words=words),
                    say("counted persons who stand in no month of the series: no date, or only a year"), rest)  # fmt: skip
        for edge, pick in (("first", min), ("last", max)):
            if by_month:
                month, which = pick(by_month), said(_EDGES[edge])
                yield tally(f"time.{name}.{edge}", say("{capitalize} month in which someone {words}", capitalize=which[:1].upper() + which[1:], words=words),
                            say("{edge} month of the series, as year x 100 + month", edge=which), by_appearances(by_month[month]),
                            unit="month", value=float(month.replace("-", "")))  # fmt: skip


def series(register: Register, name: str) -> tuple[SeriesPoint, ...]:
    """The persons of each month from the first to the last, empty months too; `name` is "spoke" or "left"."""
    by_month = _by_month(register, next(field for key, field, _ in _FIELDS if key == name))
    if not by_month:
        return ()
    span = _through(min(by_month), max(by_month))
    return tuple(
        SeriesPoint(month=m, value=len(by_month.get(m, ())), members=tuple(p.id for p in by_month.get(m, ())))
        for m in span
    )


def _by_month(register: Register, field: str) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in register.counted:
        date = getattr(person, field)
        if date and is_partial_date(date) and (month := month_of(date)):
            found[month].append(person)
    return dict(found)


def _through(first: str, last: str) -> Iterable[str]:
    number, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    while number <= end:
        yield f"{number // 12:04d}-{number % 12 + 1:02d}"
        number += 1
