"""Who is here: sessions in memory, the one-time token of a local desk, and how often a password may be tried."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from testimonia.web.rights import Right, Role, may

IDLE, LONGEST = 2 * 3600.0, 12 * 3600.0
"""Seconds after which a session ends: without a request, and in any case."""
_TRIES, _TRIES_OF_AN_ADDRESS, _PAUSE, _FORGET = 5, 20, 60.0, 3600.0 + 64 * 60.0
"""Wrong passwords, of an account and from an address (a team may share one), and seconds."""


@dataclass(frozen=True)
class Session:
    """One browser of one person. `csrf`: goes with every form. `stamp`: of the password by which they came in, "" where there is none."""

    id: str
    user: str
    role: Role
    names: bool
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    stamp: str = ""

    def may(self, right: Right) -> bool:
        """Whether they have the right."""
        return may(self.role, right, names=self.names)


class Sessions:
    """The open sessions. They live as long as the server: after a restart everybody logs in again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._open: dict[str, tuple[Session, float, float]] = {}
        self._token: str | None = None

    def issue(self) -> str:
        """A new one-time token for the local desk; an older one no longer opens."""
        self._token = secrets.token_urlsafe(32)
        return self._token

    def redeem(self, token: str, user: str) -> Session | None:
        """A session for the token, once; None where it is not the one, or was used."""
        with self._lock:
            good = self._token is not None and hmac.compare_digest(token.encode(), self._token.encode())
            if good:
                self._token = None
        return self.begin(user, Role.ADMIN, names=True) if good else None

    def begin(self, user: str, role: Role, *, names: bool, stamp: str = "") -> Session:
        """A session under a fresh id: what a browser brought along is never taken over (session fixation)."""
        session, now = Session(secrets.token_urlsafe(32), user, role, names, stamp=stamp), self._clock()
        with self._lock:
            self._open = {k: v for k, v in self._open.items() if self._lives(v, now)}
            self._open[session.id] = (session, now, now)
        return session

    def find(self, id: str) -> Session | None:
        """The session with this id, if it is still open."""
        now = self._clock()
        with self._lock:
            held = self._open.get(id)
            if held is None or not self._lives(held, now):
                self._open.pop(id, None)
                return None
            self._open[id] = (held[0], held[1], now)
            return held[0]

    def end(self, id: str) -> None:
        """Closes a session."""
        with self._lock:
            self._open.pop(id, None)

    def end_of(self, user: str) -> None:
        """Closes all sessions of a user: their rights or password changed."""
        with self._lock:
            self._open = {k: v for k, v in self._open.items() if v[0].user != user}

    @staticmethod
    def _lives(held: tuple[Session, float, float], now: float) -> bool:
        _, begun, last = held
        return now - last < IDLE and now - begun < LONGEST


class Tries:
    """Brute force: after five wrong passwords an account waits, after twenty an address; each further one doubles the wait.

    A try counts when it begins, so that many at once are no way around; what is an hour old is forgotten.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failed: dict[str, tuple[int, float, float]] = {}

    def admit(self, name: str, address: str) -> float:
        """Seconds that these have to wait still; 0 where they may try, which then counts as failed until `passed`."""
        keys = _keys(name, address)
        with self._lock:
            wait = self._wait(keys)
            if not wait:
                self._count(keys)
            return wait

    def passed(self, name: str, address: str) -> None:
        """A right password: what was wrong before is forgotten of the account, and of the address this one try."""
        account, *others = _keys(name, address)
        with self._lock:
            self._failed.pop(account, None)
            for key in others:
                number, _, at = self._failed.get(key, (1, 0.0, 0.0))
                self._failed[key] = (number - 1, 0.0, at)

    def _wait(self, keys: Sequence[str]) -> float:
        now = self._clock()
        return max([0.0, *(self._failed[key][1] - now for key in keys if key in self._failed)])

    def _count(self, keys: Sequence[str]) -> None:
        now = self._clock()
        if len(self._failed) > 10_000:  # names are made up faster than they are forgotten
            self._failed = {k: v for k, v in self._failed.items() if max(v[1], v[2] + _PAUSE) > now}
        for key in keys:
            number, _, at = self._failed.get(key, (0, 0.0, now))
            number = 1 if now - at > _FORGET else number + 1
            over = number - (_TRIES if key.startswith("name ") else _TRIES_OF_AN_ADDRESS)
            self._failed[key] = (number, now + _PAUSE * 2 ** min(over, 6) if over >= 0 else 0.0, now)


def _keys(name: str, address: str) -> tuple[str, ...]:
    return (f"name {name}", *([f"from {address}"] if address else []))
