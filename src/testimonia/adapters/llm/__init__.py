"""A language model behind an OpenAI-compatible server (llama.cpp, Ollama, vLLM), over the standard library alone.

Nothing is followed, fetched or trusted: no redirect, no proxy, no certificate that does not verify, no answer beyond size and time.
Whatever the server does is a `NoReply` with its reason.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from threading import Timer

from testimonia.adapters.llm.wire import body_of, reply_of
from testimonia.errors import no_room
from testimonia.ports.llm import NoReply, Reply, Request, Server

MOST_BYTES = 4_000_000
"""Of an answer: a whole codebook's worth of quotes has some 50,000."""
_CHUNK = 65_536


class HttpLlm:
    """Asks one server. `key`: sent as a bearer token, and nowhere else; `seconds`: for one answer, from the first byte sent."""

    def __init__(self, server: Server, *, key: str | None, seconds: float) -> None:
        self._server, self._seconds = server, seconds
        self.__key = key

    def __repr__(self) -> str:
        return f"HttpLlm({self._server.scheme}://{self._server.host}:{self._server.port})"

    def ask(self, request: Request) -> Reply | NoReply:
        """See ports.llm."""
        try:
            return _Exchange(self._server, self._seconds).do(self._path, self._headers, body_of(request))
        except TimeoutError:
            return NoReply(why=f"the server gave no answer within {self._seconds:g} seconds")
        except ssl.SSLError as error:
            return NoReply(why=f"the server's certificate or encryption does not hold: {error.reason or 'unknown'}")
        except http.client.HTTPException as error:
            return NoReply(why=f"the server broke off or does not speak HTTP ({type(error).__name__})")
        except OSError as error:
            if no_room(error) is not None:
                raise  # this machine's trouble, not the server's
            return NoReply(why=f"the server cannot be reached: {error.strerror or type(error).__name__}")

    @property
    def _path(self) -> str:
        return f"{self._server.path}/chat/completions"

    @property
    def _headers(self) -> dict[str, str]:
        held = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return held | ({"Authorization": f"Bearer {self.__key}"} if self.__key else {})


class _Exchange:
    """One question and its answer, on a connection of its own that is cut when the time is up."""

    def __init__(self, server: Server, seconds: float) -> None:
        self._server, self._deadline = server, time.monotonic() + seconds
        self._late = False
        make: Callable[..., http.client.HTTPConnection] = http.client.HTTPConnection
        more = {}
        if server.scheme == "https":
            make, more = http.client.HTTPSConnection, {"context": ssl.create_default_context()}
        self._connection = make(server.host, server.port, timeout=seconds, **more)

    def do(self, path: str, headers: dict[str, str], body: bytes) -> Reply | NoReply:
        """The answer, or why there is none; OSError and HTTPException where the line fails, TimeoutError where it is late."""
        # Timeouts of a socket begin anew with each byte: a server that sends one a minute would never be late.
        watch = Timer(self._deadline - time.monotonic(), self._cut)
        watch.daemon = True
        watch.start()
        try:
            return self._do(path, headers, body)
        except (OSError, http.client.HTTPException) as error:
            if self._late:
                raise TimeoutError from error
            raise
        finally:
            watch.cancel()
            self._connection.close()

    def _do(self, path: str, headers: dict[str, str], body: bytes) -> Reply | NoReply:
        self._connection.connect()
        if self._server.is_loopback and not _is_here(self._connection.sock):
            return NoReply(why=f"{self._server.host} is not this machine, though its name says so; nothing was sent")
        self._connection.request("POST", path, body=body, headers=headers)
        answer = self._connection.getresponse()
        if 300 <= answer.status < 400:
            return NoReply(why=f"the server wants to send us elsewhere (HTTP {answer.status}), and nothing is followed")
        data = self._read(answer)
        if data is None:
            return NoReply(why=f"the answer is larger than {MOST_BYTES:,} bytes")
        if answer.status != 200:
            refused = 400 <= answer.status < 500 and answer.status not in (401, 403, 404, 408, 429)
            return NoReply(why=f"the server answered HTTP {answer.status}", is_down=not refused)
        return reply_of(data)

    def _read(self, answer: http.client.HTTPResponse) -> bytes | None:
        parts, size = [], 0
        while part := answer.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                return None
        if self._late:
            raise TimeoutError
        if answer.length:  # fewer bytes than were announced
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(parts)

    def _cut(self) -> None:
        self._late = True
        held = self._connection.sock
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already: all the better


def _is_here(connected: socket.socket) -> bool:
    found = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback
