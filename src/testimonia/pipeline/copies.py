"""Copies and reprints at work: articles to families, and what the later acts know of each article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from testimonia.corpus.dedupe import DedupeOptions, Sharing, Wording, is_copy, least, signature
from testimonia.corpus.dedupe import dedupe as stage
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.origin import OriginLink
from testimonia.pipeline.corpus import Cleaned, cleaned, cleaned_of
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.news import News
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Outcome, fingerprint
from testimonia.ports.store import Signed

TOGETHER = 250
"""Articles put into the index at once: their runs lie all over it, and each time the pages touched are written."""
KEPT = 200
"""Wordings that stay in memory: of the articles with which one more may have something in common."""
FAMILY = "family"
"""Index: articles by their origin, and by the origins from which their families take text."""


def dedupe(desk: Desk) -> Outcome:
    """Articles to families of copies. Only the families that a new or changed article touches are looked at again."""
    options, store, version = DedupeOptions(), desk.store, _version()
    news = News(desk, "dedupe", version, "clean")
    among = None if news.whole else {*map(Article.id_of, news.of("clean")), *news.of("dedupe")}
    held = cleaned(desk) if among is None else cleaned_of(desk, among)
    marks = {one.id: fingerprint(version, one.digest) for one in held}
    done = store.done("dedupe", among)
    todo = [id for id, mark in marks.items() if done.get(id) != mark]
    gone = [id for id in done if id not in marks]
    desk.progress.start("dedupe", len(todo))
    for group in _groups(desk, options, todo, gone):
        _relink(desk, options, version, group, gone)
    news.note()
    outcome = Outcome(stage="dedupe", unit="articles", total=store.count("dedupe"), new=len(todo), kept=len(todo))
    desk.progress.end("dedupe", outcome.summary())
    return outcome


def is_through(desk: Desk) -> bool:
    """Whether the families are those of the articles as they are now."""
    return not News(desk, "dedupe", _version(), "clean")


def _version() -> str:
    return fingerprint(version_of("corpus", "pipeline/copies"), DedupeOptions())


def _groups(desk: Desk, options: DedupeOptions, todo: Sequence[str], gone: Sequence[str]) -> list[set[str]]:
    """The articles whose links may change, in groups none of which can have a copy in another."""
    changed, place = [*todo, *gone], _Placing(desk, options)
    together = [_around(desk, [id]) for id in changed]
    desk.store.forget(gone)
    for at in range(0, len(todo), TOGETHER):
        some = todo[at : at + TOGETHER]
        with desk.store.transaction():
            together += [_around(desk, [id, *copies]) for id, copies in zip(some, place(some), strict=True)]
    return _joined(together)


def _around(desk: Desk, ids: Iterable[str]) -> set[str]:
    """These articles, and whatever copies of copies connected with them when links were last made."""
    reached, ahead = set[str](), set(ids)
    while ahead:
        reached |= ahead
        origins = {origin for id in ahead for origin in desk.store.keys(FAMILY, id)}
        ahead = set(desk.store.under(FAMILY, origins)) - reached
    return reached


class _Placing:
    """Puts articles into the index of runs of words, and finds those in it that are their copies."""

    def __init__(self, desk: Desk, options: DedupeOptions) -> None:
        self._desk, self._options = desk, options
        self._wording = lru_cache(maxsize=KEPT)(self._read)

    def _read(self, id: str) -> Wording:
        return Wording(self._desk.texts(id), self._options)

    def __call__(self, ids: Sequence[str]) -> list[list[str]]:
        """The copies of each of these articles, among those in the index and those before it here; then they are in the index, too."""
        store, beside, signed, found = self._desk.store, Sharing[str](), dict[str, Signed](), list[list[str]]()
        together = frozenset(ids)  # as they stand in the index, they are of before
        for id in ids:
            one = self._wording(id)
            stored = store.common(one.runs)
            common = {run: stored.get(run, 0) + beside.number(run) for run in one.runs}
            rare = signature(one.runs, common, self._options)
            near = store.shared(self._candidates(one, rare) - together, one.runs)
            near |= {other: (hits, len(signed[other].runs)) for other, hits in beside.hits(one.runs).items()}
            found.append([o for o, (shared, size) in sorted(near.items()) if self._is_copy(one, o, shared, size)])
            beside.add(id, one.runs)
            signed[id] = Signed(one.runs, rare)
            self._desk.progress.step("dedupe", one.article.source)
        store.index(signed)
        return found

    def _candidates(self, one: Wording, rare: frozenset[int]) -> frozenset[str]:
        """The articles that may be copies: the signature of the shorter finds the longer."""
        options, store = self._options, self._desk.store
        if len(one.runs) < options.min_shingles:
            return frozenset()
        mine = store.alike(rare, least=least(len(one.runs), options))
        # a hair less than `least` asks of each size, which then says it exactly
        theirs = store.alike(one.runs, rare=True, share=options.signature + options.part - 1 - 1e-9)
        found = {other for other, _, _ in mine}
        return frozenset(found | {other for other, hits, size in theirs if hits >= least(size, options)})

    def _is_copy(self, one: Wording, id: str, shared: int, size: int) -> bool:
        """Whether this one, with so many runs of which so many are shared, is one; the text of most need not be read for it."""
        least_shared = max(self._options.min_shingles, self._options.part * min(len(one.runs), size))
        return shared >= least_shared and is_copy(one, self._wording(id), shared, self._options)


def _joined(sets: Iterable[set[str]]) -> list[set[str]]:
    """Sets that have an article in common become one."""
    home: dict[str, set[str]] = {}
    for some in sets:
        group = set(some).union(*(home.get(one, set()) for one in some))
        home |= dict.fromkeys(group, group)
    return list({id(group): group for group in home.values()}.values())


def _relink(desk: Desk, options: DedupeOptions, version: str, group: set[str], gone: Collection[str]) -> None:
    """The links of a group's articles, all at once: families change as a whole."""
    left = group - set(gone)
    digests = {one.id: one.digest for one in cleaned_of(desk, left)}
    found = list(stage((desk.texts(id) for id in digests), options))
    with desk.store.transaction():
        for id in group - digests.keys():
            desk.store.file(FAMILY, id, ())
        desk.store.drop("dedupe", group - digests.keys())
        done = desk.store.done("dedupe", digests)
        for link in found:
            mark = fingerprint(version, digests[link.article])
            if done.get(link.article) != mark or desk.store.get("dedupe", link.article, OriginLink) != link:
                desk.store.put("dedupe", link.article, mark, link)
                desk.store.file(FAMILY, link.article, [link.origin, *link.takes_from])


