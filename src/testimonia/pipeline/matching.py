"""Matching at work: the appearances of new and changed articles against those they stand beside.

What is compared, and what comes of it, rests on the study as a whole: on how common names are (`commons`) and on who stands beside whom
(`blocks`). Both change seldom and in few places, so that the pairs are those of one computation over everything, and an added article costs one
article. It goes in three steps, each noted, so that a run that was stopped goes on where it was: count, file, compare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

import msgspec

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance
from testimonia.domain.pair import PairScore, Verdict
from testimonia.identity.match import MatchOptions, compare, counts
from testimonia.pipeline import commons
from testimonia.pipeline.blocks import KEY, Blocks
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.news import News
from testimonia.pipeline.people import People, article_of
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import fingerprint

PAIR, TO_DO = "pair", "match to do"
"""Indexes: pairs by the two appearances and articles; articles by the step that is next for them."""
_FILE, _WEIGH, _COMPARE = "file", "weigh", "compare"
_SAME = "same "
"""Before the id of an appearance: a key of the pairs that make it one with another."""
OPTIONS = MatchOptions()
T = TypeVar("T")
TOGETHER = 25
"""Articles filed or compared in one transaction."""


def match(desk: Desk, options: MatchOptions = OPTIONS) -> int:
    """Scores the pairs of every article that was read anew or whose facts changed; how many pairs were found to count."""
    news = _news(desk, options)
    if not news:
        return 0
    if news.whole:
        _forget_all(desk)
    people = People(desk)
    missed = [article_of(end) for pair in news.of("match") for end in pair.split("|")]
    changed = dict.fromkeys((*news.of("detect"), *news.of("consult"), *news.of("dedupe"), *missed))
    for article in changed:
        _count(desk, people, article, options)
    matching = _Matching(desk, people, options)
    _each(desk, _FILE, lambda article: matching.file(article, is_new=news.whole))
    _each(desk, _WEIGH, matching.file_if_moved)
    found = sum(_each(desk, _COMPARE, matching.compare)) + sum(_each(desk, _WEIGH, matching.weigh))
    news.note()
    return found


def _each(desk: Desk, step: str, do: Callable[[str], T]) -> list[T]:
    """Does this to every article for which the step is next, some in one transaction."""
    articles, done = sorted(desk.store.under(TO_DO, [step])), []
    for at in range(0, len(articles), TOGETHER):
        with (
            desk.store.transaction()
        ):  # no generator holds it open: one that is stopped ends when the store has been closed
            done += [do(article) for article in articles[at : at + TOGETHER]]
    return done


def is_through(desk: Desk) -> bool:
    """Whether the pairs are those of the readings as they are now."""
    return not _news(desk, OPTIONS)


def _news(desk: Desk, options: MatchOptions) -> News:
    code = version_of("identity/match", "adapters/names", "pipeline/matching", "pipeline/blocks", "pipeline/commons")
    return News(desk, "match", fingerprint(code, options), "detect", "consult", "dedupe")


def _forget_all(desk: Desk) -> None:
    with desk.store.transaction():
        desk.store.drop("match", list(desk.store.done("match")))
        for space in (KEY, PAIR, TO_DO, commons.BEARER, commons.NAME):
            desk.store.empty(space)


def _count(desk: Desk, people: People, article: str, options: MatchOptions) -> None:
    """Counts who is in the article. It is to be filed, with every other in which somebody bears a name that is commoner or rarer now.

    Where names are only commoner, what is kept of the other is weighed again, and it is filed and compared where its keys are others by that.
    """
    with desk.store.transaction():
        items = [item for item in people.of(article) if item.probability >= options.floor]
        touched = commons.recount(desk, article, items, people.facts(article))
        # asked for one by one: all that is to be done is much, where many articles are new
        steps = {one: desk.store.keys(TO_DO, one) for one in touched.lighter - touched.other - {article}}
        for one in {article, *touched.other, *(one for one, held in steps.items() if _COMPARE in held)}:
            desk.store.file(TO_DO, one, [_FILE])
        for one in (one for one, held in steps.items() if held.isdisjoint((_FILE, _COMPARE))):
            desk.store.file(TO_DO, one, [_WEIGH])


class _Matching:
    """The steps after the counting: the numbers stand."""

    def __init__(self, desk: Desk, people: People, options: MatchOptions) -> None:
        self._desk, self._people, self._options, self._held = desk, people, options, commons.bands(desk)
        self._blocks = Blocks(desk, options, people, self._held)
        self._done: set[str] = set()
        self._weighed: set[str] = set()

    def file(self, article: str, *, is_new: bool) -> None:
        """Puts the article's appearances in their places, and looks again at pairs of others that this brought together or apart.

        `is_new`: there are no pairs of others yet, all articles are to be compared.
        """
        with self._desk.store.transaction():
            for left, right in set(self._blocks.put(article, is_new=is_new)):
                if self._waiting.isdisjoint((article_of(left), article_of(right))):
                    self._look_again(left, right)
            self._desk.store.file(TO_DO, article, [_COMPARE])
            self._waiting.add(article)

    @cached_property
    def _waiting(self) -> set[str]:
        """The articles that are compared anyway; none is before all are filed."""
        return set(self._desk.store.under(TO_DO, [_FILE, _COMPARE]))

    def file_if_moved(self, article: str) -> None:
        """Files and has compared what stands under other keys now; who stands where they stood is near those who were near, and is only weighed."""
        if not self._blocks.stands(article):
            self.file(article, is_new=False)

    def weigh(self, article: str) -> int:
        """Weighs the article's pairs again, but for those just compared; how many still count."""
        with self._desk.store.transaction():
            names = self._desk.store.under(PAIR, [article]) - self._weighed
            found = [
                self._still(name) for name in sorted(names) if self._done.isdisjoint(map(article_of, name.split("|")))
            ]
            self._desk.store.file(TO_DO, article, ())
        self._weighed |= names
        return sum(found)

    def _still(self, name: str) -> bool:
        one, other = map(self._people.appearance, name.split("|"))
        if one is None or other is None or not counts(pair := self._compared(one, other)):
            _forget(self._desk, {name})
            return False
        keep(self._desk, pair)
        return True

    def compare(self, article: str) -> int:
        """Compares the article's appearances with those beside them; how many pairs count."""
        store = self._desk.store
        with store.transaction():
            found = [pair for item in self._people.of(article) for pair in self._pairs(item)]
            was = {
                pair for pair in store.under(PAIR, [article]) if self._done.isdisjoint(map(article_of, pair.split("|")))
            }
            _forget(self._desk, was - {name_of(pair.left, pair.right) for pair in found})
            for pair in found:
                keep(self._desk, pair)
            store.file(TO_DO, article, ())
        self._done.add(article)
        return len(found)

    def _pairs(self, item: Appearance) -> Iterable[PairScore]:
        for id in sorted(self._blocks.near(item)):
            if article_of(id) not in self._done:
                other = self._people.appearance(id)
                if other is not None and counts(pair := self._compared(item, other)):
                    yield pair

    def _look_again(self, left: str, right: str) -> None:
        one, other = self._people.appearance(left), self._people.appearance(right)
        if one is None or other is None:
            return
        if right in self._blocks.near(one) and counts(pair := self._compared(one, other)):
            keep(self._desk, pair)
        else:
            _forget(self._desk, {name_of(left, right)})

    def _compared(self, one: Appearance, other: Appearance) -> PairScore:
        facts = self._people.known((one.article, other.article))
        return compare(one, other, facts, self._options, plain, self._held)


