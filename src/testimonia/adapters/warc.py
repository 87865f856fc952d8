"""WARC files, read with fastwarc."""

from __future__ import annotations

import io
from collections.abc import Iterator

from testimonia.adapters.http_body import unpacked
from testimonia.ports.extract import Unreadable, WarcRecord

MAX_BODY = 50 * 2**20
MAX_DAMAGE = 100  # places at which reading begins anew; noise full of false beginnings would keep us for ever
_BEGINNINGS = (b"\x1f\x8b\x08", b"WARC/1.")


def records(data: bytes) -> Iterator[WarcRecord]:
    """The response records, in order; bodies are cut at 50 MiB (and then set aside as too large).

    After a damaged place reading goes on at the next beginning of a record; the place comes as a record with `damage`.
    """
    at, told = 0, False
    for _ in range(MAX_DAMAGE):
        try:
            for place, record in _from(data, at):
                at = place
                told = bool(record.damage)
                yield record
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            if not told:  # the next beginnings may belong to the same damage
                yield WarcRecord(uri="", headers={}, body=b"", damage=str(error))
            told = True
            found = [begin for mark in _BEGINNINGS if (begin := data.find(mark, at + 1)) > 0]
            if not found:
                return
            at = min(found)
        else:
            return
    raise Unreadable("too much of it is damaged; fetch it again")


def _from(data: bytes, at: int) -> Iterator[tuple[int, WarcRecord]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    stream = io.BytesIO(data)
    stream.seek(at)
    for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="none"):
        headers: dict[str, str] = {k.lower(): str(v) for k, v in (record.http_headers or {}).items()}
        headers.pop("date", None)  # when the server answered; no day on which anything was published
        headers["warc-date"] = str(record.headers.get("WARC-Date", ""))
        uri = str(record.headers.get("WARC-Target-URI", "") or record.record_id)
        expected = int(record.content_length)
        raw = record.reader.read(MAX_BODY + 1)
        body, damage = b"", ""
        if len(raw) < min(expected, MAX_BODY):
            damage = f"{uri} is cut off: {len(raw):,} of {expected:,} bytes"
        else:
            try:
                body = unpacked(raw, headers, MAX_BODY)
            except ValueError as error:
                damage = f"{uri}: {error}"
        yield int(record.stream_pos), WarcRecord(uri=uri, headers=headers, body=body, damage=damage)
