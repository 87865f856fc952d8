"""Totals that others report, beside the registry's own number under the same definition.

The same definition: people who left this group *and spoke publicly* (scope), first spoke from the claim's start on and
not after its article appeared (window), from the claim's country. Where one of these is not known or lies outside what
the study covers there is no number of ours, and the note says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from testimonia.domain.article import ArticleFacts
from testimonia.domain.claim import Claim, ClaimScope
from testimonia.domain.figure import Figure, ReportedTotal
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count.gap import Near, gap, outside
from testimonia.study.count.ledger import Counted, by_appearances, slug, tally
from testimonia.study.count.register import Register, evidence_for
from testimonia.study.language import noted, said, say

NAMES = 200_000
"""So many names at most behind all reported totals. Each lists everybody whom its definition lets in or just leaves out, so that the ledger would grow with totals times
persons: 2,000 totals in a study of 11,000 people came to gigabytes. With 500 people it is 400 totals and more, and about 50 megabytes of the ledger."""


def reported(register: Register, most: int = NAMES) -> tuple[tuple[ReportedTotal, ...], tuple[Figure, ...]]:
    """Every claim of the study in order, and the figures of ours that stand beside the comparable ones, with so many names at most."""
    snapshot = register.snapshot
    facts = {a.id: a for a in snapshot.articles}
    totals: list[ReportedTotal] = []
    figures: list[Figure] = []
    starts = _starts(snapshot.claims)
    since = [claim.since or _only(starts[claim.article, claim.scope]) for claim in snapshot.claims]
    why_not = [_obstacle(claim, first, snapshot) for claim, first in zip(snapshot.claims, since, strict=True)]
    fit = [n for n in _as_shown(snapshot.claims, facts) if not why_not[n]]
    compared = _within_names(fit, snapshot.claims, since, facts, _Definitions(register), most)
    used: set[str] = set()
    for number, claim in enumerate(snapshot.claims):
        ours = difference = None
        if (held := compared.get(number)) is not None:
            id = slug(claim.id, used)
            used.add(id)
            ours = _ours(f"reported.{id}.ours", claim, held)
            difference = gap(f"reported.{id}.difference", claim, ours, held.near)
            figures += (ours, difference)
        totals.append(_beside(claim, ours, why_not[number] or _too_many(most), difference))
    return tuple(totals), tuple(figures)


def _as_shown(claims: Sequence[Claim], facts: Mapping[str, ArticleFacts]) -> list[int]:
    """The claims by their places, in the order in which the report shows them: totals of all before those of a part, the latest first, repeated ones last."""
    seen: set[tuple[str, float, str, ClaimScope, str | None]] = set()
    repeated = set()
    for number, claim in enumerate(claims):
        held = facts.get(claim.article)
        key = (held.origin if held else "", claim.figure, claim.unit, claim.scope, claim.country)
        if key in seen:
            repeated.add(number)
        seen.add(key)

    def published(number: int) -> str:
        held = facts.get(claims[number].article)
        return (held.published if held else None) or ""

    latest = sorted(range(len(claims)), key=published, reverse=True)
    return sorted(latest, key=lambda n: (n in repeated, claims[n].country is not None or claims[n].part_of is not None))


def _within_names(
    fit: Iterable[int], claims: Sequence[Claim], since: Sequence[str | None], facts: Mapping[str, ArticleFacts], definitions: _Definitions,
    most: int,
) -> dict[int, _Definition]:  # fmt: skip
    """The definitions of the first of these claims, until the names behind them are too many; at least one."""
    found: dict[int, _Definition] = {}
    names = 0
    for number in fit:
        claim = claims[number]
        article = facts.get(claim.article)
        held = definitions.of(claim.country, since[number], article.published if article else None)
        names += len(held.persons) + len(held.near.rows) if claim.unit == "persons" else len(held.known)
        if found and names > most:
            break
        found[number] = held
    return found


def _too_many(most: int) -> str:
    return say(
        "not compared: everybody who counts under its definition would be listed again, and {names} names are listed behind the totals that come first",
        names=f"{most:,}",
    )


@dataclass(frozen=True, kw_only=True)
class _Definition:
    """Whom a claim's country and dates let in, and who stands just outside. `query`: the definition in words."""

    persons: tuple[Counted, ...]
    known: tuple[Counted, ...]
    countries: int
    near: Near
    query: str


