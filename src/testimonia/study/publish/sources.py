"""Where it all comes from: the articles, what was set aside, and the totals that others report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.article import ArticleFacts
from testimonia.domain.claim import Claim, ClaimScope, Qualifier
from testimonia.domain.figure import AttritionStep, ReportedTotal
from testimonia.domain.setaside import Reason, SetAside
from testimonia.study.publish.charts_flow import flow
from testimonia.study.publish.countries import country_name
from testimonia.study.publish.desk import ROLE_WORDS, Desk, anchor
from testimonia.study.publish.excerpts import direction_of
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.views import (
    ArticleView,
    Aside,
    AsideGroup,
    Chart,
    Line,
    Link,
    Num,
    Reported,
    Stage,
)
from testimonia.study.publish.wording import date_words, number, sentence

FIRST = 8
"""So many reported totals stand in the open; the others behind a fold."""

STAGES = {
    "capture": "Sources captured",
    "clean": "Text found in them",
    "dedupe": "Copies traced to their origin",
    "detect": "People looked for",
    "resolve": "People told apart",
    "code": "Reasons coded",
}
UNITS = {"captures": "documents", "appearances": "people in articles", "persons": "people"}
REASONS = {
    Reason.EMPTY: "empty",
    Reason.TOO_LARGE: "too large",
    Reason.TOO_DEEP: "nested too deep",
    Reason.BINARY: "not text",
    Reason.UNREADABLE: "unreadable",
    Reason.VANISHED: "vanished while being read",
    Reason.BOMB: "an archive that unpacks without end",
    Reason.OUTSIDE: "outside the folder given",
    Reason.UNSUPPORTED_TYPE: "not a type that can be read",
    Reason.NO_TEXT: "no text in it",
    Reason.TOO_SHORT: "too short",
    Reason.LANGUAGE: "in a language that is not read here",
    Reason.ALREADY_CAPTURED: "already there",
    Reason.OFF_TOPIC: "not about the group",
    Reason.NO_CASE: "nobody who left and spoke",
    Reason.OUT_OF_WINDOW: "outside the study’s period",
    Reason.FAILED: "a fault of the program",
}
_SCOPES = {
    ClaimScope.SPOKE: "left and spoke publicly",
    ClaimScope.LEFT: "left",
    ClaimScope.RETURNED: "returned",
    ClaimScope.TRAVELLED: "travelled there",
    ClaimScope.MEMBERS: "are members",
    ClaimScope.KILLED: "were killed",
    ClaimScope.DETAINED: "are detained",
    ClaimScope.OTHER: "are counted otherwise",
}
_QUALIFIERS = {
    Qualifier.AT_LEAST: "at least ",
    Qualifier.ABOUT: "about ",
    Qualifier.AT_MOST: "at most ",
    Qualifier.EXACT: "",
}


# -- articles
def articles(desk: Desk) -> tuple[ArticleView, ...]:
    """All articles, by date, then in the order of capture."""
    told: dict[str, dict[str, Link]] = defaultdict(dict)
    for person in desk.counted:
        for article in desk.articles_of(person):
            told[article][person.id] = desk.person_link(person)
    ordered = sorted(desk.snapshot.articles, key=lambda a: (a.published or "9999", a.order))
    return tuple(_article(desk, a, tuple(told[a.id].values())) for a in ordered)


def _article(desk: Desk, facts: ArticleFacts, persons: tuple[Link, ...]) -> ArticleView:
    title = desk.title(facts.id)
    is_copy = facts.origin != facts.id
    return ArticleView(
        anchor=anchor(facts.id),
        title=title,
        direction=direction_of(title),
        language=facts.language,
        publisher=desk.publisher(facts),
        published=date_words(facts.published),
        captured=date_words(facts.captured_on),
        kind="copy" if is_copy else "origin",
        origin=desk.article_link(facts.origin) if is_copy else None,
        agency=desk.public(facts.agency or "", [facts.id]),
        address=desk.source(facts),
        persons=persons,
    )


# -- attrition
def stages(desk: Desk) -> tuple[Stage, ...]:
    """The steps from sources to persons."""
    listed = {s.stage for s in desk.snapshot.set_asides}
    return tuple(_stage(step, step.stage in listed) for step in desk.findings.attrition)


def _stage(step: AttritionStep, is_listed: bool) -> Stage:
    where = anchor(step.stage, "aside-")
    reasons = sorted(step.reasons.items(), key=lambda r: (-r[1], r[0]))
    label = f"Set aside: {STAGES.get(step.stage, step.stage)}"
    opens = is_listed and step.set_aside > 0
    return Stage(
        anchor=where,
        name=STAGES.get(step.stage, sentence(step.stage)),
        unit=UNITS.get(step.unit, step.unit),
        entered=number(step.entered),
        kept=number(step.kept),
        set_aside=Num(text=number(step.set_aside), href=f"#{where}" if opens else "", label=label),
        reasons=tuple(f"{reason_words(r)} ({number(n)})" for r, n in reasons),
    )


def reason_words(reason: str) -> str:
    """Why something was set aside, for people to read."""
    try:
        return REASONS[Reason(reason)]
    except ValueError:
        return reason.replace("_", " ")


def flow_chart(desk: Desk) -> Chart | None:
    """The attrition drawn."""
    return flow("chart-flow", "From sources to people", desk.findings.attrition, stages(desk))


def flow_lede(desk: Desk, ledger: Ledger) -> Line:
    """From how many sources to how many people."""
    if not desk.findings.attrition:
        return (words("Nothing has entered the study so far."),)
    articles_read = ledger.counted("articles.in.count", "article was read", "articles were read")
    copies = ledger.value("articles.copies.count")
    line: Line = (*articles_read, words("; "), ledger.num("articles.copies.count", "" if copies else "none"))
    line = (*line, words(" of them copy another." if copies > 1 else " of them copies another."))
    excluded = ledger.counted("count.excluded", "person was", "people were")
    return (
        (*line, words(" "), *excluded, words(" looked at and not counted.")) if ledger.value("count.excluded") else line
    )


def asides(desk: Desk) -> tuple[AsideGroup, ...]:
    """Everything that was set aside, by step."""
    by_stage: dict[str, list[SetAside]] = defaultdict(list)
    for item in desk.snapshot.set_asides:
        by_stage[item.stage].append(item)
    order = list(STAGES)
    ordered = sorted(by_stage, key=lambda s: (order.index(s) if s in order else len(order), s))
    return tuple(
        AsideGroup(
            anchor=anchor(s, "aside-"),
            stage=STAGES.get(s, s),
            items=(*_documents(desk, by_stage[s]), *_people(desk, by_stage[s])),
        )
        for s in ordered
    )


def _documents(desk: Desk, items: list[SetAside]) -> Iterator[Aside]:
    """Documents by their address."""
    for item in items:
        if item.subject in desk.snapshot.appearances:
            continue
        shown = desk.mask.address(item.source, [item.subject])
        what = "(address withheld: it spells a name)" if shown is None else shown
        what = desk.printed(item.subject) if item.subject in desk.facts else what
        yield Aside(what=what, reason=sentence(REASONS[item.reason]), detail=desk.public(item.detail, [item.subject]))


def _people(desk: Desk, items: list[SetAside]) -> Iterator[Aside]:
    """People of an article by role only: they did not choose to be here."""
    together: dict[tuple[str, Reason], list[str]] = defaultdict(list)
    for item in items:
        seen = desk.snapshot.appearances.get(item.subject)
        if seen is not None:
            together[seen.article, item.reason].append(ROLE_WORDS[seen.role])
    for (article, reason), roles in together.items():
        tally = [f"{r} ({roles.count(r)})" if roles.count(r) > 1 else r for r in dict.fromkeys(roles)]
        yield Aside(what=desk.printed(article), reason=sentence(REASONS[reason]), detail=", ".join(tally))


# -- totals that others report
def reported(desk: Desk, ledger: Ledger) -> tuple[tuple[Reported, ...], tuple[Reported, ...], tuple[Reported, ...]]:
    """The first totals that can be compared with ours, the rest of them, and those that cannot be.

    A copied article repeats nothing. Totals of all come before those of a country or a part; the latest report first.
    """
    claims = {c.id: c for c in desk.snapshot.claims}
    pairs = list(_distinct(desk, claims))
    beside = [(t, c) for t, c in pairs if t.figure is not None]
    beside.sort(key=lambda tc: desk.facts[tc[0].article].published or "", reverse=True)
    beside.sort(key=lambda tc: tc[0].country is not None or tc[1].part_of is not None)
    others = [(t, c) for t, c in pairs if t.figure is None]
    return _rows(desk, ledger, beside[:FIRST]), _rows(desk, ledger, beside[FIRST:]), _rows(desk, ledger, others)


def _rows(desk: Desk, ledger: Ledger, pairs: list[tuple[ReportedTotal, Claim]]) -> tuple[Reported, ...]:
    """The rows of a table; a sentence that gives several totals in a row is shown once."""
    before = [None, *((c.article, c.span) for _, c in pairs)]
    return tuple(
        _reported(desk, ledger, total, claim, repeats=(claim.article, claim.span) == last)
        for (total, claim), last in zip(pairs, before, strict=False)
    )


def _distinct(desk: Desk, claims: dict[str, Claim]) -> Iterator[tuple[ReportedTotal, Claim]]:
    seen: set[tuple[str, float, str, str, str | None]] = set()
    for total in desk.findings.reported:
        claim, facts = claims.get(total.claim), desk.facts.get(total.article)
        if claim is None or facts is None:
            continue
        key = (facts.origin, total.reported, total.unit, total.scope, total.country)
        if key not in seen:
            seen.add(key)
            yield total, claim


def _reported(desk: Desk, ledger: Ledger, total: ReportedTotal, claim: Claim, repeats: bool) -> Reported:
    where = f", from {country_name(total.country)}" if total.country else ""
    since = f", since {date_words(claim.since)}" if claim.since else ""
    noun = "" if total.unit == "persons" else f" {total.unit}"
    noun += f" of {number(claim.part_of)}" if claim.part_of is not None else ""
    return Reported(
        figure=f"{_QUALIFIERS[claim.qualifier]}{number(total.reported)}{noun}",
        of_whom=f"{_SCOPES[claim.scope]}{where}{since}",
        by=desk.public(claim.attributed_to or "", [claim.article]),
        sentence=desk.words(claim.article, claim.span),
        repeats=repeats,
        direction=direction_of(claim.span.quote),
        article=desk.short_link(total.article),
        printed=desk.printed(total.article),
        ours=ledger.num(total.figure) if total.figure else None,
        note=desk.public(total.note),
    )


def reported_lede(beside: tuple[Reported, ...], others: tuple[Reported, ...]) -> Line:
    """What the comparison is for."""
    if not beside and not others:
        return (words("No article read so far reports a total."),)
    if not beside:
        return (
            words(
                "The totals found in the articles speak of other people than this study counts; none can be compared."
            ),
        )
    return (words("What others report, beside this study’s own number under the same definition, period and country. "
                  "A difference is no error of either: they read other sources."),)  # fmt: skip
