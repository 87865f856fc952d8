"""The body of a response as the browser showed it: out of its chunks and unpacked, where it still is packed.

Archives differ: some keep what came over the wire, others what the browser made of it, under the same headers. So the
bytes have the last word: what does not begin as its header says is taken as it is.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping

_CHUNK = re.compile(rb"(?:\r?\n)?([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def unpacked(raw: bytes, headers: Mapping[str, str], limit: int) -> bytes:
    """The body, at most one byte more than `limit`; ValueError says where it breaks off. `headers`: names in lower case."""
    body = _joined(raw) if "chunked" in headers.get("transfer-encoding", "").lower() else raw
    names = [name.strip() for name in headers.get("content-encoding", "").lower().split(",")]
    for name in reversed(names):
        try:
            body = _unpacked(name, body, limit)
        except zlib.error as error:
            raise ValueError(f"damaged {name} body: {error}") from None
    return body


def _joined(raw: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK.match(raw, at):
        size, at = int(match.group(1), 16), match.end()
        if not size:
            return b"".join(parts)
        if at + size > len(raw):
            raise ValueError(f"cut off in a chunk: {len(raw) - at:,} of {size:,} bytes")
        parts.append(raw[at : at + size])
        at += size
    if parts:
        raise ValueError(f"its chunks break off after {at:,} bytes")
    return raw


def _unpacked(name: str, body: bytes, limit: int) -> bytes:
    if name in ("gzip", "x-gzip") and body.startswith(_GZIP):
        return _inflated(body, zlib.MAX_WBITS | 16, limit)
    if name == "deflate":
        return _inflated(body, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS, limit)
    if name == "br" or (name == "zstd" and body.startswith(_ZSTD)):
        return _read(name, body, limit)
    return body


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    found = unpacker.decompress(body, limit + 1)
    if not unpacker.eof and len(found) <= limit:
        raise ValueError(f"its packed body is cut off after {len(body):,} bytes")
    return found


def _read(name: str, body: bytes, limit: int) -> bytes:
    from fastwarc.stream_io import BrotliReader, ZstdReader

    reader = {"br": BrotliReader, "zstd": ZstdReader}[name]
    try:
        found: bytes = reader(io.BytesIO(body)).read(limit + 1)
    except (OSError, ValueError, RuntimeError):
        return body  # Brotli has no mark by which to tell it
    return found
