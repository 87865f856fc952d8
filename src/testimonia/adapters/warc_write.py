"""A page as a WARC file of its own: request and response, with time, digests and the address that was connected to."""

from __future__ import annotations

import gzip
import http.client
import io
import os
from pathlib import Path

from testimonia.ports.fetch import Page


def write_page(folder: Path, name: str, page: Page, at: str, picture: bytes = b"") -> Path:
    """Writes NAME.warc.gz, wholly or not at all. `at`: ISO 8601 UTC. `picture`: PNG of how the page looks, a record of its own, and NAME.png beside.

    The body stands as it came over the line, but out of its chunks (its Transfer-Encoding is kept as X-Archive-Orig-...).
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.warc.gz"
    half = path.with_suffix(".half")
    half.write_bytes(_records(page, at, picture))
    if picture:
        shown = folder / f"{name}.png.half"
        shown.write_bytes(picture)
        shown.replace(folder / f"{name}.png")
    os.replace(half, path)  # noqa: PTH105 - one step
    return path


def _records(page: Page, at: str, picture: bytes) -> bytes:
    from fastwarc.warc import WarcRecord, WarcRecordType

    out = io.BytesIO()
    response = WarcRecord()
    content = _response(page)
    response.init_headers(WarcRecordType.response)
    _stamp(response, page, at, "application/http; msgtype=response")
    response.set_bytes_content(content)
    request = WarcRecord()
    request.init_headers(WarcRecordType.request)
    _stamp(request, page, at, "application/http; msgtype=request")
    request.headers["WARC-Concurrent-To"] = response.headers["WARC-Record-ID"]
    request.set_bytes_content(page.request)
    records = [response, request]
    if picture:
        shown = WarcRecord()
        shown.init_headers(WarcRecordType.resource)
        _stamp(shown, page, at, "image/png")
        shown.headers["WARC-Target-URI"] = f"urn:view:{page.address}"
        shown.headers["WARC-Concurrent-To"] = response.headers["WARC-Record-ID"]
        shown.set_bytes_content(picture)
        records.append(shown)
    for record in records:
        whole = io.BytesIO()
        record.write(whole, checksum_data=True)
        out.write(gzip.compress(whole.getvalue(), mtime=0))  # a member a record: readers can jump to each
    return out.getvalue()


def _stamp(record: object, page: Page, at: str, kind: str) -> None:
    headers = record.headers  # type: ignore[attr-defined]
    headers["WARC-Date"], headers["WARC-Target-URI"], headers["Content-Type"] = at, page.address, kind
    if page.ip:
        headers["WARC-IP-Address"] = page.ip


def _response(page: Page) -> bytes:
    reason = http.client.responses.get(page.status, "")
    names = {"transfer-encoding": "x-archive-orig-transfer-encoding"}
    lines = "".join(f"{names.get(name, name)}: {value}\r\n" for name, value in page.headers.items())
    return f"HTTP/1.1 {page.status} {reason}\r\n{lines}\r\n".encode("latin-1", "replace") + page.raw
