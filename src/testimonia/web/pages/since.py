"""What changed since somebody was last here: new articles and people, what others decided, which figures moved, whose questions were answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from testimonia.domain.decision import Action
from testimonia.domain.figure import Figure
from testimonia.domain.history import Entry
from testimonia.domain.memo import Ask, Memo
from testimonia.pipeline.desk import utc_now
from testimonia.review.answers import answered_by
from testimonia.study.countries import country_name
from testimonia.web.pages.history import told
from testimonia.web.returns import Mark, digest
from testimonia.web.visit import Visit

MOST = 8
"""Things of one kind that Home lists; of more it says how many."""
_HEAD = ("count.individuals", "count.countries", "articles.in.count", "articles.origins.count")
_FAMILIES = ("leaving.", "joining.", "country.")


@dataclass(frozen=True, kw_only=True)
class New:
    """Something that was not there: an article or a person. `note`: where it is from, or how it counts."""

    label: str
    href: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure that is another now, with its range where it has one."""

    id: str
    title: str
    then: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A question that this person put to a colleague, and what became of it: a decision or a note of somebody else."""

    asked: str
    whom: str
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that a colleague put to this person and that is open."""

    id: str
    by: str
    text: str
    question: str


@dataclass(frozen=True, kw_only=True)
class Since:
    """What changed. `at`: of the last visit, "" for the first. Lists are cut at eight; the numbers are of all."""

    at: str
    articles: tuple[New, ...] = ()
    new_articles: int = 0
    people: tuple[New, ...] = ()
    new_people: int = 0
    decisions: tuple[Entry, ...] = ()
    new_decisions: int = 0
    moved: tuple[Moved, ...] = ()
    replies: tuple[Reply, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed."""
        return not (self.new_articles or self.new_people or self.new_decisions or self.moved or self.replies)


def since(visit: Visit) -> Since:
    """What changed since this person's session before this one; notes that they see it now."""
    before = visit.house.returns.come(visit.session.user, _mark(visit))
    if before is None:
        return Since(at="")
    articles, people = _articles(visit, before), _people(visit, before)
    news = _news(visit, before)
    return Since(
        at=before.at[:16].replace("T", " "),
        articles=articles[:MOST],
        new_articles=len(articles),
        people=people[:MOST],
        new_people=len(people),
        decisions=news[:MOST],
        new_decisions=len(news),
        moved=tuple(_moved(visit, before))[:MOST],
        replies=tuple(_replies(visit, news)),
    )


def seen(visit: Visit) -> Response:
    """What changed is known now."""
    visit.house.returns.caught_up(visit.session.user)
    return visit.back("/")


def asked_of(visit: Visit) -> tuple[Asked, ...]:
    """What colleagues ask this person and what is still open."""
    me, seal, board = visit.session.user, visit.seal, visit.board
    found: list[Asked] = []
    for id in board.agenda.put_to(me):
        one = board.open(id)
        if one is None or visit.blind.intersection(one.appearances):
            continue
        task = visit.task(one)
        found += [
            Asked(id=id, by=note.by, text=seal.words(note.text, one.articles), question=seal.words(task.asks, one.articles))
            for note in task.asked
            if note.whom == me
        ]  # fmt: skip
    return tuple(found)


def _mark(visit: Visit) -> Mark:
    state = visit.board.snapshot
    return Mark(
        at=utc_now(),
        session=digest(visit.session.id),
        events=visit.board.seen,
        order=max((one.order for one in state.articles), default=-1),
        figures={f.id: (f.value, f.low, f.high) for f in visit.board.findings.figures if _is_told(f.id)},
    )


def _is_told(id: str) -> bool:
    return id in _HEAD or (id.startswith(_FAMILIES) and id.endswith(".count") and id.count(".") == 2)


def _articles(visit: Visit, before: Mark) -> tuple[New, ...]:
    held = [one for one in visit.board.snapshot.articles if one.order > before.order]
    return tuple(
        New(
            label=visit.seal.words(one.title or one.source, [one.id]),
            href=f"/article/{one.id}",
            note=" ".join(part for part in (one.publisher or "", str(one.published or ""), "copy" if one.origin != one.id else "") if part),
        )
        for one in sorted(held, key=lambda one: -one.order)
    )  # fmt: skip


def _people(visit: Visit, before: Mark) -> tuple[New, ...]:
    fresh = {one.id for one in visit.board.snapshot.articles if one.order > before.order}
    return tuple(
        New(label=visit.seal.name(p), href=f"/person/{p.id}", note=p.status.value)
        for p in visit.board.snapshot.persons
        if p.appearances[0].partition("@")[0] in fresh
    )


def _news(visit: Visit, before: Mark) -> tuple[Entry, ...]:
    """Decisions of others, the newest first."""
    log, me = visit.board.snapshot.decisions, visit.session.user
    fresh = log[before.events :]
    if not any(event.by != me for event in fresh):
        return ()
    return tuple(e for e in told(visit, after=before.events) if e.by != me)


def _moved(visit: Visit, before: Mark) -> Iterator[Moved]:
    now = {f.id: f for f in visit.board.findings.figures if _is_told(f.id)}
    ids = [id for id in {**before.figures, **now} if id not in now or before.figures.get(id) != _range(now[id])]
    size = {id: abs((now[id].value if id in now else 0) - before.figures.get(id, (0, None, None))[0]) for id in ids}
    for id in sorted(ids, key=lambda one: (_HEAD.index(one) if one in _HEAD else len(_HEAD), -size[one], one)):
        then, held = _words(before.figures.get(id, (0, None, None))), now.get(id)
        is_now = _words(_range(held)) if held else "0"
        if then != is_now:
            title = country_name(id.split(".")[1]) if id.startswith("country.") else held.title if held else id
            yield Moved(id=id, title=title, then=then, now=is_now)


def _range(figure: Figure) -> tuple[float, float | None, float | None]:
    return figure.value, figure.low, figure.high


def _words(value: tuple[float, float | None, float | None]) -> str:
    best, low, high = value
    shown = f"{best:.0f}"
    return shown if low is None or high is None or low == high else f"{shown} ({low:.0f} to {high:.0f})"


def _replies(visit: Visit, news: tuple[Entry, ...]) -> Iterator[Reply]:
    """To each of this person's questions the latest word of somebody else."""
    state, me = visit.board.snapshot, visit.session.user
    fresh = {entry.number: entry for entry in news if entry.holds}
    if not fresh:
        return
    told_of = [(event.number, _about(event.action)) for event in state.decisions if event.number in fresh]
    found: dict[str, Reply] = {}
    for event in state.decisions:
        if event.by == me and isinstance(ask := event.action, Ask):
            for number, about in told_of:
                if number > event.number and ask.question in about:
                    found[ask.question] = Reply(asked=ask.text, whom=ask.whom, entry=fresh[number])
    yield from found.values()


def _about(action: Action) -> frozenset[str]:
    """The questions to which it is a word: an answer, or a note."""
    return frozenset({action.on}) if isinstance(action, Memo) else answered_by(action)
