"""A web site on this machine, on as many loopback addresses as one likes: what a server may do, good and bad."""

from __future__ import annotations

import contextlib
import gzip
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]

STORY = (
    "Former Islamic State {job} speaks out. TUNIS - {name}, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken "
    'publicly about the months in Raqqa for the first time. "There was no pay and no electricity, and we were hungry every night," {last} told the '
    'Prairie Herald. "I left because the life they had promised did not exist." {last} joined the group in 2014 after recruiters offered money and a house.'
)


def story(name: str, job: str = "cook", head: str = "", extra: str = "") -> bytes:
    """A page with an invented account."""
    text = STORY.format(name=name, last=name.split()[-1], job=job)
    paragraphs = "".join(f"<p>{part.strip()}.</p>" for part in text.split(". ") if part)
    title = f"Former Islamic State {job} {name} speaks out"
    return (
        f"<!doctype html><html><head><title>{title}</title><meta name='date' content='2015-05-02'>{head}</head>"
        f"<body><article><h1>{title}</h1>{paragraphs}{extra}</article></body></html>"
    ).encode()


class Site:
    """Answers by path; counts what was asked for, with the headers that came."""

    def __init__(self, ip: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                found = site.pages.get(self.path, (404, {}, b"nothing here"))
                if callable(found):
                    self.close_connection = True
                    try:
                        found(self)
                    except OSError:
                        return  # the other side has had enough
                    return
                self._send(*found)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                site.asked.append((self.path, {"body": body.decode()}))
                found = site.pages.get(self.path, (200, {}, b"ok"))
                self._send(*(found if isinstance(found, tuple) else (200, {}, b"ok")))

            def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
                etag = headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def finish_request(self, request: Any, address: Any) -> None:
                with contextlib.suppress(ssl.SSLError, ConnectionError):  # who does not trust us hangs up
                    super().finish_request(tls.wrap_socket(request, server_side=True) if tls else request, address)

        self.server = Server((ip, 0), Handler)
        self.port = self.server.server_address[1]
        self.host = f"{ip}:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def html(self, path: str, body: bytes, **headers: str) -> str:
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8", **headers}, body)
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = (status, {"Location": to, "Set-Cookie": "who=you"}, b"")
        return self.url(path)

    def feed(self, path: str, links: list[str], **headers: str) -> str:
        items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{items}</channel></rss>'
        self.pages[path] = (200, {"Content-Type": "application/rss+xml", **headers}, body.encode())
        return self.url(path)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """One byte after the other, for ever."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """As many bytes as anybody takes."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>more</p>" * 10_000)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """Five million bytes in five thousand."""
    body = gzip.compress(b"0" * 5_000_000)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>half")
