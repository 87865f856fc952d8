"""Home: the study at a glance; every number opens to its evidence; what waits, and what changed since one was last here."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from testimonia.domain.figure import Figure, Findings, SeriesPoint
from testimonia.domain.history import Entry
from testimonia.errors import UsageError
from testimonia.study.countries import country_name
from testimonia.web.pages.history import told
from testimonia.web.pages.since import Asked, Since, asked_of, since
from testimonia.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A labelled bar. `share`: its length, in steps of 5 of 100. `figure`: id of the number it shows."""

    label: str
    value: int
    share: int
    figure: str


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """What Home shows.

    Attributes:
        low, best, high: the count's range. countries: how many. families: name -> bars of the reasons, the commonest first.
        growth: months with the number of people who first spoke in each. kinds: kind of question -> how many wait.
        asked: what colleagues ask this person. since: what changed since they were last here. recent: the latest decisions, the newest first.
    """

    low: int
    best: int
    high: int
    countries: int
    country_bars: tuple[Bar, ...]
    families: tuple[tuple[str, tuple[Bar, ...]], ...]
    growth: tuple[Bar, ...]
    kinds: tuple[tuple[str, int], ...]
    asked: tuple[Asked, ...]
    since: Since
    recent: tuple[Entry, ...]
    decisions: int
    articles: int
    origins: int


def home(visit: Visit) -> Response:
    """The page."""
    board, found = visit.board, visit.board.findings
    figure = found.figure("count.individuals")
    best = int(figure.value) if figure else 0
    view = HomeView(
        low=_edge(figure, best, low=True),
        best=best,
        high=_edge(figure, best, low=False),
        countries=_value(found, "count.countries"),
        country_bars=_bars(found, "country", 8),
        families=tuple((name, _bars(found, name, 6)) for name in ("leaving", "joining")),
        growth=_growth(found.growth_spoke),
        kinds=tuple(board.kinds().items()),
        asked=asked_of(visit),
        since=since(visit),
        recent=told(visit, limit=8),
        decisions=visit.house.office.head,
        articles=_value(found, "articles.in.count"),
        origins=_value(found, "articles.origins.count"),
    )
    return visit.page("home.html", view=view)


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person (or article) counted in a figure. `quotes`: the words on which that rests, and where they stand."""

    id: str
    label: str
    href: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class FigureView:
    """A number with its evidence."""

    figure: Figure
    members: tuple[Member, ...]


def figure(visit: Visit) -> Response:
    """One number, opened."""
    held = visit.board.findings.figure(visit.request.path_params["id"])
    if held is None:
        raise UsageError("there is no such figure", got=visit.request.path_params["id"][:60])
    evidence = held.evidence or ((),) * len(held.members)
    members = tuple(_member(visit, id, ids) for id, ids in zip(held.members, evidence, strict=True))
    return visit.page("figure.html", view=FigureView(figure=held, members=members))


def _member(visit: Visit, id: str, evidence: tuple[str, ...]) -> Member:
    person = visit.board.persons.get(id)
    if person is None:
        facts = visit.board.index.articles.get(id)
        return Member(
            id=id, label=visit.seal.words(facts.title if facts else id, [id]), href=f"/article/{id}", quotes=()
        )
    codings = {k.id: k for a in person.appearances for k in visit.board.by_appearance.get(a, ())}
    held = {
        codings[e].span.quote: codings[e] for e in reversed(evidence) if e in codings
    }  # copies say the same words again
    quotes = tuple(
        (visit.seal.words(words, [k.article]), f"/article/{k.article}?at={k.span.start}-{k.span.end}")
        for words, k in reversed(held.items())
    )
    return Member(id=id, label=visit.seal.name(person), href=f"/person/{id}", quotes=quotes[:3])


def pulse(visit: Visit) -> Response:
    """What others decided since the page was made: nothing (204), or a line to put on it."""
    since, question = visit.query("seen"), visit.query("question")
    seen = int(since) if since.isdigit() and len(since) < 10 else visit.house.office.head
    if visit.house.office.head <= seen:
        return Response(status_code=204)
    me = visit.session.user
    news = [entry for entry in told(visit, limit=50, after=seen) if entry.by != me]
    gone = bool(question) and visit.board.open(question) is None and visit.board.seen > seen
    return visit.page("pulse.html", news=news, gone=gone) if news else Response(status_code=204)


def _value(found: Findings, id: str) -> int:
    figure = found.figure(id)
    return int(figure.value) if figure else 0


def _edge(figure: Figure | None, best: int, *, low: bool) -> int:
    edge = (figure.low if low else figure.high) if figure else None
    return best if edge is None else int(edge)


def _bars(found: Findings, family: str, most: int) -> tuple[Bar, ...]:
    skipped = {f"{family}.{name}.count" for name in ("any", "none", "unknown")}
    held = [
        f for f in found.figures if f.id.startswith(f"{family}.") and f.id.endswith(".count") and f.id.count(".") == 2
    ]
    held = sorted((f for f in held if f.id not in skipped and f.value), key=lambda f: (-f.value, f.id))
    top = max((f.value for f in held), default=1)
    return tuple(
        Bar(
            label=country_name(f.id.split(".")[1]) if family == "country" else f.title,
            value=int(f.value),
            share=_step(f.value, top),
            figure=f.id,
        )
        for f in held[:most]
    )


def _growth(points: tuple[SeriesPoint, ...]) -> tuple[Bar, ...]:
    top = max((p.value for p in points), default=1) or 1
    return tuple(Bar(label=p.month, value=p.value, share=_step(p.value, top), figure="") for p in points[-24:])


def _step(value: float, top: float) -> int:
    return round(100 * value / top / 5) * 5
