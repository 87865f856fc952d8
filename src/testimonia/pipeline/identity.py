"""Act 2 at work: articles to people."""

from __future__ import annotations

from functools import partial

from testimonia.config.lexicon import lexicon_fingerprint
from testimonia.domain.article import Article
from testimonia.domain.decision import Decision
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import SetAside
from testimonia.pipeline import corpus, second, weights
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.matching import match
from testimonia.pipeline.news import LOG, News
from testimonia.pipeline.people import appearances, readings
from testimonia.pipeline.persons import MEMBER, resolution, settle, state
from testimonia.pipeline.translation.held import (
    READ,
    Brought,
    articles_since,
    brought_back,
    told_how,
    translated,
    translation_of,
)
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, fingerprint, only, work

__all__ = ["appearances", "detect", "readings", "resolution", "resolve", "state"]


def detect(desk: Desk) -> Outcome:
    """Articles to readings: who is in them, what is said of each."""
    from testimonia.identity.detect import detect as stage

    words = weights.lexicon(desk)

    def do(article: Article) -> Brought | SetAside:
        event = _translation(desk, article)
        text = article if event is None else translated(article, event)
        found = only(stage([text], desk.settings, words, desk.reader), "detect")
        if isinstance(found, SetAside):
            found = second.kept_open(desk, told_how(found, desk.log.state().translations.get(article.id)))
        if isinstance(found, SetAside):
            return found
        brought = Brought(reading=found) if event is None else brought_back(article, event, text, found)
        proven(brought.reading, article)
        return brought

    def keep(found: Brought) -> Reading:
        if found.read is not None:
            desk.store.put(READ, found.reading.article, str(found.read.event), found.read)
        return found.reading

    mark = fingerprint(
        version_of("identity/detect"), lexicon_fingerprint(), desk.settings, desk.reader_name, *weights.case_mark(words)
    )
    back = version_of("pipeline/translation")
    news = News(desk, "detect", fingerprint(mark, back), "dedupe", LOG)
    among = None if news.whole else {*news.of("dedupe"), *news.of("detect"), *articles_since(desk, news.since(LOG))}
    linked = desk.store.done("dedupe", among)
    jobs = [
        Job(one.id, one.source, fingerprint(mark, one.digest, *_read_by(desk, one, back)), partial(desk.texts, one.id))
        for one in (corpus.cleaned(desk) if among is None else corpus.cleaned_of(desk, among))
        if one.id in linked
    ]
    outcome = work(desk, "detect", "articles", jobs, do, keep, among)
    news.note()
    return outcome


def _translation(desk: Desk, article: Article) -> Decision | None:
    """The translation in which detection reads the article; None where it reads it as it is, or not at all."""
    return None if article.language in desk.settings.languages else translation_of(desk, article.id, article.sha256)


def _read_by(desk: Desk, one: corpus.Cleaned, back: str) -> tuple[str, ...]:
    """What the result rests on besides, where the article is in a language that is not read: a translation, and the way back from it."""
    if one.language in desk.settings.languages:
        return ()
    event = desk.log.state().translations.get(one.id)
    return (back, event.hash) if event else (back,)


def resolve(desk: Desk) -> Outcome:
    """Compares appearances, then brings them together as persons."""
    desk.progress.start("resolve", None)
    pairs = match(desk)
    new = settle(desk)
    looked_at = sum(len(group.members) for group in new)
    aside = sum(len(group.found.set_asides) for group in new)
    outcome = Outcome(
        stage="resolve",
        unit="appearances",
        total=desk.store.filed(MEMBER),
        new=looked_at,
        kept=looked_at - aside,
        set_aside=aside,
    )
    compared = f"; {pairs} pairs compared" if pairs else ""
    desk.progress.end("resolve", outcome.summary() + compared)
    return outcome
