"""Act 2 at work: articles to people."""

from __future__ import annotations

from functools import partial

from testimonia.config.lexicon import lexicon_fingerprint
from testimonia.domain.article import Article
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import SetAside
from testimonia.pipeline import corpus, second, weights
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.matching import match
from testimonia.pipeline.news import News
from testimonia.pipeline.people import appearances, readings
from testimonia.pipeline.persons import MEMBER, resolution, settle, state
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, fingerprint, only, work

__all__ = ["appearances", "detect", "readings", "resolution", "resolve", "state"]


def detect(desk: Desk) -> Outcome:
    """Articles to readings: who is in them, what is said of each."""
    from testimonia.identity.detect import detect as stage

    words = weights.lexicon(desk)

    def do(article: Article) -> Reading | SetAside:
        return second.kept_open(
            desk, proven(only(stage([article], desk.settings, words, desk.reader), "detect"), article)
        )

    mark = fingerprint(
        version_of("identity/detect"), lexicon_fingerprint(), desk.settings, desk.reader_name, *weights.case_mark(words)
    )
    news = News(desk, "detect", mark, "dedupe")
    among = None if news.whole else {*news.of("dedupe"), *news.of("detect")}
    linked = desk.store.done("dedupe", among)
    jobs = [
        Job(one.id, one.source, fingerprint(mark, one.digest), partial(desk.texts, one.id))
        for one in (corpus.cleaned(desk) if among is None else corpus.cleaned_of(desk, among))
        if one.id in linked
    ]
    outcome = work(desk, "detect", "articles", jobs, do, among=among)
    news.note()
    return outcome


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
