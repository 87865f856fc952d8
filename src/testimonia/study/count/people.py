"""How many individuals, and who they are."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator

import msgspec

from testimonia.domain.figure import Figure
from testimonia.domain.person import Person, Status
from testimonia.study import estimate
from testimonia.study.count.ledger import Counted, by_appearances, seal, share, slug, tally
from testimonia.study.count.register import Register, evidence_for
from testimonia.study.language import noted, said, say
from testimonia.study.roles import role_words

AGE_BANDS: tuple[tuple[str, int, int], ...] = (
    ("under_18", 0, 17),
    ("18_24", 18, 24),
    ("25_34", 25, 34),
    ("35_44", 35, 44),
    ("45_plus", 45, 200),
)
"""Name, first and last year of age."""

_WHO = noted("counted persons (included or proposed)")


STATUSES = {
    Status.INCLUDED: noted("included"),
    Status.CANDIDATE: noted("candidate"),
    Status.EXCLUDED: noted("excluded"),
}


def individuals(register: Register) -> Figure:
    """The headline: the best estimate with its range over the open identity and inclusion questions."""
    count = register.snapshot.count
    figure = tally(
        "count.individuals",
        say("Individuals who left and spoke publicly"),
        say("{who}, each once; the range runs over the open identity and inclusion questions", who=said(_WHO)),
        by_appearances(register.counted),
        value=float(count.best),
    )
    return seal(msgspec.structs.replace(figure, low=float(count.floor), high=float(count.ceiling)))


def people(register: Register) -> Iterator[Figure]:
    """Statuses, countries, gender, age, roles and independent origins."""
    whole = individuals(register)
    yield whole
    yield from _statuses(register)
    yield from _countries(register)
    yield from _genders(register, whole)
    yield from _ages(register)
    yield from _roles(register)
    yield from _origins(register)


def _statuses(register: Register) -> Iterator[Figure]:
    titles = {
        Status.INCLUDED: say("Persons included by decision"),
        Status.CANDIDATE: say("Persons proposed by the machine, not yet decided"),
        Status.EXCLUDED: say("Persons looked at and excluded"),
    }
    for status, title in titles.items():
        rows = by_appearances(p for p in register.snapshot.persons if p.status is status)
        yield tally(
            f"count.{status.value}", title, say("persons whose status is {status}", status=said(STATUSES[status])), rows
        )
    yield from _exclusions(register)


def _exclusions(register: Register) -> Iterator[Figure]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in register.snapshot.persons:
        if person.status is Status.EXCLUDED:
            groups[_head(register.public(person.reason, person))].append(person)
    used: list[str] = []
    for reason, persons in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        name = slug(reason, used)
        used.append(name)
        query = say("excluded persons whose reason begins with {value}", value=f"{reason!r}")
        yield tally(f"excluded.{name}.count", say("Excluded: {reason}", reason=reason), query, by_appearances(persons))


def _head(reason: str) -> str:
    """The reason without its particulars: up to the first colon, semicolon or bracket."""
    cut = min((i for c in ":;(" if (i := reason.find(c)) > 0), default=len(reason))
    return reason[:cut].strip() or say("no reason given")


def _with(register: Register, field: str, test: Callable[[Person], bool]) -> tuple[Counted, ...]:
    return tuple((p.id, evidence_for(p, field)) for p in register.counted if test(p))


def _countries(register: Register) -> Iterator[Figure]:
    known = _with(register, "nationality", lambda p: bool(p.nationality))
    codes = sorted({p.nationality for p in register.counted if p.nationality})
    yield tally(
        "count.countries",
        say("Countries they come from"),
        say(
            "distinct nationalities among the {who}; members are the persons whose nationality is stated",
            who=said(_WHO),
        ),
        known,
        unit="countries",
        value=float(len(codes)),
    )
    for code in codes:
        rows = _with(register, "nationality", lambda p, code=code: p.nationality == code)  # type: ignore[misc]
        yield tally(
            f"country.{code}.count",
            say("Persons from {code}", code=code),
            say("{who} whose nationality is {code}", who=said(_WHO), code=code),
            rows,
        )
    missing = by_appearances(p for p in register.counted if not p.nationality)
    yield tally(
        "country.unknown.count",
        say("Nationality not stated"),
        say("{who} without a nationality", who=said(_WHO)),
        missing,
    )


def _genders(register: Register, whole: Figure) -> Iterator[Figure]:
    counts = {
        g: tally(
            f"gender.{g}.count",
            title,
            say("{who} whose gender is {g}", who=said(_WHO), g=g),
            _with(register, "gender", _is_gender(g)),
        )
        for g, title in (("F", "Women"), ("M", "Men"))
    }
    yield from counts.values()
    missing = by_appearances(p for p in register.counted if p.gender not in counts)
    yield tally(
        "gender.unknown.count",
        say("Gender not stated"),
        say("{who} whose gender no article gives", who=said(_WHO)),
        missing,
    )
    n = len(whole.members)
    for gender, title, other in (("F", say("Share of women"), "M"), ("M", say("Share of men"), "F")):
        part = counts[gender]
        bounds = estimate.bounds(len(part.members), len(counts[other].members), n)
        query = say(
            "{part} of {whole}; bounds: none or all of those whose gender is not stated", part=part.id, whole=whole.id
        )
        yield share(part, whole, id=f"gender.{gender}.share", title=title, query=query, bounds=bounds)


def _is_gender(gender: str) -> Callable[[Person], bool]:
    return lambda p: p.gender == gender


def _ages(register: Register) -> Iterator[Figure]:
    for name, low, high in AGE_BANDS:
        rows = _with(register, "age", _is_aged(low, high))
        yield tally(
            f"age.{name}.count",
            age_title(low, high),
            say("{who} whose age, as first given, is {low} to {high}", who=said(_WHO), low=low, high=high),
            rows,
        )
    missing = by_appearances(p for p in register.counted if not _is_aged(0, 200)(p))
    yield tally(
        "age.unknown.count", say("Age not stated"), say("{who} whose age no article gives", who=said(_WHO)), missing
    )
    ages = [p.age for p in register.counted if p.age is not None and _is_aged(0, 200)(p)]
    if ages:
        query = say(
            "median age, as first given, of the {who} whose age is stated; the range is youngest to oldest",
            who=said(_WHO),
        )
        rows = _with(register, "age", _is_aged(0, 200))
        middle = tally("age.median", say("Median age"), query, rows, unit="years", value=float(statistics.median(ages)))
        yield seal(msgspec.structs.replace(middle, low=float(min(ages)), high=float(max(ages))))


def age_title(low: int, high: int) -> str:
    """A band of age in words."""
    return (
        say("Aged {low} and over", low=low)
        if high >= AGE_BANDS[-1][2]
        else say("Aged {low} to {high}", low=low, high=high)
        if low
        else say("Aged under {high}", high=high + 1)
    )


def _is_aged(low: int, high: int) -> Callable[[Person], bool]:
    return lambda p: p.age is not None and low <= p.age <= high


def _roles(register: Register) -> Iterator[Figure]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in register.counted:
        if person.group_role:
            groups[" ".join(register.public(person.group_role, person).casefold().split())].append(person)
    used = ["unknown"]
    for role, persons in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        name = slug(role, used)
        used.append(name)
        title = role_words(register.public(persons[0].group_role, persons[0]) or role)
        rows = ((p.id, evidence_for(p, "group_role")) for p in persons)
        yield tally(
            f"role.{name}.count",
            say("Role in the group: {title}", title=title),
            say("{who} whose role is {value}", who=said(_WHO), value=f"{title!r}"),
            rows,
        )
    missing = by_appearances(p for p in register.counted if not p.group_role)
    yield tally(
        "role.unknown.count", say("Role in the group not stated"), say("{who} without a role", who=said(_WHO)), missing
    )


def _origins(register: Register) -> Iterator[Figure]:
    titles = {
        "1": say("Persons with a single independent origin"),
        "2": say("Persons with two independent origins"),
        "3_plus": say("Persons with three or more independent origins"),
    }
    for name, title in titles.items():
        rows = by_appearances(p for p in register.counted if _origin_band(p) == name)
        yield tally(
            f"count.origins.{name}",
            title,
            say("{who} by independent origins: wire copies are one origin", who=said(_WHO)),
            rows,
        )


def _origin_band(person: Person) -> str:
    n = len(set(person.origins))
    return "1" if n <= 1 else "2" if n == 2 else "3_plus"
