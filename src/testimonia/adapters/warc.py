"""WARC files, read with fastwarc."""

from __future__ import annotations

import io
from collections.abc import Iterator

from testimonia.ports.extract import Unreadable, WarcRecord

MAX_BODY = 50 * 2**20


def records(data: bytes) -> Iterator[WarcRecord]:
    """The response records, in order; bodies are cut at 50 MiB (and then set aside as too large)."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        for record in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.response, parse_http=True):
            headers: dict[str, str] = {k.lower(): str(v) for k, v in (record.http_headers or {}).items()}
            headers["warc-date"] = str(record.headers.get("WARC-Date", ""))
            yield WarcRecord(
                uri=str(record.headers.get("WARC-Target-URI", "") or record.record_id),
                headers=headers,
                body=record.reader.read(MAX_BODY + 1),
            )
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        raise Unreadable(str(error)) from None
