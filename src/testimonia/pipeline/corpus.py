"""Act 1 at work: sources to distinct articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import TestimoniaError, UsageError, no_room
from testimonia.pipeline import web
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.news import CAPTURES, News
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, failed, fingerprint, only, work
from testimonia.text import sha256, speakable


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """What the later acts need to know of an article without reading its text. `digest`: of the article as a whole."""

    id: str
    capture: str
    digest: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str


def capture(desk: Desk, sources: Iterable[str], *, again: bool = False) -> Outcome:
    """Keeps what is new in the sources; each document in its own transaction. Addresses are fetched, everything else is read."""
    from testimonia.adapters import parquet, plain_text, warc
    from testimonia.corpus.capture import CaptureOptions, CaptureTools
    from testimonia.corpus.capture import capture as stage

    given = list(sources)
    addresses, sources = (
        [one for one in given if web.is_address(one)],
        [one for one in given if not web.is_address(one)],
    )
    fetched = web.collect(desk, addresses, again=again) if addresses else None
    if fetched and not sources:
        return fetched
    store, new, kept = desk.store, fetched.new if fetched else 0, fetched.kept if fetched else 0
    desk.progress.start("capture", None)
    tools = CaptureTools(clock=desk.clock, warc=warc.records, lines=plain_text.lines_of, parquet=parquet.rows)
    for found in _each_source(sources, lambda source: stage([source], CaptureOptions(), tools)):
        with store.transaction():
            fresh = _keep_set_aside(desk, found) if isinstance(found, SetAside) else _keep_capture(desk, found)
        new += fresh
        kept += fresh and not isinstance(found, SetAside)
        desk.progress.step("capture", found.source if isinstance(found, SetAside) else found.capture.source)
    total = store.extent()[0] + store.count("capture")
    outcome = Outcome(stage="capture", unit="documents", total=total, new=new, kept=kept, set_aside=new - kept)
    desk.progress.end("capture", outcome.summary())
    return outcome


def _each_source(
    sources: Iterable[str], read: Callable[[str], Iterator[RawCapture | SetAside]]
) -> Iterator[RawCapture | SetAside]:
    for source in sources:
        try:
            yield from read(source)
        except TestimoniaError:
            raise
        except Exception as error:  # the source's rest is set aside with what went wrong, the others go on
            if fault := no_room(error):
                raise fault from error
            name = speakable(source)
            yield failed("capture", name, name, error)


def _keep_capture(desk: Desk, found: RawCapture) -> bool:
    fresh = desk.store.add_capture(found)
    if fresh:
        desk.store.drop("capture", [found.capture.source])  # it could not be read before; now it could
    return fresh


def _keep_set_aside(desk: Desk, found: SetAside) -> bool:
    mark = fingerprint(found)
    if (
        found.reason is Reason.ALREADY_CAPTURED
        or desk.store.done("capture", [found.subject]).get(found.subject) == mark
    ):
        return False
    desk.store.put("capture", found.subject, mark, found)
    return True


def clean(desk: Desk) -> Outcome:
    """Captures to articles."""
    from testimonia.adapters import documents
    from testimonia.corpus.clean import CleanOptions, CleanTools
    from testimonia.corpus.clean import clean as stage

    version = version_of("corpus", "adapters")
    options = CleanOptions()
    tools = CleanTools(extractors=documents.EXTRACTORS, language=documents.language_of)

    def do(raw: RawCapture) -> Article | SetAside:
        return only(stage([raw], options, tools), "clean")

    def keep(article: Article) -> Cleaned:
        return _cleaned(desk.store.put_article(article))

    mark = fingerprint(version, options)
    news = News(desk, "clean", mark, CAPTURES)
    again = (held[1] for id in news.of("clean") if not news.whole and (held := desk.store.capture(id)))
    captures = {one.id: one for one in (*desk.store.captures(news.since(CAPTURES)), *again)}
    jobs = [Job(one.id, one.source, fingerprint(mark, one.id), partial(_load, desk, one)) for one in captures.values()]
    outcome = work(desk, "clean", "documents", jobs, do, keep, None if news.whole else captures)
    news.note()
    desk.texts.forget()
    return outcome


def _load(desk: Desk, capture: Capture) -> RawCapture:
    return RawCapture(capture=capture, data=desk.store.blob(capture.sha256))


def _cleaned(article: Article) -> Cleaned:
    return Cleaned(
        id=article.id,
        capture=article.capture,
        digest=sha256(msgspec.json.encode(article))[:24],
        source=article.source,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        language=article.language,
    )


def cleaned(desk: Desk) -> list[Cleaned]:
    """Every article in hand, in capture order."""
    held = {one.capture: one for one in desk.store.all("clean", Cleaned)}
    return [held[one.id] for one in desk.store.captures() if one.id in held]


def cleaned_of(desk: Desk, articles: Iterable[str]) -> list[Cleaned]:
    """Those of these articles that are in hand."""
    found = (desk.store.get("clean", Article.capture_of(id), Cleaned) for id in articles)
    return [one for one in found if one is not None]


def captured(desk: Desk, id: str) -> tuple[Capture, bytes]:
    """A capture and its raw bytes, by its id or that of its article; UsageError where there is none."""
    found = desk.store.capture(Article.capture_of(id))
    if found is None:
        raise UsageError("there is no such capture", got=id)
    return found[1], desk.store.blob(found[1].sha256)
