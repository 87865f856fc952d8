"""Copies and reprints at work: articles to families, and what the later acts know of each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    touched |= {family[id] for id in _neighbours(desk, options, todo, gone) if id in family}
    affected = {id for id, origin in family.items() if origin in touched} | set(todo)
    ids = [one.id for one in cleaned(desk) if one.id in affected]
    return list(stage((desk.texts(id) for id in ids), options))


def _neighbours(desk: Desk, options: DedupeOptions, todo: list[str], gone: list[str]) -> set[str]:
    """Articles that share enough word runs with one of these to be of its family; the index learns these on the way."""
    from testimonia.corpus.dedupe import shingles

    least = options.containment * options.min_shingles
    found: set[str] = set()
    for id in gone:
        desk.store.add(id, ())
    for id in todo:
        article = desk.texts(id)
        runs = shingles(article, options)
        found |= {other for other, shared in desk.store.sharing(runs).items() if shared >= least}
        desk.store.add(id, runs)
        desk.progress.step("dedupe", article.source)
    return found


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
