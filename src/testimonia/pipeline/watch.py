"""One pass over the watched sources: new finds through every stage, cited pages looked at again, a digest of what changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import msgspec

from testimonia.config.web import Watched
from testimonia.domain.digest import Digest, Told
from testimonia.domain.visit import Visit
from testimonia.errors import ConfigError
from testimonia.pipeline import coverage, web
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.digest import digest, in_words, present
from testimonia.pipeline.study import write_whole
from testimonia.pipeline.work import fingerprint
from testimonia.ports.fetch import Fetcher

_TOLD = "told"


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """What one pass brought: the digest, its words, and where it could not be delivered, with why."""

    digest: Digest
    words: str
    undelivered: tuple[str, ...] = ()


def watch(desk: Desk, stages: Callable[[Desk], object], fetch: Fetcher | None = None) -> Pass:
    """One pass. Stopped anywhere, the next one does the rest; what was not told is told then."""
    sources = desk.config.watch.sources
    if not sources:
        raise ConfigError("nothing is watched", where="study.toml", expected="[[watch.sources]] with an address")
    fetch = fetch or web.fetcher_of(desk)
    failed: dict[str, str] = {}
    for source in sources:
        if why := _look(desk, fetch, source):
            failed[source.address] = why
    _recheck(desk, fetch)
    stages(desk)
    return _tell(desk, failed)


def _look(desk: Desk, fetch: Fetcher, source: Watched) -> str:
    """Takes in what is new in the source; why not, where it does not answer."""
    gaps: list[bool] = []

    turn = web.Round(desk=desk, fetch=fetch, again=True, source=source.address)
    turn.on_list = lambda address, pages: gaps.append(
        address == source.address and coverage.is_turned_over(desk, source, pages)
    )
    web.go_round(turn, [source.address])
    if bad := turn.failed.get(source.address):
        coverage.note(desk, source, None)
        return bad.why
    if source.address not in turn.entries:
        coverage.note(desk, source, None)
        return "it is no feed and no sitemap"
    coverage.note(desk, source, turn.entries[source.address], gap=any(gaps))
    return ""


def _recheck(desk: Desk, fetch: Fetcher) -> None:
    """Looks again at kept pages whose latest visit is long ago: gone ones are noticed, changed ones kept as they are now."""
    now = datetime.datetime.fromisoformat(desk.clock())
    due = datetime.timedelta(days=desk.config.watch.recheck)
    old = [
        one.address
        for one in desk.store.all(web.VISITS, Visit)
        if one.capture and now - datetime.datetime.fromisoformat(one.at) >= due
    ]
    if old:
        web.go_round(web.Round(desk=desk, fetch=fetch, again=True), old)


def _tell(desk: Desk, failed: dict[str, str]) -> Pass:
    before = desk.store.get(_TOLD, "digest", Told) or Told()
    now = present(desk)
    made = digest(desk, before, now, failed)
    words = in_words(made)
    undelivered = _deliver(desk, made, words)
    with desk.store.transaction():
        desk.store.put(_TOLD, "digest", fingerprint(now), now)
    return Pass(digest=made, words=words, undelivered=undelivered)


def _deliver(desk: Desk, made: Digest, words: str) -> tuple[str, ...]:
    """To the file always, with the digests before; to mail and webhook where there is something to tell."""
    from testimonia.adapters import post

    file = desk.config.folder / desk.config.watch.digest
    old = file.read_text("utf-8") if file.exists() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, (words + ("\n" + old if old else ""))[: 2**20].encode("utf-8"))
    if made.is_quiet:
        return ()
    held = desk.config.watch
    bad = []
    if held.webhook and (why := post.webhook(held.webhook, msgspec.json.encode({"text": words, "digest": made}))):
        bad.append(f"webhook: {why}")
    if held.mail_to and (why := post.mail(held.smtp, held.mail_from, held.mail_to, f"Testimonia: {made.title}", words)):
        bad.append(f"mail: {why}")
    return tuple(bad)
