"""Totals that others report, beside the registry's own number under the same definition.

The same definition: people who left this group *and spoke publicly* (scope), first spoke from the claim's start on and
not after its article appeared (window), from the claim's country. Where one of these is not known or lies outside what
the study covers there is no number of ours, and the note says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from testimonia.domain.article import ArticleFacts
from testimonia.domain.claim import Claim, ClaimScope
from testimonia.domain.figure import Figure, ReportedTotal
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count.gap import gap, outside
from testimonia.study.count.ledger import by_appearances, slug, tally
from testimonia.study.count.register import Register, evidence_for


def reported(register: Register) -> tuple[tuple[ReportedTotal, ...], tuple[Figure, ...]]:
    """Every claim of the study in order, and the figures of ours that stand beside the comparable ones."""
    snapshot = register.snapshot
    facts = {a.id: a for a in snapshot.articles}
    totals: list[ReportedTotal] = []
    figures: list[Figure] = []
    starts = _starts(snapshot.claims)
    used: set[str] = set()
    for claim in snapshot.claims:
        since = claim.since or _only(starts[claim.article, claim.scope])
        why_not = _obstacle(claim, since, snapshot)
        ours = None if why_not else _ours(register, claim, since, facts.get(claim.article), used)
        difference = None
        if ours:
            used.add(ours.id.split(".")[1])
            figures.append(ours)
            difference = _gap(register, claim, ours, facts.get(claim.article))
            figures.append(difference)
        totals.append(_beside(claim, ours, why_not, difference))
    return tuple(totals), tuple(figures)


def _gap(register: Register, claim: Claim, ours: Figure, facts: ArticleFacts | None) -> Figure:
    members = set(ours.members)
    inside = [p for p in register.counted if p.id in members]
    near = outside(register, claim.country, inside, facts.published if facts else None)
    return gap(ours.id.removesuffix("ours") + "difference", claim, ours, near)


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
        return f"not comparable: it speaks of people who {_WORDS[claim.scope]}, the study of those who left and spoke"
    if claim.unit not in ("persons", "countries"):
        return f"not comparable: it counts {claim.unit}, which the study does not count"
    if len(snapshot.settings.groups) != 1:
        return "not comparable: the study covers several groups, and the claim does not say which it means"
    if start and since is None:
        return f"not comparable: it does not say since when; the study begins in {start}"
    if start and since and _before(since, start):
        return f"not comparable: it begins in {since}, the study in {start}"
    return ""


_WORDS = {
    ClaimScope.SPOKE: "left and spoke",
    ClaimScope.LEFT: "left, whether or not they spoke",
    ClaimScope.RETURNED: "returned",
    ClaimScope.TRAVELLED: "travelled there",
    ClaimScope.MEMBERS: "are members",
    ClaimScope.KILLED: "were killed",
    ClaimScope.DETAINED: "were detained",
    ClaimScope.OTHER: "are something else",
}


def _before(left: str, right: str) -> bool:
    """Whether the first date is certainly the earlier, at the precision that both have."""
    shared = min(len(left), len(right))
    return left[:shared] < right[:shared]


def _ours(
    register: Register, claim: Claim, since: str | None, facts: ArticleFacts | None, used: Collection[str]
) -> Figure:
    until = facts.published if facts else None
    fits = {d for d in {p.first_public for p in register.counted} if d and _within(d, since, until)}
    persons = [p for p in register.counted if p.first_public in fits]
    if claim.country:
        persons = [p for p in persons if p.nationality == claim.country]
    undated = sum(p.first_public is None for p in register.counted)
    query = "counted persons" + (f" from {claim.country}" if claim.country else "")
    query += (
        f" who first spoke {f'from {since} ' if since else ''}{f'up to {until}' if until else 'at any time'}".rstrip()
    )
    query += f"; {undated} without a date are left out" if undated else ""
    query += "; the article is not dated, so the end is open" if not until else ""
    id = f"reported.{slug(claim.id, used)}.ours"
    if claim.unit == "persons":
        return tally(id, "Our own number under the definition of a reported total", query, by_appearances(persons))
    known = [p for p in persons if p.nationality]
    return tally(
        id,
        "Our own number of countries under the definition of a reported total",
        f"distinct nationalities of {query}",
        ((p.id, evidence_for(p, "nationality")) for p in known),
        unit="countries",
        value=float(len({p.nationality for p in known})),
    )


def _within(first: str, since: str | None, until: str | None) -> bool:
    return not (since and _before(first, since)) and not (until and _before(until, first))
