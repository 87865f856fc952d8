"""Copies and reprints at work: articles to families, and what the later acts know of each article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from testimonia.corpus.dedupe import VOICE, WHOLE, DedupeOptions, least, shingles, signature, sizes
from testimonia.corpus.dedupe import dedupe as stage
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.origin import OriginLink, is_contained, is_told_again
from testimonia.pipeline.corpus import Cleaned, cleaned, cleaned_of
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.news import News
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Outcome, fingerprint
from testimonia.ports.store import Runs, Sharer

TOGETHER = 250
"""Articles put into the index in one transaction: shingles lie all over it, and each commit writes the pages touched."""
FAMILY = "family"
"""Index: the articles of a family, by their origin."""


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
    return fingerprint(version_of("corpus", "domain/origin", "pipeline/copies"), DedupeOptions())


def _groups(desk: Desk, options: DedupeOptions, todo: Sequence[str], gone: Sequence[str]) -> list[set[str]]:
    """The articles whose links may change, in groups none of which can have a copy in another."""
    changed = [*todo, *gone]
    together = [family for id in changed if (family := _family(desk, id))]
    for id in gone:
        desk.store.add(id, {}, {})
    for at in range(0, len(todo), TOGETHER):
        with desk.store.transaction():
            for id in todo[at : at + TOGETHER]:
                copies = _place(desk, options, id)
                together.append({id}.union(*(_family(desk, other) | {other} for other in copies)))
    return _joined(together)


def _family(desk: Desk, id: str) -> set[str]:
    """The family in which the article was last; empty for a new one."""
    link = desk.store.get("dedupe", id, OriginLink)
    return set(desk.store.under(FAMILY, [link.origin])) if link else set()


def _place(desk: Desk, options: DedupeOptions, id: str) -> list[str]:
    """Puts the article into the index of shingles; returns those in it that are its copies."""
    article = desk.texts(id)
    runs = shingles(article, options)
    theirs = desk.store.sharing(runs, rare=True)
    rare = signature(runs, Counter(one.shingle for one in theirs), options)
    found = [other for other in _related(desk, options, runs, rare, theirs) if other != id]
    desk.store.add(id, runs, rare)
    desk.progress.step("dedupe", article.source)
    return found


def _related(desk: Desk, options: DedupeOptions, runs: Runs, rare: Runs, theirs: list[Sharer]) -> Iterator[str]:
    """The articles that tell the same text, by the measure of `corpus.dedupe`: the signature of the shorter finds the longer."""
    mine, own = desk.store.sharing(rare), sizes(runs)
    held = {one.article: one.sizes for one in (*mine, *theirs)}
    found = set[str]()
    for place, kind in enumerate((WHOLE, VOICE)):
        enough = least(own[place], kind, options)
        found |= {other for other, hits in _hits(mine, rare, kind).items() if hits >= enough}
        by_theirs = _hits(theirs, runs, kind).items()
        found |= {other for other, hits in by_theirs if hits >= least(held[other][place], kind, options)}
    for other in sorted(found):
        (shared, told), (shorter, told_shorter) = desk.store.shared(other, runs), map(min, own, held[other])
        if is_contained(shared, shorter) or is_told_again(told, told_shorter):
            yield other


def _hits(found: Iterable[Sharer], runs: Runs, kind: int) -> Counter[str]:
    """How many runs of this kind each article shares."""
    return Counter(one.article for one in found if one.kinds & runs[one.shingle] & kind)


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
                desk.store.file(FAMILY, link.article, [link.origin])


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
        agency=link.agency,
    )
