"""One request over one connection to one checked address, within a span of time."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from testimonia.adapters.fetch.address import port_of

_CHUNK = 65_536


class TooMuch(Exception):  # noqa: N818 (a reason, not a bug)
    """More bytes than the limit."""


class _Pinned:
    """Connects to the address that was checked, whatever the name would lead to by now."""

    def pin(self, ip: str, proxy: str, seconds: float) -> None:
        self._ip, self._proxy, self._seconds = ip, proxy, seconds
        self._open: list[socket.socket] = []

    def _new_conn(self) -> socket.socket:
        host: str = self.host  # type: ignore[attr-defined]
        port: int = self.port  # type: ignore[attr-defined]
        made = (
            _through(self._proxy, host, port, self._seconds)
            if self._proxy
            else socket.create_connection((self._ip, port), self._seconds)
        )
        self._open.append(made)
        return made

    def cut(self) -> None:
        """Ends whatever is going on over it; called from another thread."""
        held: Any = getattr(self, "sock", None)
        for one in (held, *self._open):
            with contextlib.suppress(OSError, AttributeError, ValueError):
                one.shutdown(socket.SHUT_RDWR)


class _Http(_Pinned, HTTPConnection):
    pass


class _Https(_Pinned, HTTPSConnection):
    pass


def _through(proxy: str, host: str, port: int, seconds: float) -> socket.socket:
    import socks  # PySocks

    parts = urlsplit(proxy)
    made: socket.socket = socks.create_connection(
        (host, port), timeout=seconds, proxy_type=socks.SOCKS5, proxy_addr=parts.hostname, proxy_port=parts.port or 9050,
        proxy_rdns=True, proxy_username=unquote(parts.username or "") or None, proxy_password=unquote(parts.password or "") or None,
    )  # fmt: skip
    return made


class Answer:
    """What came: status, headers (lower case), body as on the line."""

    def __init__(self, status: int, headers: dict[str, str], raw: bytes) -> None:
        self.status, self.headers, self.raw = status, headers, raw


def told(error: ssl.SSLError) -> str:
    """What is wrong, for people: "certificate has expired" rather than CERTIFICATE_VERIFY_FAILED."""
    return str(getattr(error, "verify_message", "") or error.reason or "unknown").rstrip(".")


def ask(
    parts: SplitResult, target: str, headers: dict[str, str], *, ip: str, proxy: str, seconds: float, limit: int
) -> Answer:
    """Sends a GET and reads the answer; TimeoutError after `seconds` in all, however busily the server drips."""
    line = _connection(parts, ip, proxy, seconds)
    end = time.monotonic() + seconds
    watch = Timer(seconds, line.cut)
    watch.daemon = True
    watch.start()
    try:
        line.request("GET", target, headers=headers, preload_content=False, decode_content=False)
        response = line.getresponse()
        return Answer(response.status, _headers(response), _body(response, limit, end))
    except Exception as error:
        if time.monotonic() >= end - 0.01:
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()
        line.close()


def _connection(parts: SplitResult, ip: str, proxy: str, seconds: float) -> _Http | _Https:
    host = (parts.hostname or "").strip("[]")
    made: _Http | _Https
    if parts.scheme == "https":
        made = _Https(
            host, port_of(parts), timeout=seconds, ssl_context=ssl.create_default_context(), server_hostname=host
        )
    else:
        made = _Http(host, port_of(parts), timeout=seconds)
    made.pin(ip, proxy, seconds)
    return made


def _headers(response: BaseHTTPResponse) -> dict[str, str]:
    return {name.lower(): value[:2000] for name, value in list(response.headers.items())[:100]}


def _body(response: BaseHTTPResponse, limit: int, end: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        some = response.read1(_CHUNK, decode_content=False)
        if not some:
            break
        parts.append(some)
        size += len(some)
        if size > limit:
            raise TooMuch
        if time.monotonic() > end:
            raise TimeoutError
    if time.monotonic() > end:
        raise TimeoutError
    expected = response.headers.get("content-length", "")
    if expected.isdigit() and int(expected) > size:
        raise ConnectionError(f"broke off after {size:,} of {int(expected):,} bytes")
    return b"".join(parts)
