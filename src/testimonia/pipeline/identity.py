"""Act 2 at work: articles to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import msgspec

from testimonia.config.lexicon import lexicon_fingerprint
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article, ArticleFacts
from testimonia.domain.decision_state import DecisionState
from testimonia.domain.pair import PairScore
from testimonia.domain.reading import Doubt, Reading
from testimonia.domain.resolution import Resolution
from testimonia.domain.setaside import Reason, SetAside
from testimonia.pipeline import copies, corpus
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, fingerprint, only, work

WHOLE = "study"
"""Subject of a result that is about the study as a whole."""


def detect(desk: Desk) -> Outcome:
    """Articles to readings: who is in them, what is said of each."""
    from testimonia.identity.detect import detect as stage

    linked = copies.links(desk)
    options = (version_of("identity/detect"), lexicon_fingerprint(), desk.settings, desk.reader_name)

    def do(article: Article) -> Reading | SetAside:
        return proven(only(stage([article], desk.settings, desk.lexicon, desk.reader), "detect"), article)

    mark = fingerprint(*options)
    jobs = [
        Job(one.id, one.source, fingerprint(mark, one.digest), partial(desk.texts, one.id))
        for one in corpus.cleaned(desk)
        if one.id in linked
    ]
    return work(desk, "detect", "articles", jobs, do)


def readings(desk: Desk) -> list[Reading]:
    """What was found in each article, in capture order."""
    held = {reading.article: reading for reading in desk.store.all("detect", Reading)}
    return [held[one.id] for one in corpus.cleaned(desk) if one.id in held]


def appearances(found: list[Reading]) -> dict[str, Appearance]:
    """Every appearance by id, in capture order."""
    return {appearance.id: appearance for reading in found for appearance in reading.appearances}


def resolve(desk: Desk) -> Outcome:
    """Compares appearances, then brings them together as persons."""
    desk.progress.start("resolve", None)
    pairs = _match(desk)
    before = desk.store.done("resolve").get(WHOLE)
    mark = resolution_mark(desk)
    total = len(appearances(readings(desk)))
    if before == mark:
        outcome = Outcome(stage="resolve", unit="appearances", total=total)
    else:
        found = _compute(desk)
        with desk.store.transaction():
            desk.store.put("resolve", WHOLE, mark, found)
        aside = len(found.set_asides)
        outcome = Outcome(
            stage="resolve", unit="appearances", total=total, new=total, kept=total - aside, set_aside=aside
        )
    compared = f"; {pairs} pairs compared" if pairs else ""
    desk.progress.end("resolve", outcome.summary() + compared)
    return outcome


def _match(desk: Desk) -> int:
    """Scores the pairs where an appearance or an article's facts changed; how many scores are new."""
    from testimonia.adapters.names import plain
    from testimonia.identity.match import MatchOptions
    from testimonia.identity.match import match as stage

    store, options = desk.store, MatchOptions()
    mark = fingerprint(version_of("identity/match", "adapters/names"), options, _inputs_mark(desk))
    if store.done("match-inputs").get(WHOLE) == mark:
        return 0
    found = list(stage(list(appearances(readings(desk)).values()), copies.facts(desk), options, plain))
    marks = {f"{pair.left}|{pair.right}": fingerprint(pair) for pair in found}
    done = store.done("match")
    new = [pair for pair in found if done.get(f"{pair.left}|{pair.right}") != marks[f"{pair.left}|{pair.right}"]]
    with store.transaction():
        store.drop("match", [subject for subject in done if subject not in marks])
        for pair in new:
            store.put("match", f"{pair.left}|{pair.right}", marks[f"{pair.left}|{pair.right}"], pair)
        store.put("match-inputs", WHOLE, mark, Marked())
    return len(new)


class Marked(msgspec.Struct, frozen=True):
    """Nothing but that it was done; the fingerprint says with what."""


def _inputs_mark(desk: Desk) -> str:
    """Changes whenever a reading, or what is known of an article, does."""
    return fingerprint(sorted(desk.store.done("detect").items()), list(copies.facts(desk).values()))


def state(desk: Desk) -> DecisionState:
    """The decisions in force."""
    from testimonia.review.decide import fold

    return fold(desk.store.decisions())


def resolution_mark(desk: Desk) -> str:
    """Changes whenever anything does on which the persons rest."""
    log = [event.hash for event in desk.store.decisions()]
    return fingerprint(
        version_of("identity/resolve", "review/decide"),
        desk.settings,
        _inputs_mark(desk),
        log[-1:],
        sorted(desk.store.done("match").items()),
    )


def resolution(desk: Desk) -> Resolution:
    """The persons as the readings and the log have them now: from the cache where nothing changed, else computed."""
    if desk.store.done("resolve").get(WHOLE) == resolution_mark(desk):
        cached = desk.store.get("resolve", WHOLE, Resolution)
        if cached is not None:
            return cached
    return _compute(desk)


def _compute(desk: Desk) -> Resolution:
    from testimonia.identity.resolve import resolve as stage

    found = readings(desk)
    known: Mapping[str, ArticleFacts] = copies.facts(desk)
    pairs = sorted(desk.store.all("match", PairScore), key=lambda pair: (pair.left, pair.right))
    return stage(list(appearances(found).values()), pairs, state(desk), known, desk.settings, _doubts(desk, found))


def _doubts(desk: Desk, found: list[Reading]) -> Iterator[tuple[str, Doubt]]:
    for reading in found:
        yield from ((reading.article, doubt) for doubt in reading.doubts)
    for aside in desk.store.set_asides("detect"):
        if aside.reason is Reason.LANGUAGE:  # nobody has read it yet: somebody who knows the language should
            yield aside.subject, Doubt(kind="missing", appearance=None, why=aside.detail)
