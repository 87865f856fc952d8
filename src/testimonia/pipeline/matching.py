"""Matching at work: the appearances of new and changed articles against those they share a key with."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance
from testimonia.domain.pair import PairScore
from testimonia.identity.match import MatchOptions, compare, counts, cut, keys
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.news import News
from testimonia.pipeline.people import People, article_of
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import fingerprint

KEY, PAIR = "match", "pair"
"""Indexes: appearances by what they show (and by their article), pairs by the two appearances and articles."""


def match(desk: Desk) -> int:
    """Scores the pairs of every article that was read anew or whose facts changed; how many pairs count."""
    options, news = MatchOptions(), _news(desk)
    if not news:
        return 0
    if news.whole:
        _forget_all(desk)
    people = People(desk)
    missed = [article_of(end) for pair in news.of("match") for end in pair.split("|")]
    changed = list(dict.fromkeys((*news.of("detect"), *news.of("consult"), *news.of("dedupe"), *missed)))
    for article in changed:
        _forget(desk, article)
    found = sum(_enter(desk, options, people, article) for article in changed)
    news.note()
    return found


def is_through(desk: Desk) -> bool:
    """Whether the pairs are those of the readings as they are now."""
    return not _news(desk)


def _news(desk: Desk) -> News:
    mark = fingerprint(version_of("identity/match", "adapters/names", "pipeline/matching"), MatchOptions())
    return News(desk, "match", mark, "detect", "consult", "dedupe")


def _forget_all(desk: Desk) -> None:
    with desk.store.transaction():
        desk.store.drop("match", list(desk.store.done("match")))
        desk.store.empty(KEY)
        desk.store.empty(PAIR)


def _forget(desk: Desk, article: str) -> None:
    with desk.store.transaction():
        pairs = desk.store.under(PAIR, [article])
        desk.store.drop("match", pairs)
        for pair in pairs:
            desk.store.file(PAIR, pair, ())
        for appearance in desk.store.under(KEY, [article]):
            desk.store.file(KEY, appearance, ())


def _enter(desk: Desk, options: MatchOptions, people: People, article: str) -> int:
    """Compares the article's appearances with those entered before, then enters them."""
    facts, found = people.facts(article), 0
    if facts is None:
        return 0
    with desk.store.transaction():
        for item in people.of(article):
            if item.probability < options.floor:
                continue
            held, signs = keys(item, facts, plain), cut(item, {article: facts})
            for other in _others(desk, people, held.asked, article):
                both = people.known((article, other.article))
                if not signs.may_be(cut(other, both)):
                    continue
                pair = compare(item, other, both, options, plain)
                if counts(pair):
                    keep(desk, pair)
                    found += 1
            desk.store.file(KEY, item.id, (*held.shown, article))
    return found


def _others(desk: Desk, people: People, asked: frozenset[str], article: str) -> Iterator[Appearance]:
    for id in sorted(desk.store.under(KEY, asked)):
        other = people.appearance(id) if article_of(id) != article else None
        if other is not None:
            yield other


def keep(desk: Desk, pair: PairScore) -> None:
    """Writes a pair, to be found from either side."""
    name = f"{pair.left}|{pair.right}"
    desk.store.put("match", name, fingerprint(msgspec.json.encode(pair)), pair)
    desk.store.file(PAIR, name, (pair.left, pair.right, article_of(pair.left), article_of(pair.right)))


def pairs_of(desk: Desk, appearance: str) -> list[PairScore]:
    """The pairs on which something rests, of one appearance."""
    found = (desk.store.get("match", name, PairScore) for name in sorted(desk.store.under(PAIR, [appearance])))
    return [pair for pair in found if pair is not None]
