"""The append-only log of decisions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from testimonia.domain.decision import Action, Decision
from testimonia.errors import DecisionError
from testimonia.store import chain
from testimonia.store.session import Session
from testimonia.store.statement import text

_LAST = text("SELECT number, hash FROM decisions ORDER BY number DESC LIMIT 1")
_APPEND = text(
    "INSERT INTO decisions (number, at, author, reason, action, previous, hash) "
    "VALUES (:number, :at, :by, :reason, :action, :previous, :hash)"
)
_LOG = text(
    "SELECT number, at, author, reason, action, previous, hash FROM decisions "
    "WHERE number > :after ORDER BY number LIMIT :page"
)


class Log(Session):
    """The part of the store that holds what people decided."""

    def append(self, action: Action, *, by: str, reason: str, at: str) -> Decision:
        """Adds an event at the end of the hash chain."""
        try:
            words = msgspec.json.encode([at, by, reason, action]).decode("utf-8")
        except UnicodeEncodeError as error:
            raise DecisionError("a decision holds a character that cannot be stored", got=error.reason) from error
        if "\\u0000" in words:
            raise DecisionError("a decision holds a NUL character", hint="leave it out of the name or the reason")
        with self.deciding():
            self._queue_up()
            last = self._one(_LAST)
            number, previous = (last[0] + 1, last[1]) if last else (1, chain.GENESIS)
            event = chain.link(number, at, by, reason, action, previous)
            body = {"number": number, "at": at, "by": by, "reason": reason, "previous": previous, "hash": event.hash}
            self._write(_APPEND, {**body, "action": msgspec.json.encode(action).decode("utf-8")})
            self._precious = True
        return event

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event; 0 and "" where there is none."""
        last = self._one(_LAST)
        return (int(last[0]), str(last[1])) if last else (0, "")

    def decisions(self, after: int = 0) -> Iterator[Decision]:
        """The whole log, or the events beyond this number, in order."""
        for number, at, by, reason, action, previous, hash in self._pages(_LOG, {}, after=after):
            act: Action = msgspec.json.decode(action, type=Action)
            yield Decision(number=number, at=at, by=by, reason=reason, action=act, previous=previous, hash=hash)

    def verify(self) -> int:
        """Checks the hash chain: how many events the log holds; StoreError at the first broken one."""
        return chain.verify(self.decisions())
