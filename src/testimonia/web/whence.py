"""From where a request comes: what a proxy says of it counts only where the proxy is one that the desk was told of."""

from __future__ import annotations

import ipaddress

from starlette.requests import Request


def address_of(request: Request, proxies: frozenset[str]) -> str:
    """The browser's address, of IPv6 its network (/64: one household has so many); "" where only a proxy's is known.

    Behind a trusted proxy it is the last entry of X-Forwarded-For that no trusted proxy wrote of itself: those before it are the browser's word.
    """
    peer = request.client.host if request.client else ""
    if peer not in proxies:
        return _network(peer)
    said = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    return next((_network(one.strip()) for one in reversed(said) if one.strip() not in proxies), "")


def is_in_the_clear(request: Request, proxies: frozenset[str]) -> bool:
    """Whether a trusted proxy says that the browser came to it without TLS."""
    peer = request.client.host if request.client else ""
    said = request.headers.get("x-forwarded-proto", "https")
    return peer in proxies and said.rpartition(",")[2].strip().lower() != "https"


def _network(said: str) -> str:
    try:
        held = ipaddress.ip_address(said)
    except ValueError:
        return ""
    if isinstance(held, ipaddress.IPv6Address):
        mapped = held.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((held, 64), strict=False))
    return str(held)
