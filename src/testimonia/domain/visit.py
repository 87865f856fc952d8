"""A visit to a page of the web: what came of it, so that the next one asks only for what changed."""

from __future__ import annotations

import msgspec


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """The latest visit to one address.

    Attributes:
        address: asked for. final: that answered, after redirects. canonical: under which it is kept.
        at: ISO 8601 UTC of the latest visit. first: of the first. status: of HTTP.
        capture: the id of what is kept of it; "" for a feed. warc: its file, relative to the study's folder.
        folded: the address of the page of which this is another version (AMP, print), or "".
        reason: why nothing was kept (a set-aside's reason), or "".
        etag, modified: for a conditional request. gone: since when it is no longer there, or "".
    """

    address: str
    final: str
    canonical: str
    at: str
    first: str
    status: int
    capture: str = ""
    warc: str = ""
    folded: str = ""
    etag: str = ""
    modified: str = ""
    gone: str = ""
    reason: str = ""