def links(desk: Desk) -> dict[str, OriginLink]:
    """Where each article belongs, by article id."""
    return {link.article: link for link in desk.store.all("dedupe", OriginLink)}


def facts(desk: Desk) -> dict[str, ArticleFacts]:
    """What the later acts need to know of each article, by id, in capture order."""
    linked, held = links(desk), {one.capture: one for one in desk.store.all("clean", Cleaned)}
    found = {}
    for order, capture in enumerate(desk.store.captures()):
        one = held.get(capture.id)
        if one is not None and one.id in linked:
            found[one.id] = _facts(one, linked[one.id], order, capture.captured_at)
    return found


def facts_of(desk: Desk, id: str) -> ArticleFacts | None:
    """What the later acts need to know of one article; None where it is not in hand."""
    one = next(iter(cleaned_of(desk, [id])), None)
    link, capture = desk.store.get("dedupe", id, OriginLink), desk.store.capture(Article.capture_of(id))
    if one is None or link is None or capture is None:
        return None
    return _facts(one, link, capture[0], capture[1].captured_at)


def _facts(one: Cleaned, link: OriginLink, order: int, captured_at: str) -> ArticleFacts:
    return ArticleFacts(
        id=one.id,
        order=order,
        source=one.source,
        title=one.title,
        publisher=one.publisher,
        published=one.published,
        captured_on=captured_at[:10],
        language=one.language,
        origin=link.origin,
        copy_kind=link.kind,
        takes_from=link.takes_from,
        agency=link.agency,
    )
