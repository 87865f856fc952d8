"""Resolving at work: the groups of appearances that an accepted pair or a decision joins, each resolved by itself.

What is new or changed touches the groups it stands in or is joined to; all others stay as they are. The whole is the groups
put side by side, with the pairs between them that are open: a question joins nobody, else all of a large study would be one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.pair import PairScore, Verdict
from testimonia.domain.person import Person
from testimonia.domain.reading import Doubt
from testimonia.domain.resolution import Resolution
from testimonia.domain.setaside import Reason
from testimonia.domain.span import Span
from testimonia.identity.resolve import merge, resolve
from testimonia.pipeline.decided import Decided, articles_of, of_members
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.matching import Accepted
from testimonia.pipeline.news import LOG, News
from testimonia.pipeline.people import People, article_of
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import fingerprint

MEMBER, ARTICLE, FOUNDED = "member", "member-article", "member-person"
"""Indexes: groups by their appearances, by the articles of these, and by the ids of the persons that these found, or would."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Appearances that no accepted pair and no decision joins to others, resolved. `first`: the first words for each.

    `id`: its first appearance; the article's, for what is in doubt about an article as a whole (then without members).
    """

    id: str
    members: tuple[str, ...]
    first: tuple[Span, ...] = ()
    found: Resolution


@dataclass(frozen=True)
class Regrouped:
    """What changes: groups that are no more, and groups as they are now."""

    news: News
    gone: frozenset[str]
    now: tuple[Group, ...]


def state(desk: Desk) -> DecisionState:
    """The decisions in force."""
    return desk.log.state()


def settle(desk: Desk) -> tuple[Group, ...]:
    """Resolves what is new or changed and keeps it; the groups that came out other than before."""
    change = regroup(desk)
    if change is None:
        return ()
    store = desk.store
    marks = {group.id: fingerprint(group) for group in change.now}
    done = store.done("resolve", marks)
    new = tuple(group for group in change.now if done.get(group.id) != marks[group.id])
    with store.transaction():
        store.drop("resolve", change.gone)
        for id in change.gone:
            _file(desk, id, ())
        for group in new:
            store.put("resolve", group.id, marks[group.id], group)
        for group in (
            change.now if change.news.whole else new
        ):  # an index that an older program did not know of is filled too
            _file(desk, group.id, group.members)
        change.news.note()
    return new


def _file(desk: Desk, group: str, members: Sequence[str]) -> None:
    desk.store.file(MEMBER, group, members)
    desk.store.file(ARTICLE, group, {article_of(id) for id in members})
    desk.store.file(FOUNDED, group, map(Person.id_of, members))


def resolution(desk: Desk) -> Resolution:
    """The persons as the readings and the log have them now, whether or not `settle` has kept it."""
    change = regroup(desk)
    renewed = change.gone | {group.id for group in change.now} if change else frozenset()
    groups = [group for group in desk.store.all("resolve", Group) if group.id not in renewed]
    order = {Article.id_of(capture.id): number for number, capture in enumerate(desk.store.captures())}
    unread = resolve([], [], DecisionState(), {}, desk.settings, _unread(desk))
    groups += change.now if change else ()
    first = {id: words for group in groups for id, words in zip(group.members, group.first, strict=True)}
    open_pairs = (pair for pair in desk.store.all("match", PairScore) if pair.verdict is Verdict.OPEN)
    return merge([unread, *(group.found for group in groups)], order, open_pairs, _answered(desk), first)


def _answered(desk: Desk) -> frozenset[frozenset[str]]:
    """The pairs on which people decided, by the appearances that stand now where those stood."""
    people, held = People(desk), state(desk)
    return frozenset(frozenset(map(people.now, link)) for link in (*held.must, *held.cannot))


def _unread(desk: Desk) -> Iterator[tuple[str, Doubt]]:
    for aside in desk.store.set_asides("detect"):
        if aside.reason is Reason.LANGUAGE:  # nobody has read it yet: somebody who knows the language should
            yield aside.subject, Doubt(kind="missing", appearance=None, why=aside.detail)


def regroup(desk: Desk) -> Regrouped | None:
    """The groups that what is new or changed touches, resolved; None where there is nothing new."""
    mark = fingerprint(
        version_of(
            "identity/resolve",
            "identity/unsure",
            "identity/decided",
            "review/decide",
            "pipeline/decided",
            "pipeline/persons",
        ),
        desk.settings,
    )
    news = News(desk, "resolve", mark, "detect", "consult", "dedupe", "match", LOG)
    return _Regrouping(desk, news).all() if news else None


class _Regrouping:
    def __init__(self, desk: Desk, news: News) -> None:
        self._desk, self._news, self._people = desk, news, People(desk)
        self._decided = Decided(state(desk))

    def all(self) -> Regrouped:
        """Follows pairs and decisions from everything touched."""
        store, articles, loose = self._desk.store, self._articles(), self._ends_of_pairs()
        gone = set(store.done("resolve", None if self._news.whole else articles))
        gone |= store.under(ARTICLE, articles) | store.under(MEMBER, loose)
        to_do = {id: None for article in articles for id in self._ids(article)} | dict.fromkeys(loose)
        for group in gone:
            to_do |= dict.fromkeys(self._members(group))
        placed: set[str] = set()
        found = list(self._of_articles(articles))
        while to_do:
            start, _ = to_do.popitem()
            if start in placed or self._people.appearance(start) is None:
                continue
            members, pairs = self._reached(start)
            placed |= members
            for group in store.under(MEMBER, members) - gone:  # it grew: what else was in it is looked at too
                gone.add(group)
                to_do |= dict.fromkeys(self._members(group))
            found.append(self._group(members, pairs))
        return Regrouped(self._news, frozenset(gone - {group.id for group in found}), tuple(found))

    def of_one(self, appearance: str) -> Group:
        """The group in which this one stands."""
        return self._group(*self._reached(appearance))

    def _articles(self) -> list[str]:
        events = self._desk.log.events()
        decided = articles_of(events, self._news.since(LOG))
        missed = (article_of(group) for group in self._news.of("resolve"))
        read = (*self._news.of("detect"), *self._news.of("consult"), *self._news.of("dedupe"))
        return list(dict.fromkeys((*read, *missed, *decided)))

    def _ends_of_pairs(self) -> list[str]:
        return list(dict.fromkeys(end for pair in self._news.of("match") for end in pair.split("|")))

    def _ids(self, article: str) -> list[str]:
        return [one.id for one in self._people.of(article)]

    def _members(self, group: str) -> tuple[str, ...]:
        held = self._desk.store.get("resolve", group, Group)
        return held.members if held else ()

    def _reached(self, start: str) -> tuple[set[str], Accepted]:
        """Everybody whom pairs and decisions join to this one, and these pairs: each is read once."""
        reached, ahead, pairs = {start}, [start], Accepted(self._desk)
        while ahead:
            pairs.read(ahead)
            beside = {other for id in ahead for other in self._neighbours(id, pairs)} - reached
            ahead = [id for id in sorted(beside) if self._people.appearance(id) is not None]
            reached.update(ahead)
        return reached, pairs

    def _neighbours(self, id: str, pairs: Accepted) -> Iterator[str]:
        for pair in pairs.of(id):
            yield pair.right if pair.left == id else pair.left
        for link in self._decided.joined(article_of(id)):
            left, right = (self._people.now(end) for end in link)
            if id in (left, right):
                yield right if left == id else left

    def _group(self, ids: set[str], accepted: Accepted) -> Group:
        items = [one for id in ids if (one := self._people.appearance(id)) is not None]
        facts = self._people.known(sorted({one.article for one in items}))  # questions come in the order of these
        items.sort(key=lambda one: (facts[one.article].order, one.mentions[0].span.start, one.id))
        pairs = {(pair.left, pair.right): pair for one in items for pair in accepted.of(one.id)}
        doubts = [(article, doubt) for article in facts for doubt in self._doubts(article) if doubt.appearance in ids]
        state = of_members(self._decided.about(list(facts)), ids, self._people.now)
        found = resolve(items, pairs.values(), state, facts, self._desk.settings, doubts)
        first = tuple(one.mentions[0].span for one in items)
        return Group(id=items[0].id, members=tuple(one.id for one in items), first=first, found=found)

    def _of_articles(self, articles: Iterable[str]) -> Iterator[Group]:
        """What is in doubt about an article and none of its people."""
        for article in articles:
            known: set[str | None] = {*self._ids(article)}
            doubts = [(article, doubt) for doubt in self._doubts(article) if doubt.appearance not in known]
            if doubts:
                found = resolve([], [], DecisionState(), {}, self._desk.settings, doubts)
                yield Group(id=article, members=(), found=found)

    def _doubts(self, article: str) -> tuple[Doubt, ...]:
        reading = self._people.reading(article)
        return reading.doubts if reading else ()


def person_with(desk: Desk, appearance: str) -> tuple[str, ...]:
    """The appearances of the person whose this is, as readings, pairs and decisions are now; it alone where it is nobody's."""
    group = _Regrouping(desk, News(desk, "resolve", "")).of_one(appearance)
    return next((p.appearances for p in group.found.persons if appearance in p.appearances), (appearance,))


def in_persons(groups: Iterable[Group]) -> set[str]:
    """The appearances that are a person's."""
    return {id for group in groups for person in group.found.persons for id in person.appearances}


def groups_of(desk: Desk, appearances: Iterable[str]) -> Iterator[Group]:
    """The groups in which these appearances stand, as `settle` kept them."""
    for id in desk.store.under(MEMBER, appearances):
        group = desk.store.get("resolve", id, Group)
        if group is not None:
            yield group
