"""WARC files, read with fastwarc."""

from __future__ import annotations

import io
import mmap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from testimonia.adapters.http_body import unpacked
from testimonia.ports.extract import Unreadable, WarcRecord

MAX_BODY = 50 * 2**20
MAX_DAMAGE = 100  # places at which reading begins anew; noise full of false beginnings would keep us for ever
_BEGINNINGS = (b"\x1f\x8b\x08", b"WARC/1.")


def records(data: bytes) -> Iterator[WarcRecord]:
    """The response records, in order; bodies are cut at 50 MiB (and then set aside as too large).

    After a damaged place reading goes on at the next beginning of a record; the place comes as a record with `damage`.
    """
    yield from _records(lambda: io.BytesIO(data), data.find)


def records_in(path: Path) -> Iterator[WarcRecord]:
    """The same of a file of any size: it is read as it goes, never as a whole."""
    if not path.stat().st_size:
        return
    with path.open("rb") as held, mmap.mmap(held.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        yield from _records(lambda: path.open("rb"), whole.find)


def _records(opened: Callable[[], BinaryIO], find: Callable[[bytes, int], int]) -> Iterator[WarcRecord]:
    at, told = 0, False
    for _ in range(MAX_DAMAGE):
        try:
            with opened() as stream:
                stream.seek(at)
                for place, record in _from(stream):
                    at = place
                    told = bool(record.damage)
                    yield record
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            if not told:  # the next beginnings may belong to the same damage
                yield WarcRecord(uri="", headers={}, body=b"", damage=str(error))
            told = True
            found = [begin for mark in _BEGINNINGS if (begin := find(mark, at + 1)) > 0]
            if not found:
                return
            at = min(found)
        else:
            return
    raise Unreadable("too much of it is damaged; fetch it again")


def _from(stream: BinaryIO) -> Iterator[tuple[int, WarcRecord]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

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
