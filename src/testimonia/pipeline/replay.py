"""A study as it stood at a moment: its captures and its log up to then, read by the program as it is now.

It is worked out in a store of its own, beside the study and gone with it, by the very stages that made the study. What reading an article
cost is taken over where it rests on the same weights; who is one person, which codes hold and what is counted is done anew. Of what is not in the log or
the captures (study.toml, codebook.yaml, the program) it takes what there is now, and of an article the current revision.
"""

from __future__ import annotations

import dataclasses
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from testimonia.adapters.progress import Silence
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.capture import RawCapture
from testimonia.domain.coding import CodedAppearance
from testimonia.domain.consultation import Consultation
from testimonia.domain.decision import Decision
from testimonia.domain.origin import OriginLink
from testimonia.domain.pair import PairScore
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import SetAside
from testimonia.errors import UsageError
from testimonia.pipeline import copies, corpus, identity, matching, narrative
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.moment import cut
from testimonia.pipeline.people import article_of
from testimonia.pipeline.persons import settle
from testimonia.pipeline.private import FILE
from testimonia.pipeline.second import UPHELD
from testimonia.pipeline.translation.held import READ, InTranslation
from testimonia.ports.store import Store
from testimonia.store import create_store


@contextmanager
def replay(desk: Desk, when: str | int) -> Iterator[Desk]:
    """The study's desk at that moment: the end of a date or time, or right after the event with this number."""
    with tempfile.TemporaryDirectory(prefix="testimonia-then-") as home:
        store = create_store(f"sqlite:///{Path(home) / 'study.db'}")
        try:
            then = _built(desk, store, Path(home), when)
            store.freeze()
            yield dataclasses.replace(then, as_of=then.clock())
        finally:
            store.close()


def _built(desk: Desk, store: Store, home: Path, when: str | int) -> Desk:
    # One transaction in the new store: thousands of commits to a file that goes with us would only take time.
    with desk.store.reading(), store.transaction():
        log, moment = _upto(desk, when)
        _fill(desk.store, store, log, moment)
        if (listed := desk.config.folder / FILE).is_file():  # who may not be read now may not be read then
            shutil.copy(listed, home)
        config = msgspec.structs.replace(desk.config, folder=home)
        then = dataclasses.replace(desk, config=config, store=store, progress=Silence(), clock=lambda: moment)
        corpus.clean(then)
        _resolve(desk, then, is_whole=_is_whole(desk, store))
        narrative.code(then)
    return then


def _is_whole(desk: Desk, then: Store) -> bool:
    """Whether the very same articles were there, so that who is whose copy and who is alike need not be worked out anew."""
    same = then.extent()[0] == desk.store.extent()[0]
    return same and copies.is_through(desk) and matching.is_through(desk)


def _resolve(desk: Desk, then: Desk, *, is_whole: bool) -> None:
    if is_whole:
        for id, mark in desk.store.done("dedupe").items():
            if (link := desk.store.get("dedupe", id, OriginLink)) is not None:
                then.store.put("dedupe", id, mark, link)
        if not identity.detect(then).new:  # the same readings: the same pairs
            for pair in desk.store.all("match", PairScore):
                matching.keep(then, pair)
            settle(then)
            return
        then.store.drop("dedupe", list(then.store.done("dedupe")))
    copies.dedupe(then)
    identity.detect(then)
    identity.resolve(then)


def _upto(desk: Desk, when: str | int) -> tuple[tuple[Decision, ...], str]:
    """The log up to a moment, and the moment."""
    log = desk.log.events()
    if isinstance(when, str):
        moment = cut(when)
        return tuple(itertools.takewhile(lambda event: event.at <= moment, log)), moment
    if not 1 <= when <= len(log):
        raise UsageError("there is no such decision", got=when, expected=f"1 to {len(log)}" if log else "none yet")
    return log[:when], log[when - 1].at


def _fill(now: Store, then: Store, log: tuple[Decision, ...], moment: str) -> None:
    with then.transaction():
        held = [capture for capture in now.captures() if capture.captured_at <= moment]
        for capture in held:
            then.add_capture(RawCapture(capture=capture, data=now.blob(capture.sha256)))
        ids = [Article.id_of(capture.id) for capture in held]
        for id in ids:
            if (article := now.article(id)) is not None:
                then.put_article(article)
        for event in log:
            then.append(event.action, by=event.by, reason=event.reason, at=event.at)
        _take_over(now, then, {*ids, *(capture.id for capture in held)})
        _uphold(now, then, log)


def _take_over(now: Store, then: Store, subjects: set[str]) -> None:
    """What cleaning, detection and a language model made of these, with the marks of what it was made from."""
    for stage, type in (
        ("clean", corpus.Cleaned),
        ("detect", Reading),
        ("consult", Consultation),
        (READ, InTranslation),
    ):
        marks = now.done(stage, subjects)
        aside = {one.subject: one for one in now.set_asides(stage)}
        for subject, mark in marks.items():
            result: msgspec.Struct | SetAside | None = now.get(stage, subject, type) or aside.get(subject)
            if result is not None:
                then.put(stage, subject, mark, result)
    for id, mark in now.done("code").items():
        coded = now.get("code", id, CodedAppearance)
        if coded is not None and article_of(id) in subjects:
            then.put("code", id, mark, coded)
    for aside_ in now.set_asides("capture"):
        then.put("capture", aside_.subject, now.done("capture", [aside_.subject])[aside_.subject], aside_)


def _uphold(now: Store, then: Store, log: tuple[Decision, ...]) -> None:
    """Whom only a language model had found, where people had decided on them by then."""
    said = {value for event in log for value in msgspec.to_builtins(event.action).values() if isinstance(value, str)}
    for one in now.all(UPHELD, Appearance):
        if one.id in said:
            then.put(UPHELD, one.id, one.detector, one)
            then.file(UPHELD, one.id, [one.article])
