"""Which addresses may be visited: public ones, and those of this machine that study.toml names one by one."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = (80, 443)
_NEVER = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Global by the registry, and yet a cloud's own service to its machines."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")


class Refused(Exception):  # noqa: N818 (a reason, not a bug)
    """Why an address is not visited."""


def split(address: str) -> SplitResult:
    """The parts of an address that may be asked for; `Refused` for another scheme, a user in it, or a port of other services."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = parts.hostname or ""
        host.encode("idna")
    except (ValueError, UnicodeError):
        raise Refused("not an address") from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\\%]", host):
        raise Refused("only http:// and https:// with a host are fetched")
    if "@" in parts.netloc:
        raise Refused("an address with a user or password in it is not fetched")
    if port is not None and port < 1024 and port not in _PORTS:
        raise Refused(f"port {port} belongs to another service")
    return parts


def spelled(address: str) -> str:
    """The address as it goes over the line: encoded, without its fragment."""
    parts = split(address)
    host = (
        (parts.hostname or "").encode("idna").decode("ascii")
        if ":" not in (parts.hostname or "")
        else f"[{parts.hostname}]"
    )
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"), ""))


def port_of(parts: SplitResult) -> int:
    """The port, also where it is not written."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_public(ip: str) -> bool:
    """Whether the address is one of the open internet: not loopback, private, link-local, metadata, multicast or reserved.

    What wraps an IPv4 address (mapped, 6to4, Teredo, NAT64) counts as what it wraps.
    """
    try:
        found: _Ip = ipaddress.ip_address(ip.split("%")[0])
    except ValueError:
        return False
    return "%" not in ip and all(_is_public(one) for one in (found, *_wrapped(found)))


def _is_public(one: _Ip) -> bool:
    if isinstance(one, ipaddress.IPv6Address) and (one.ipv4_mapped or one in _NAT64):
        return True  # judged by what it wraps
    return one.is_global and not one.is_multicast and not one.is_reserved and one not in _NEVER


def _wrapped(found: _Ip) -> list[_Ip]:
    if not isinstance(found, ipaddress.IPv6Address):
        return []
    inside = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if found in _NAT64 or int(found) >> 32 == 0:
        inside.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return [one for one in inside if one is not None]


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that this machine's resolver gives."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def checked(ips: Collection[str], port: int, allowed: Collection[str]) -> str:
    """The one address to connect to. One that is not public spoils all: a name that leads to both is a trap."""
    bad = [ip for ip in ips if not is_public(ip) and _named(ip, port) not in allowed]
    if bad:
        raise Refused(f"it leads to {bad[0]}, which is no public address")
    if not ips:
        raise Refused("its name leads nowhere")
    return next(iter(ips))


def check_name(host: str, port: int, allowed: Collection[str]) -> None:
    """Behind a proxy that looks names up itself: numbers (in any spelling) are checked, local names refused."""
    name = host.rstrip(".").lower()
    try:
        ip = str(ipaddress.ip_address(name))
    except ValueError:
        ip = _odd_spelling(name)
    if ip:
        checked([ip], port, allowed)
    elif "." not in name or name.endswith(_LOCAL_NAMES):
        raise Refused("a name of this machine or its own network")


def _odd_spelling(name: str) -> str:
    """What 0x7f.1, 017700000001 or 2130706433 mean, or ""."""
    if not re.fullmatch(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}", name):
        return ""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return "0.0.0.0"  # noqa: S104 - never connected to: it is what a number that is no address counts as


def _named(ip: str, port: int) -> str:
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
