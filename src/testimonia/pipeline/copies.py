"""Copies and reprints at work: articles to families, and what the later acts know of each article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from testimonia.domain.article import ArticleFacts
from testimonia.domain.origin import OriginLink
from testimonia.pipeline.corpus import Cleaned, cleaned
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Outcome, fingerprint

if TYPE_CHECKING:
    from testimonia.corpus.dedupe import DedupeOptions


def dedupe(desk: Desk) -> Outcome:
    """Articles to families of copies. Only the families that a new or changed article touches are looked at again."""
    from testimonia.corpus.dedupe import DedupeOptions

    options, store, held = DedupeOptions(), desk.store, cleaned(desk)
    marks = {one.id: fingerprint(version_of("corpus"), options, one.digest) for one in held}
    done = store.done("dedupe")
    todo = [id for id, mark in marks.items() if done.get(id) != mark]
    gone = [id for id in done if id not in marks]
    desk.progress.start("dedupe", len(todo))
    if todo or gone:
        links = _relink(desk, options, todo, gone)
        with store.transaction():  # families change as a whole
            store.drop("dedupe", gone)
            for link in links:
                store.put("dedupe", link.article, marks[link.article], link)
    outcome = Outcome(stage="dedupe", unit="articles", total=len(held), new=len(todo), kept=len(todo))
    desk.progress.end("dedupe", outcome.summary())
    return outcome


def _relink(desk: Desk, options: DedupeOptions, todo: list[str], gone: list[str]) -> list[OriginLink]:
    """The new links of every article whose family may have changed."""
    from testimonia.corpus.dedupe import dedupe as stage

    family = {link.article: link.origin for link in desk.store.all("dedupe", OriginLink)}
    touched = {family[id] for id in (*todo, *gone) if id in family}
    _forget(desk, gone)
    sizes = {one.id: one.runs for one in desk.store.all("shingled", Shingled)}
    for id in todo:
        runs = _learn(desk, options, id)
        sizes[id] = len(runs)
        if family:  # else all of them are new and looked at together
            related = (other for other in _related(desk, options, runs, sizes) if other in family)
            touched |= {family[other] for other in related}
    affected = {id for id, origin in family.items() if origin in touched} | set(todo)
    return list(stage((desk.texts(one.id) for one in cleaned(desk) if one.id in affected), options))


class Shingled(msgspec.Struct, frozen=True, kw_only=True):
    """How many different word runs an article has; the runs themselves are in the index."""

    id: str
    runs: int


def _learn(desk: Desk, options: DedupeOptions, id: str) -> frozenset[int]:
    from testimonia.corpus.dedupe import shingles

    article = desk.texts(id)
    runs = shingles(article, options)
    with desk.store.transaction():
        desk.store.add(id, runs)
        desk.store.put("shingled", id, article.sha256, Shingled(id=id, runs=len(runs)))
    desk.progress.step("dedupe", article.source)
    return runs


def _forget(desk: Desk, gone: list[str]) -> None:
    with desk.store.transaction():
        for id in gone:
            desk.store.add(id, ())
        desk.store.drop("shingled", gone)


def _related(desk: Desk, options: DedupeOptions, runs: frozenset[int], sizes: Mapping[str, int]) -> Iterator[str]:
    """The articles that may be copies of one with these runs, by the measure of `corpus.dedupe`."""
    for other, shared in desk.store.sharing(runs).items():
        if shared >= options.containment * min(len(runs), sizes.get(other, 0)):
            yield other


def links(desk: Desk) -> dict[str, OriginLink]:
    """Where each article belongs, by article id."""
    return {link.article: link for link in desk.store.all("dedupe", OriginLink)}


def facts(desk: Desk) -> dict[str, ArticleFacts]:
    """What the later acts need to know of each article, by id, in capture order."""
    linked, held = links(desk), {one.capture: one for one in desk.store.all("clean", Cleaned)}
    found = {}
    for order, capture in enumerate(desk.store.captures()):
        one = held.get(capture.id)
        if one is None or one.id not in linked:
            continue
        link = linked[one.id]
        found[one.id] = ArticleFacts(
            id=one.id,
            order=order,
            source=one.source,
            title=one.title,
            publisher=one.publisher,
            published=one.published,
            captured_on=capture.captured_at[:10],
            language=one.language,
            origin=link.origin,
            agency=link.agency,
        )
    return found
