"""Where it all comes from: the articles, and what was set aside on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.article import ArticleFacts
from testimonia.domain.figure import AttritionStep
from testimonia.domain.setaside import Reason, SetAside
from testimonia.study.language import noted, phrase, said, say
from testimonia.study.publish.charts_flow import flow
from testimonia.study.publish.desk import ROLE_WORDS, Desk, anchor
from testimonia.study.publish.excerpts import direction_of
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import ArticleView, Aside, AsideGroup, Stage
from testimonia.study.publish.views import Chart, Line, Link, Num
from testimonia.study.publish.wording import date_words, number, sentence

STAGES = {
    "capture": noted("Sources captured"),
    "clean": noted("Text found in them"),
    "dedupe": noted("Copies traced to their origin"),
    "detect": noted("People looked for"),
    "consult": noted("Read by a language model"),
    "resolve": noted("People told apart"),
    "code": noted("Reasons coded"),
    "import": noted("Brought in from other programs"),
}
UNITS = {
    "captures": noted("documents"),
    "appearances": noted("people in articles"),
    "persons": noted("people"),
    "articles": noted("articles"),
    "sources": noted("sources"),
}
REASONS = {
    Reason.EMPTY: "empty",
    Reason.TOO_LARGE: noted("too large"),
    Reason.TOO_DEEP: noted("nested too deep"),
    Reason.BINARY: noted("not text"),
    Reason.UNREADABLE: "unreadable",
    Reason.VANISHED: noted("not there (any more)"),
    Reason.BOMB: noted("an archive that unpacks without end"),
    Reason.OUTSIDE: noted("outside the folder given"),
    Reason.UNSUPPORTED_TYPE: noted("not a type that can be read"),
    Reason.NO_TEXT: noted("no text in it"),
    Reason.TOO_SHORT: noted("too short"),
    Reason.NO_ANSWER: noted("the language model gave no answer (the rules’ reading stands)"),
    Reason.BAD_ANSWER: noted("the language model’s answer did not fit (the rules’ reading stands)"),
    Reason.LANGUAGE: noted("in a language that is not read here"),
    Reason.ALREADY_CAPTURED: noted("already there"),
    Reason.OFF_TOPIC: noted("not about the group"),
    Reason.NO_CASE: noted("nobody who left and spoke"),
    Reason.OUT_OF_WINDOW: noted("outside the study’s period"),
    Reason.NO_DOCUMENT: noted("no such document in the study"),
    Reason.NO_QUOTE: noted("the words stand nowhere in the text, or more than once"),
    Reason.NO_CODE: noted("no code, or one that nothing may be coded with"),
    Reason.NO_PERSON: noted("nobody whose words these are"),
    Reason.NO_VALUE: noted("an attribute or a value that the study does not know"),
    Reason.OF_A_MACHINE: noted("coded by a machine"),
    Reason.FORBIDDEN_ADDRESS: noted("an address that is not visited"),
    Reason.ROBOTS: noted("its host does not want robots there"),
    Reason.REFUSED: noted("its host refused it"),
    Reason.UNREACHABLE: noted("its host did not answer"),
    Reason.PAYWALL: noted("behind a paywall"),
    Reason.CONSENT_WALL: noted("behind a consent form"),
    Reason.FAILED: noted("a fault of the program"),
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
        published=date_words(facts.published) if facts.published else say("undated"),
        captured=date_words(facts.captured_on),
        kind="copy" if is_copy else "origin",
        origin=desk.article_link(facts.origin) if is_copy else None,
        agency=desk.public(facts.agency or "", [facts.id]),
        address=desk.source(facts),
        persons=persons,
        translated=desk.translated(facts.id),
    )


# -- attrition
def stages(desk: Desk) -> tuple[Stage, ...]:
    """The steps from sources to persons."""
    listed = {s.stage for s in desk.snapshot.set_asides}
    return tuple(_stage(step, step.stage in listed) for step in desk.findings.attrition)


def _stage(step: AttritionStep, is_listed: bool) -> Stage:
    where = anchor(step.stage, "aside-")
    reasons = sorted(step.reasons.items(), key=lambda r: (-r[1], r[0]))
    label = say("Set aside: {stage}", stage=said(STAGES.get(step.stage, step.stage)))
    opens = is_listed and step.set_aside > 0
    return Stage(
        anchor=where,
        name=said(STAGES.get(step.stage, sentence(step.stage))),
        unit=said(UNITS.get(step.unit, step.unit)),
        entered=number(step.entered),
        kept=number(step.kept),
        set_aside=Num(text=number(step.set_aside), href=f"#{where}" if opens else "", label=label),
        reasons=tuple(f"{reason_words(r)} ({number(n)})" for r, n in reasons),
    )


def reason_words(reason: str) -> str:
    """Why something was set aside, for people to read."""
    try:
        return said(REASONS[Reason(reason)])
    except ValueError:
        return reason.replace("_", " ")


def flow_chart(desk: Desk) -> Chart | None:
    """The attrition drawn."""
    return flow("chart-flow", say("From sources to people"), desk.findings.attrition, stages(desk))


def flow_lede(desk: Desk, ledger: Ledger) -> Line:
    """From how many sources to how many people."""
    if not desk.findings.attrition:
        return phrase("Nothing has entered the study so far.")
    if not ledger.value("articles.in.count"):
        return phrase("No article has been read so far.")
    articles_read = ledger.counted("articles.in.count", "article was read", "articles were read")
    copies = ledger.value("articles.copies.count")
    line: Line = (
        *articles_read,
        *phrase("; {copies}", copies=ledger.num("articles.copies.count", "" if copies else "none")),
    )
    line = (*line, words(say(" of them copy another.") if copies > 1 else say(" of them copies another.")))
    excluded = ledger.counted("count.excluded", "person was", "people were")
    return (
        (*line, *phrase(" {excluded} looked at and not counted.", excluded=excluded))
        if ledger.value("count.excluded")
        else line
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
            stage=said(STAGES.get(s, s)),
            items=(*_documents(desk, by_stage[s]), *_people(desk, by_stage[s])),
        )
        for s in ordered
    )


def _documents(desk: Desk, items: list[SetAside]) -> Iterator[Aside]:
    """Documents by their address."""
    for item in items:
        if item.subject in desk.snapshot.appearances:
            continue
        # One item of another program's file is told by its place in it.
        place = item.subject if item.stage == "import" else item.source
        shown = desk.mask.address(place, [item.subject])
        what = say("(address withheld: it spells a name)") if shown is None else shown
        what = desk.printed(item.subject) if item.subject in desk.facts else what
        yield Aside(
            what=what, reason=sentence(said(REASONS[item.reason])), detail=desk.public(item.detail, [item.subject])
        )


def _people(desk: Desk, items: list[SetAside]) -> Iterator[Aside]:
    """People of an article by role only: they did not choose to be here."""
    together: dict[tuple[str, Reason], list[str]] = defaultdict(list)
    for item in items:
        seen = desk.snapshot.appearances.get(item.subject)
        if seen is not None:
            together[seen.article, item.reason].append(said(ROLE_WORDS[seen.role]))
    for (article, reason), roles in together.items():
        tally = [f"{r} ({roles.count(r)})" if roles.count(r) > 1 else r for r in dict.fromkeys(roles)]
        yield Aside(what=desk.printed(article), reason=sentence(said(REASONS[reason])), detail=", ".join(tally))
