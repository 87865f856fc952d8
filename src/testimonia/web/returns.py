"""Where everybody's last visit left off, so that Home can say what changed since: a file beside the study, readable by its owner only."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from testimonia.text import sha256
from testimonia.web.private import keep

FILE = "desk-visits.json"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The study as somebody saw it on Home.

    Attributes:
        at: ISO 8601 UTC. session: in which, as a digest. events: length of the log. order: of the latest article (`ArticleFacts.order`), -1 for none.
        figures: id -> value, low, high.
    """

    at: str
    session: str
    events: int
    order: int
    figures: dict[str, tuple[float, float | None, float | None]] = {}


class _Held(msgspec.Struct, frozen=True, kw_only=True):
    before: Mark | None = None
    now: Mark


class Returns:
    """The marks of all who came. Safe for threads; a file that cannot be read is as if nobody had come."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock = folder / FILE, threading.Lock()

    def come(self, user: str, mark: Mark) -> Mark | None:
        """Notes that somebody sees this now; where their session before this one left off, None where they never came."""
        with self._lock:
            held = self._all()
            last = held.get(user)
            before = None if last is None else last.before if last.now.session == mark.session else last.now
            held[user] = _Held(before=before, now=mark)
            self._keep(held)
            return before

    def caught_up(self, user: str) -> None:
        """What changed up to now is known to them."""
        with self._lock:
            held = self._all()
            if user in held:
                held[user] = _Held(before=held[user].now, now=held[user].now)
                self._keep(held)

    def _all(self) -> dict[str, _Held]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Held])
        except (OSError, msgspec.MsgspecError):
            return {}

    def _keep(self, held: dict[str, _Held]) -> None:
        keep(self._path, msgspec.json.encode(held), synced=False)


def digest(session: str) -> str:
    """A session's id as it may lie in a file: nobody gets in with it."""
    return sha256(session)[:16]
