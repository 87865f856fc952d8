"""Whether the log of a study follows from itself, event by event."""

from __future__ import annotations

from pathlib import Path

import msgspec

from testimonia.config import load_study
from testimonia.domain.history import Verified
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.stamps import check_stamps
from testimonia.store import open_store
from testimonia.store.chain import broken, verified


def verify(desk: Desk, since: Verified | None = None) -> Verified:
    """Reads the log from the store and recomputes every hash; TamperError names the first event that does not follow.

    `since`: what was verified before; only what came after is read, and whether it goes on from there. A log cut off at its end cannot be told
    from a shorter one: compare `events` and `head` with those that you kept elsewhere.

    Timestamps of fetched pages are checked as well, the first time; pages that are not what was stamped are told in `stamps.bad`.
    """
    held = since or Verified(events=0, head="")
    with desk.store.reading():
        number, hash = desk.store.head()
        if number < held.events or (number == held.events and hash != held.head):
            raise broken(held.events, hash, held.head)
        for event in verified(desk.store.decisions(held.events), after=held.events, head=held.head):
            held = msgspec.structs.replace(
                held, events=event.number, head=event.hash, first=held.first or event.at, last=event.at
            )
    if since is not None:
        return held
    stamps = check_stamps(desk.config.folder, desk.config.web.timestamp_roots)
    return msgspec.structs.replace(held, stamps=stamps)


def verify_study(folder: Path) -> Verified:
    """The same, of a study's folder."""
    from testimonia.adapters.progress import Silence

    config = load_study(folder)
    store = open_store(config.store_url)
    try:
        return verify(Desk(config=config, store=store, progress=Silence()))
    finally:
        store.close()
