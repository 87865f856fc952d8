"""Writing WARC 1.1: pages as responses, each in a gzip member of its own; the same pages give the same bytes."""

from __future__ import annotations

import os
import re
import uuid
import zlib
from collections.abc import Iterable
from pathlib import Path

from testimonia.domain.candidate import Haul
from testimonia.text import sha256

_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_UNDONE = ("content-encoding", "transfer-encoding", "content-length", "content-type", "warc-date", "connection")
"""Headers that are no longer true of a body that was unpacked."""


def write_warc(path: Path, hauls: Iterable[Haul]) -> None:
    """Writes the pages, in one step."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with draft.open("wb") as stream:
        for one in hauls:
            packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
            stream.write(packer.compress(_record(one)) + packer.flush())
    draft.replace(path)


def _record(one: Haul) -> bytes:
    body = _http(one) + one.page
    address = one.candidate.address
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{address}\0{sha256(one.page)}")
    lines = (
        "WARC/1.1",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:{name}>",
        f"WARC-Date: {one.fetched or '1970-01-01T00:00:00Z'}",
        f"WARC-Target-URI: {_line(address)}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body + b"\r\n\r\n"


def _http(one: Haul) -> bytes:
    held = {n: v for n, v in one.headers.items() if n.lower() not in _UNDONE and _TOKEN.fullmatch(n)}
    declared = one.headers.get("content-type", "")
    kind = declared if declared.lower().startswith(one.media_type) else one.media_type
    lines = [f"Content-Type: {_line(kind)}", *(f"{name}: {_line(value)}" for name, value in sorted(held.items()))]
    return "\r\n".join(("HTTP/1.1 200 OK", *lines, f"Content-Length: {len(one.page)}")).encode("utf-8") + b"\r\n\r\n"


def _line(words: str) -> str:
    """Nothing from outside begins a line of its own."""
    return re.sub(r"[\r\n\0]+", " ", words)
