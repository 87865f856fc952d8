"""Whether the log of a study follows from itself, event by event."""

from __future__ import annotations

from pathlib import Path

from testimonia.config import load_study
from testimonia.domain.history import Verified
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.stamps import check_stamps
from testimonia.store import open_store


def verify(desk: Desk) -> Verified:
    """Reads the whole log from the store and recomputes every hash; TamperError names the first event that does not follow.

    Timestamps of fetched pages are checked as well; pages that are not what was stamped are told in `stamps.bad`.

    A log cut off at its end cannot be told from a shorter one: compare `events` and `head` with those that you kept elsewhere.
    """
    with desk.store.reading():
        number = desk.store.verify()
        log = desk.log.events()
    return Verified(
        events=number,
        head=log[-1].hash if log else "",
        first=log[0].at if log else "",
        last=log[-1].at if log else "",
        stamps=check_stamps(desk.config.folder, desk.config.web.timestamp_roots),
    )


def verify_study(folder: Path) -> Verified:
    """The same, of a study's folder."""
    from testimonia.adapters.progress import Silence

    config = load_study(folder)
    store = open_store(config.store_url)
    try:
        return verify(Desk(config=config, store=store, progress=Silence()))
    finally:
        store.close()