def name_of(left: str, right: str) -> str:
    """Under which a pair is kept, whichever comes first."""
    return "|".join(sorted((left, right)))


def keep(desk: Desk, pair: PairScore) -> None:
    """Writes a pair, to be found from either side; one that is there already stays as it is."""
    name, mark = name_of(pair.left, pair.right), fingerprint(msgspec.json.encode(pair))
    if desk.store.done("match", [name]).get(name) != mark:
        desk.store.put("match", name, mark, pair)
        ends = (pair.left, pair.right)
        same = (_SAME + end for end in ends if pair.verdict is Verdict.SAME)
        desk.store.file(PAIR, name, (*ends, *map(article_of, ends), *same))


def _forget(desk: Desk, pairs: Iterable[str]) -> None:
    gone = sorted(pairs)
    desk.store.drop("match", gone)
    for pair in gone:
        desk.store.file(PAIR, pair, ())


def pairs_of(desk: Desk, appearance: str) -> list[PairScore]:
    """The pairs on which something rests, of one appearance."""
    found = (desk.store.get("match", name, PairScore) for name in sorted(desk.store.under(PAIR, [appearance])))
    return [pair for pair in found if pair is not None]


class Accepted:
    """Those of the pairs that make one person of two, as far as they were read: each is read once, from whichever end."""

    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._held: dict[str, PairScore | None] = {}
        self._names: dict[str, list[str]] = defaultdict(list)

    def read(self, appearances: Iterable[str]) -> None:
        """Reads the pairs of these, in one look at the index for all of them."""
        for name in sorted(self._store.under(PAIR, (_SAME + id for id in appearances)) - self._held.keys()):
            self._held[name] = self._store.get("match", name, PairScore)
            for end in name.split("|"):
                self._names[end].append(name)

    def of(self, appearance: str) -> list[PairScore]:
        """The pairs of one appearance that were read, in the order of their names."""
        found = (self._held[name] for name in sorted(self._names.get(appearance, ())))
        return [pair for pair in found if pair is not None]
