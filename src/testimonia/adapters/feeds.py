"""Lists of addresses that the web offers: RSS, Atom, JSON feeds, sitemaps."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from urllib.parse import urljoin

import msgspec

MOST = 50_000
"""Addresses in one sitemap, by its protocol."""
_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]")


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """`pages`: addresses in the order of the list. `lists`: further sitemaps. `more`: the next page of a JSON feed or archive is not followed."""

    kind: str
    pages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def listing(data: bytes, address: str, limit: int = 20 * 2**20) -> Listing | None:
    """The addresses in a feed or sitemap; None where the bytes are neither."""
    if data.startswith(b"\x1f\x8b"):
        data = _unzipped(data, limit)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"{") and b"jsonfeed.org" in head:
        return _json(data, address)
    root = _ROOT.search(head) if head.startswith(b"<") and b"<html" not in head.lower() else None
    if root is None:
        return None
    return _sitemap(data, address) if root[1] in (b"urlset", b"sitemapindex") else _feed(data, address)


def _unzipped(data: bytes, limit: int) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return stream.read(limit)
    except (OSError, EOFError, zlib.error):
        return b""


def _feed(data: bytes, address: str) -> Listing:
    import feedparser

    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return Listing(kind="feed", pages=_clean(address, [one.get("link", "") for one in found.entries]))


def _json(data: bytes, address: str) -> Listing | None:
    try:
        items = json.loads(data).get("items", [])
        links = [str(one.get("url") or one.get("external_url") or "") for one in items if isinstance(one, dict)]
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None
    return Listing(kind="feed", pages=_clean(address, links))


def _sitemap(data: bytes, address: str) -> Listing:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(data, parser)
    if root is None:
        return Listing(kind="sitemap")
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for one in root.iter("{*}loc"):
        above = etree.QName(one.getparent()).localname
        found.get(above, []).append(one.text or "")
    return Listing(kind="sitemap", pages=_clean(address, found["url"]), lists=_clean(address, found["sitemap"]))


def _clean(address: str, links: list[str]) -> tuple[str, ...]:
    whole = []
    for link in links[:MOST]:
        try:
            whole.append(urljoin(address, link.strip()) if link.strip() else "")
        except ValueError:
            continue
    return tuple(dict.fromkeys(one for one in whole if one.startswith(("http://", "https://"))))
