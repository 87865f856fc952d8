"""Act 3 at work: people in articles to coded passages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from testimonia.config.lexicon import lexicon_fingerprint
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance
from testimonia.domain.setaside import SetAside
from testimonia.pipeline import corpus, identity
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, fingerprint, only, work


def code(desk: Desk) -> Outcome:
    """Proposes codings for everybody who is a person of the study, or may become one."""
    from testimonia.narrative.code import code as stage

    mark = fingerprint(
        version_of("narrative"),
        desk.codebook.fingerprint(),
        desk.settings.groups,
        lexicon_fingerprint(),
        desk.reader_name,
    )
    digests = {one.id: (one.digest, one.source) for one in corpus.cleaned(desk)}

    def do(pair: tuple[Article, Appearance]) -> CodedAppearance | SetAside:
        return proven(only(stage([pair], desk.codebook, desk.settings, desk.lexicon, desk.reader), "code"), pair[0])

    jobs = []
    for one in _to_code(desk).values():
        digest, source = digests[one.article]
        jobs.append(Job(one.id, source, fingerprint(mark, digest, one), partial(_load, desk, one)))
    return work(desk, "code", "appearances", jobs, do)


def _load(desk: Desk, appearance: Appearance) -> tuple[Article, Appearance]:
    return desk.texts(appearance.article), appearance


def _to_code(desk: Desk) -> Mapping[str, Appearance]:
    held = identity.appearances(identity.readings(desk))
    persons = {id for person in identity.resolution(desk).persons for id in person.appearances}
    asked = desk.settings.review_threshold
    return {id: one for id, one in held.items() if id in persons or one.probability >= asked}
