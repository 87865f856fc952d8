"""Totals that others report, beside the study's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from testimonia.domain.claim import Claim, ClaimScope, Qualifier
from testimonia.domain.figure import ReportedTotal
from testimonia.study.countries import country_name
from testimonia.study.language import noted, phrase, said, say
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.excerpts import direction_of
from testimonia.study.publish.ledger import Ledger
from testimonia.study.publish.pages import Reported
from testimonia.study.publish.views import Line
from testimonia.study.publish.wording import date_words, number

FIRST = 8
"""So many reported totals stand in the open; the others behind a fold."""

LISTED = 1000
"""So many more totals that can be compared, and so many that cannot, are listed; the ledger names all. Of 100,000 articles, 176,000 could not, on a page of 100 MB."""

_SCOPES = {
    ClaimScope.SPOKE: noted("left and spoke publicly"),
    ClaimScope.LEFT: "left",
    ClaimScope.RETURNED: "returned",
    ClaimScope.TRAVELLED: noted("travelled there"),
    ClaimScope.MEMBERS: noted("are members"),
    ClaimScope.KILLED: noted("were killed"),
    ClaimScope.DETAINED: noted("are detained"),
    ClaimScope.OTHER: noted("are counted otherwise"),
}
_QUALIFIERS = {
    Qualifier.AT_LEAST: noted("at least "),
    Qualifier.ABOUT: noted("about "),
    Qualifier.AT_MOST: noted("at most "),
    Qualifier.EXACT: "",
}


class Totals(NamedTuple):
    """Reported totals as they are listed. `all_more`, `all_others`: how many there are of which `more` and `others` are the first."""

    beside: tuple[Reported, ...]
    more: tuple[Reported, ...]
    all_more: int
    others: tuple[Reported, ...]
    all_others: int


def reported(desk: Desk, ledger: Ledger, most: int = LISTED) -> Totals:
    """The first totals that can be compared with ours, the rest of them, and those that cannot be.

    A copied article repeats nothing. Totals of all come before those of a country or a part; the latest report first.
    """
    pairs = list(_distinct(desk))
    beside = [(t, c) for t, c in pairs if t.figure is not None]
    beside.sort(key=lambda tc: desk.facts[tc[0].article].published or "", reverse=True)
    beside.sort(key=lambda tc: tc[0].country is not None or tc[1].part_of is not None)
    others = [(t, c) for t, c in pairs if t.figure is None]
    more = beside[FIRST:]
    return Totals(
        beside=_rows(desk, ledger, beside[:FIRST]),
        more=_rows(desk, ledger, more[:most]),
        all_more=len(more),
        others=_rows(desk, ledger, others[:most]),
        all_others=len(others),
    )


def _rows(desk: Desk, ledger: Ledger, pairs: list[tuple[ReportedTotal, Claim]]) -> tuple[Reported, ...]:
    """The rows of a table; a sentence that gives several totals in a row is shown once."""
    before = [None, *((c.article, c.span) for _, c in pairs)]
    return tuple(
        _reported(desk, ledger, total, claim, repeats=(claim.article, claim.span) == last)
        for (total, claim), last in zip(pairs, before, strict=False)
    )


def _distinct(desk: Desk) -> Iterator[tuple[ReportedTotal, Claim]]:
    seen: set[tuple[str, float, str, str, str | None]] = set()
    # One beside the other, in the same order: two claims of one sentence may share an id.
    for total, claim in zip(desk.findings.reported, desk.snapshot.claims, strict=True):
        facts = desk.facts.get(total.article)
        if facts is None:
            continue
        key = (facts.origin, total.reported, total.unit, total.scope, total.country)
        if key not in seen:
            seen.add(key)
            yield total, claim


def _reported(desk: Desk, ledger: Ledger, total: ReportedTotal, claim: Claim, repeats: bool) -> Reported:
    where = say(", from {country}", country=country_name(total.country)) if total.country else ""
    since = say(", since {since}", since=date_words(claim.since)) if claim.since else ""
    noun = "" if total.unit == "persons" else f" {total.unit}"
    noun += say(" of {part_of}", part_of=number(claim.part_of)) if claim.part_of is not None else ""
    return Reported(
        figure=f"{said(_QUALIFIERS[claim.qualifier])}{number(total.reported)}{noun}",
        of_whom=f"{said(_SCOPES[claim.scope])}{where}{since}",
        by=desk.public(claim.attributed_to or "", [claim.article]),
        sentence=desk.words(claim.article, claim.span),
        repeats=repeats,
        direction=direction_of(claim.span.quote),
        article=desk.short_link(total.article),
        printed=desk.printed(total.article),
        ours=ledger.num(total.figure) if total.figure else None,
        note=desk.public(total.note),
        rendered=desk.rendered(claim.article, claim.span),
    )


def reported_lede(beside: tuple[Reported, ...], others: tuple[Reported, ...]) -> Line:
    """What the comparison is for."""
    if not beside and not others:
        return phrase("No article read so far reports a total.")
    if not beside:
        return phrase(
            "The totals found in the articles speak of other people than this study counts; none can be compared."
        )
    return phrase("What others report, beside this study’s own number under the same definition, period and country. A difference is no error of either: they read other sources.")  # fmt: skip
