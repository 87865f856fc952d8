"""[web] and [watch] in study.toml: how pages are fetched, and what is looked at again and again."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from testimonia.config import check


class WebFile(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of [web].

    Attributes:
        agent: how the program names itself to servers; say how the team can be reached. delay: seconds between two visits to a host.
        timeout: seconds for one page. max_megabytes: of one page, unpacked. max_pages: that one list may bring in one go.
        proxy: socks5h://HOST:PORT (Tor), which looks names up itself. allow: this machine's own ADDRESS:PORT that may be visited.
        screenshot: a picture of each page kept, rendered from its stored bytes without any network, where a browser (Chromium) is at hand.
        timestamp: address of a timestamp authority (RFC 3161), which gets the hash of each page kept; timestamp_roots: a PEM file in the study's folder
        with the certificates by which its answers are verified.
    """

    agent: str = "Testimonia/0.1 (research archive; obeys robots.txt)"
    delay: float = 2.0
    timeout: float = 30.0
    max_megabytes: int = 20
    max_pages: int = 10_000
    proxy: str = ""
    allow: tuple[str, ...] = ()
    screenshot: bool = False
    timestamp: str = ""
    timestamp_roots: str = ""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, sitemap or saved search (an address that answers with one). `since`: covered from this day on, where it is back-filled."""

    address: str
    name: str = ""
    since: str = ""


class WatchFile(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of [watch].

    Attributes:
        sources: the feeds. every: minutes between two passes of `--loop`. recheck: days after which a cited page is looked at again.
        digest: a file in the study's folder. webhook: an address to which the digest is posted as JSON. mail_to, mail_from, smtp (HOST:PORT, STARTTLS where it is offered; smtps://HOST:PORT: encrypted
        from the first byte): by mail; the password is in the environment (TESTIMONIA_SMTP_PASSWORD), user is mail_from.
    """

    sources: tuple[Watched, ...] = ()
    every: float = 360.0
    recheck: float = 30.0
    digest: str = "digest.md"
    webhook: str = ""
    mail_to: str = ""
    mail_from: str = ""
    smtp: str = ""


def problems(web: WebFile, watch: WatchFile) -> Iterator[check.Problem]:
    """What is wrong with the two tables, each with its key."""
    if not web.agent.strip() or not web.agent.isascii() or not web.agent.isprintable():
        yield "web.agent", "expected a name in ASCII, with how to reach the team"
    for key, low, high in (
        ("delay", 0, 3600),
        ("timeout", 0.1, 3600),
        ("max_megabytes", 1, 50),
        ("max_pages", 1, 50_000),
    ):
        if not low <= getattr(web, key) <= high:
            yield f"web.{key}", f"got {getattr(web, key)}; expected {low:g} to {high:g}"
    if web.proxy and not _is_proxy(web.proxy):
        yield "web.proxy", 'expected "socks5h://HOST:PORT", which also looks names up ("socks5" would give them away)'
    for number, one in enumerate(web.allow, start=1):
        if not is_loopback(one):
            yield (
                f"web.allow[{number}]",
                f'got {one!r}; expected an address of this machine, "127.0.0.1:PORT" or "[::1]:PORT"',
            )
    if web.timestamp and not _is_web(web.timestamp):
        yield "web.timestamp", "expected http:// or https://"
    if web.timestamp and not web.timestamp_roots:
        yield "web.timestamp_roots", "expected a PEM file in the study's folder, where there is web.timestamp"
    if web.timestamp_roots.startswith("/") or ".." in web.timestamp_roots.split("/"):
        yield "web.timestamp_roots", "expected a file in the study's folder"
    yield from _watch_problems(watch)


def _watch_problems(watch: WatchFile) -> Iterator[check.Problem]:
    for number, source in enumerate(watch.sources, start=1):
        if not _is_web(source.address):
            yield f"watch.sources[{number}].address", "expected http:// or https://"
        if source.since and not re.fullmatch(r"\d{4}-\d\d-\d\d", source.since):
            yield f"watch.sources[{number}].since", f'got {source.since!r}; expected a day, "2015-01-31"'
    if watch.webhook and not _is_web(watch.webhook):
        yield "watch.webhook", "expected http:// or https://"
    if watch.mail_to and not (
        watch.mail_from and re.fullmatch(r"(smtps://)?([^\s:/]+|\[[0-9a-fA-F:]+\]):\d{1,5}", watch.smtp)
    ):
        yield "watch.smtp", 'expected "HOST:PORT" or "smtps://HOST:PORT", and mail_from, where there is mail_to'
    for key in ("every", "recheck"):
        if getattr(watch, key) <= 0:
            yield f"watch.{key}", f"got {getattr(watch, key)}; expected more than 0"
    if watch.digest.startswith("/") or ".." in watch.digest.split("/"):
        yield "watch.digest", "expected a file in the study's folder"


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_proxy(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return parts.scheme == "socks5h" and bool(parts.hostname) and (parts.port or 9050) > 0
    except ValueError:
        return False


def is_loopback(named: str) -> bool:
    """Whether "ADDRESS:PORT" is this very machine, written as a number."""
    host, _, port = named.rpartition(":")
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback and 0 < int(port) < 65_536
    except ValueError:
        return False