class _Definitions:
    """Many claims share one definition: whom it lets in is found once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._dates = {p.first_public for p in register.counted} - {None}
        self._undated = sum(p.first_public is None for p in register.counted)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, country: str | None, since: str | None, until: str | None) -> _Definition:
        fits = {d for d in self._dates if d and _within(d, since, until)}
        persons = [p for p in self._register.counted if p.first_public in fits]
        if country:
            persons = [p for p in persons if p.nationality == country]
        query = say("counted persons") + (say(" from {country}", country=country) if country else "")
        query += say(
            " who first spoke {since}{until}",
            since=say("from {since} ", since=since) if since else "",
            until=say("up to {until}", until=until) if until else say("at any time"),
        )
        query = query.rstrip()
        query += say("; {undated} without a date are left out", undated=self._undated) if self._undated else ""
        query += say("; the article is not dated, so the end is open") if not until else ""
        known = [p for p in persons if p.nationality]
        return _Definition(
            persons=by_appearances(persons),
            known=tuple((p.id, evidence_for(p, "nationality")) for p in known),
            countries=len({p.nationality for p in known}),
            near=Near.of(outside(self._register, country, persons, until)),
            query=query,
        )


def _beside(claim: Claim, ours: Figure | None, why_not: str, difference: Figure | None) -> ReportedTotal:
    return ReportedTotal(
        claim=claim.id,
        article=claim.article,
        reported=claim.figure,
        unit=claim.unit,
        qualifier=claim.qualifier.value,
        scope=claim.scope.value,
        country=claim.country,
        ours=ours.value if ours else None,
        figure=ours.id if ours else None,
        note=ours.query if ours else why_not,
        difference=difference.query if difference else "",
        unlisted=difference.members if difference else (),
    )


def _starts(claims: Sequence[Claim]) -> dict[tuple[str, ClaimScope], set[str]]:
    """The starts that each article gives for each scope."""
    found: dict[tuple[str, ClaimScope], set[str]] = defaultdict(set)
    for claim in claims:
        found[claim.article, claim.scope] |= {claim.since} if claim.since else set()
    return found


def _only(starts: set[str]) -> str | None:
    """A claim without a start takes the only one that its article gives for that scope ("two of the 58")."""
    return next(iter(starts)) if len(starts) == 1 else None


def _obstacle(claim: Claim, since: str | None, snapshot: Snapshot) -> str:
    """Why the claim cannot be compared; empty where it can."""
    start = snapshot.settings.window_start
    if claim.scope is not ClaimScope.SPOKE:
        return say(
            "not comparable: it speaks of people who {scope}, the study of those who left and spoke",
            scope=said(_WORDS[claim.scope]),
        )
    if claim.unit not in ("persons", "countries"):
        return say("not comparable: it counts {unit}, which the study does not count", unit=claim.unit)
    if len(snapshot.settings.groups) != 1:
        return say("not comparable: the study covers several groups, and the claim does not say which it means")
    if start and since is None:
        return say("not comparable: it does not say since when; the study begins in {start}", start=start)
    if start and since and _before(since, start):
        return say("not comparable: it begins in {since}, the study in {start}", since=since, start=start)
    return ""


_WORDS = {
    ClaimScope.SPOKE: noted("left and spoke"),
    ClaimScope.LEFT: noted("left, whether or not they spoke"),
    ClaimScope.RETURNED: "returned",
    ClaimScope.TRAVELLED: noted("travelled there"),
    ClaimScope.MEMBERS: noted("are members"),
    ClaimScope.KILLED: noted("were killed"),
    ClaimScope.DETAINED: noted("were detained"),
    ClaimScope.OTHER: noted("are something else"),
}


def _before(left: str, right: str) -> bool:
    """Whether the first date is certainly the earlier, at the precision that both have."""
    shared = min(len(left), len(right))
    return left[:shared] < right[:shared]


def _ours(id: str, claim: Claim, held: _Definition) -> Figure:
    if claim.unit == "persons":
        return tally(id, say("Our own number under the definition of a reported total"), held.query, held.persons)
    return tally(
        id,
        say("Our own number of countries under the definition of a reported total"),
        say("distinct nationalities of {held}", held=held.query),
        held.known,
        unit="countries",
        value=float(held.countries),
    )


def _within(first: str, since: str | None, until: str | None) -> bool:
    return not (since and _before(first, since)) and not (until and _before(until, first))
