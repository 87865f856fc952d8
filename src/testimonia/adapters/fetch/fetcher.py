"""Fetches a page: each hop of a redirect checked like the first, one host at a time, no cookie, no script, no picture."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlunsplit

import msgspec
from urllib3.exceptions import HTTPError

from testimonia.adapters.fetch import line
from testimonia.adapters.fetch.address import Refused, check_name, checked, port_of, spelled, split, system_resolver
from testimonia.adapters.fetch.robots import Robots
from testimonia.adapters.http_body import unpacked
from testimonia.domain.setaside import Reason
from testimonia.errors import no_room
from testimonia.ports.fetch import NoPage, Page, Resolver

_ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain,text/vtt,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
_REDIRECTS = (301, 302, 303, 307, 308)
_RATIO, _SMALL = 200, 1_000_000


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one visit takes: bytes unpacked, seconds in all, redirects; `delay`: seconds between visits to a host."""

    max_bytes: int = 20 * 2**20
    seconds: float = 30.0
    redirects: int = 8
    delay: float = 2.0


class WebFetcher:
    """A `ports.fetch.Fetcher`. `allowed`: loopback "ADDRESS:PORT" that may be visited; `proxy`: socks5h://HOST:PORT or ""."""

    def __init__(
        self,
        *,
        agent: str,
        limits: Limits,
        allowed: frozenset[str] = frozenset(),
        proxy: str = "",
        resolve: Resolver = system_resolver,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._agent, self._limits, self._allowed, self._proxy = agent, limits, allowed, proxy
        self._resolve, self._sleep = resolve, sleep
        self._seen: dict[str, float] = {}
        self._robots = Robots(agent, lambda address: self._follow(address, {}, polite=False))

    def __call__(self, address: str, known: Mapping[str, str] = {}) -> Page | NoPage:
        """See ports.fetch."""
        return self._follow(address, known, polite=True)

    def _follow(self, asked: str, known: Mapping[str, str], *, polite: bool) -> Page | NoPage:
        at, seen = asked, set[str]()
        for _ in range(self._limits.redirects + 1):
            found = self._visit(asked, at, known, polite)
            if isinstance(found, NoPage) or found.status not in _REDIRECTS or "location" not in found.headers:
                return found
            seen.add(at)
            at = urljoin(found.address, found.headers["location"])
            if at in seen:
                return NoPage(asked=asked, reason=Reason.REFUSED, why="its redirects go round in a circle")
        return NoPage(asked=asked, reason=Reason.REFUSED, why=f"more than {self._limits.redirects} redirects")

    def _visit(self, asked: str, at: str, known: Mapping[str, str], polite: bool) -> Page | NoPage:
        try:
            at = spelled(at)
            if polite:
                self._check(at)  # before robots.txt is asked for: not even that is fetched from a forbidden place
                if no := self._robots.objection(at):
                    return msgspec.structs.replace(no, asked=asked)
                self._wait(at)
            return self._page(asked, at, known)
        except Refused as error:
            where = "" if at == asked else f" (redirected to {at})"
            return NoPage(asked=asked, reason=Reason.FORBIDDEN_ADDRESS, why=f"{error}{where}")
        except line.TooMuch:
            return NoPage(asked=asked, reason=Reason.TOO_LARGE, why=f"more than {self._limits.max_bytes:,} bytes")
        except TimeoutError:
            why = f"no whole answer within {self._limits.seconds:g} seconds"
            return NoPage(asked=asked, reason=Reason.UNREACHABLE, why=why, again=True)
        except ssl.SSLError as error:
            why = f"its certificate or encryption does not hold: {line.told(error)}"
            return NoPage(asked=asked, reason=Reason.UNREACHABLE, why=why)
        except (OSError, HTTPError, ValueError) as error:
            if isinstance(error, OSError) and no_room(error) is not None:
                raise
            return NoPage(asked=asked, reason=Reason.UNREACHABLE, why=f"cannot be reached: {error}"[:300], again=True)

    def _check(self, at: str) -> str:
        """The IP address to connect to; "" behind a proxy."""
        parts = split(at)
        host, port = (parts.hostname or ""), port_of(parts)
        if self._proxy:
            check_name(host, port, self._allowed)
            return ""
        return checked(self._resolve(host, port), port, self._allowed)

    def _wait(self, at: str) -> None:
        host = split(at).netloc
        pause = max(self._limits.delay, self._robots.delay(at))
        left = self._seen.get(host, -pause) + pause - time.monotonic()
        if left > 0 and host in self._seen:
            self._sleep(left)
        self._seen[host] = time.monotonic()

    def _page(self, asked: str, at: str, known: Mapping[str, str]) -> Page | NoPage:
        parts = split(at)
        ip = self._check(at)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = self._headers(known if known.get("address") == at else {})  # no other host learns what we hold
        answer = line.ask(
            parts, target, headers, ip=ip, proxy=self._proxy, seconds=self._limits.seconds, limit=self._limits.max_bytes
        )
        try:
            limit = min(self._limits.max_bytes, max(_SMALL, _RATIO * len(answer.raw)))
            body = unpacked(answer.raw, answer.headers | {"transfer-encoding": ""}, limit)
        except ValueError as error:
            return NoPage(asked=asked, reason=Reason.UNREADABLE, why=str(error))
        if len(body) > limit:
            why = f"{len(answer.raw):,} bytes that unpack to more than {limit:,}"
            return NoPage(asked=asked, reason=Reason.BOMB, why=why)
        head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": parts.netloc, **headers}.items())
        request = f"GET {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace")
        return Page(
            asked=asked,
            address=at,
            status=answer.status,
            headers=answer.headers,
            body=body,
            raw=answer.raw,
            request=request,
            ip=ip,
        )

    def _headers(self, known: Mapping[str, str]) -> dict[str, str]:
        held = {"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Connection": "close"}
        asked = {"If-None-Match": known.get("etag", ""), "If-Modified-Since": known.get("last-modified", "")}
        return held | {
            name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()
        }
