"""Pages of the web to captures: each visited once, kept with its WARC, folded with its other versions; nothing that was not asked for."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.visit import Visit
from testimonia.errors import ConfigError
from testimonia.pipeline import pages
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.stamps import stamp_all
from testimonia.pipeline.work import Outcome, fingerprint
from testimonia.ports.fetch import Fetcher, NoPage, Page
from testimonia.text import speakable

VISITS = "visit"
MAX_DEPTH = 3
"""Of sitemaps within sitemaps."""


def is_address(source: str) -> bool:
    """Whether a source lies in the web."""
    return source.lower().startswith(("http://", "https://"))


def with_pictures(desk: Desk) -> Desk:
    """The desk, as if study.toml asked for pictures of pages."""
    web = msgspec.structs.replace(desk.config.web, screenshot=True)
    return dataclasses.replace(desk, config=msgspec.structs.replace(desk.config, web=web))


def fetcher_of(desk: Desk) -> Fetcher:
    """The line to the web as study.toml has it."""
    try:
        from testimonia.adapters.fetch import Limits, WebFetcher
    except ImportError as error:
        raise ConfigError(
            "a part for the web is not installed", got=error, hint="pip install 'testimonia[web]'"
        ) from error
    web = desk.config.web
    if web.screenshot:
        from testimonia.adapters.picture import browser

        if not browser():
            raise ConfigError(
                "pictures of pages are asked for, and no browser is at hand", where="web.screenshot", hint="install Debian's chromium, or set it to false and leave --screenshot out"
            )  # fmt: skip
    limits = Limits(max_bytes=web.max_megabytes * 2**20, seconds=web.timeout, delay=web.delay)
    return WebFetcher(agent=web.agent, limits=limits, allowed=frozenset(web.allow), proxy=web.proxy)


@dataclass
class Round:
    """One go over addresses: what is still to be visited and what came of it. `entries`: what each list named."""

    desk: Desk
    fetch: Fetcher
    again: bool = False
    new: int = 0
    kept: int = 0
    unchanged: int = 0
    queue: deque[tuple[str, int]] = field(default_factory=deque)
    entries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    failed: dict[str, NoPage] = field(default_factory=dict)
    lists: list[Visit] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    left: int = 0
    source: str = ""
    on_list: Callable[[str, tuple[str, ...]], object] = lambda *_: None
    """Told of each list before its pages are visited."""


def collect(desk: Desk, addresses: Iterable[str], *, fetch: Fetcher | None = None, again: bool = False) -> Outcome:
    """Visits pages, feeds and sitemaps; a page visited before only with `again`, and then only for what changed."""
    turn = Round(desk=desk, fetch=fetch or fetcher_of(desk), again=again)
    return go_round(turn, list(dict.fromkeys(addresses)))


def go_round(turn: Round, addresses: Sequence[str]) -> Outcome:
    """Visits the addresses and what the lists among them name; each page is done in its own transaction."""
    desk = turn.desk
    desk.progress.start("capture", None)
    turn.queue.extend((address, 0) for address in addresses)
    turn.left = desk.config.web.max_pages
    given = set(addresses)
    while turn.queue:
        address, depth = turn.queue.popleft()
        if not _is_due(turn, address, given):
            continue
        _visit(turn, address, depth)
        desk.progress.step("capture", speakable(address))
    for one in turn.lists:  # only now: a list whose pages were not all visited is read anew
        desk.store.put(VISITS, one.address, fingerprint(one), one)
    stamp_all(desk)
    total = desk.store.extent()[0] + desk.store.count("capture")
    outcome = Outcome(
        stage="capture", unit="documents", total=total, new=turn.new, kept=turn.kept, set_aside=turn.new - turn.kept
    )
    desk.progress.end("capture", outcome.summary())
    return outcome


def _is_due(turn: Round, address: str, given: set[str]) -> bool:
    known = turn.desk.store.get(VISITS, address, Visit)
    if known is None or (turn.again and address in given):
        return True
    if known.reason:  # what a page named in a list refuses it need not refuse every hour
        return address in given or known.reason == Reason.UNREACHABLE
    return not known.capture and not known.folded  # a list


def _visit(turn: Round, address: str, depth: int) -> None:
    from testimonia.adapters import feeds

    store = turn.desk.store
    known = store.get(VISITS, address, Visit)
    asked = {"etag": known.etag, "last-modified": known.modified, "address": known.final} if known else {}
    found = turn.fetch(address, asked)
    if isinstance(found, Page) and found.status == 304 and known:
        turn.unchanged += 1
        turn.entries.setdefault(address, ())
        _put(turn.desk, pages.changed(known, at=turn.desk.clock(), gone=""))  # it was seen today, and is there
        return
    if isinstance(found, Page) and (bad := pages.trouble(found)):
        found = bad
    if isinstance(found, NoPage):
        turn.failed[address] = found
        _keep_failure(turn, address, known, found)
        return
    listed = feeds.listing(found.body, found.address)
    if listed is None:
        _keep_page(turn, address, known, found)
        return
    turn.entries[address] = listed.pages
    turn.on_list(address, listed.pages)
    turn.lists.append(pages.visit(found, address, known, turn.desk.clock()))
    store.drop("capture", [speakable(address)])
    for page in listed.pages:
        if turn.left <= 0:
            _keep_failure(
                turn,
                page,
                None,
                NoPage(asked=page, reason=Reason.TOO_LARGE, why="more than web.max_pages in one go; run again"),
            )
            continue
        turn.left -= 1
        turn.queue.append((page, depth + 1))
    if depth < MAX_DEPTH:
        turn.queue.extend((one, depth + 1) for one in listed.lists)


def _keep_failure(turn: Round, address: str, known: Visit | None, found: NoPage) -> None:
    desk, name = turn.desk, speakable(address)
    if known is not None and known.capture:  # what is kept stays kept; that it is gone now is noticed
        gone = known.gone or desk.clock()
        if found.reason in (Reason.VANISHED, Reason.REFUSED):
            _put(desk, pages.changed(known, at=desk.clock(), gone=gone))
        return
    if address == turn.source:  # a source that does not answer is no document; coverage and digest tell of it
        return
    aside = SetAside(stage="capture", subject=name, source=name, reason=found.reason, detail=speakable(found.why)[:300])
    mark = fingerprint(aside)
    with desk.store.transaction():
        if desk.store.done("capture", [name]).get(name) != mark:
            desk.store.put("capture", name, mark, aside)
            turn.new += 1
        if found.reason != Reason.TOO_LARGE or "max_pages" not in found.why:
            now = desk.clock()
            _put(
                desk,
                Visit(
                    address=address,
                    final=address,
                    canonical="",
                    at=now,
                    first=known.first if known else now,
                    status=0,
                    reason=found.reason.value,
                ),
            )


def _keep_page(turn: Round, address: str, known: Visit | None, page: Page) -> None:
    desk = turn.desk
    made = pages.kept(desk, address, known, page)
    if isinstance(made, NoPage):
        _keep_failure(turn, address, known, made)
        return
    visit, raw = made
    if raw is None:
        turn.unchanged += 1
    with desk.store.transaction():
        if raw is not None and desk.store.add_capture(raw):
            turn.new += 1
            turn.kept += 1
            turn.fresh.append(raw.capture.id)
        desk.store.drop("capture", [speakable(address)])
        _put(desk, visit)
        desk.store.file("web.page", address, pages.keys(visit))


def _put(desk: Desk, visit: Visit) -> None:
    desk.store.put(VISITS, visit.address, fingerprint(visit), visit)
