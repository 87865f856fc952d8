"""Archives that are damaged, lie or differ: what can be read is read, and each damaged place is told."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from made import STORY, page, warc, zipped

from testimonia.adapters import warc as adapter
from testimonia.adapters.http_body import unpacked
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.domain.capture import RawCapture
from testimonia.domain.setaside import Reason, SetAside

TOOLS = CaptureTools(clock=lambda: "2015-06-01T00:00:00Z", warc=adapter.records)
BODY = page(f"<p>{STORY}</p>")


def read(path: Path, data: bytes, **options: int) -> tuple[dict[str, bytes], list[SetAside]]:
    """What is kept, by its source, and what is set aside."""
    path.write_bytes(data)
    found = list(capture([str(path)], CaptureOptions(**options), TOOLS))
    kept = {one.capture.source: one.data for one in found if isinstance(one, RawCapture)}
    return kept, [one for one in found if isinstance(one, SetAside)]


def chunked(data: bytes, size: int = 50) -> bytes:
    parts = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


WIRE = {
    "as it came": (BODY, {}),
    "in chunks": (chunked(BODY), {"Transfer_Encoding": "chunked"}),
    "packed": (gzip.compress(BODY), {"Content_Encoding": "gzip"}),
    "packed, in chunks": (chunked(gzip.compress(BODY)), {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
    "deflated": (zlib.compress(BODY), {"Content_Encoding": "deflate"}),
    "packed twice": (gzip.compress(zlib.compress(BODY)), {"Content_Encoding": "deflate, gzip"}),
    "unpacked by the browser": (BODY, {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
    "unpacked by the browser, Brotli": (BODY, {"Content_Encoding": "br"}),
    "of another length": (BODY, {"Content_Length": "7"}),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", WIRE)
def test_bodies_as_archives_keep_them(tmp_path: Path, name: str, packed: bool) -> None:
    body, headers = WIRE[name]
    data = warc({f"http://example.org/{n}": body for n in range(3)}, packed=packed, **headers)
    kept, aside = read(tmp_path / "a.warc", data)
    assert kept == {f"http://example.org/{n}": BODY for n in range(3)}
    assert aside == []


CUT = {
    "in a chunk": (chunked(BODY)[:200], {"Transfer_Encoding": "chunked"}),
    "between chunks": (chunked(BODY, 100)[:106], {"Transfer_Encoding": "chunked"}),
    "packed": (gzip.compress(BODY)[:-20], {"Content_Encoding": "gzip"}),
    "packed and damaged": (gzip.compress(BODY)[:40] + b"\xff" * 90, {"Content_Encoding": "gzip"}),
}


@pytest.mark.parametrize("name", CUT)
def test_half_a_body_is_no_article(tmp_path: Path, name: str) -> None:
    body, headers = CUT[name]
    whole = warc({"http://example.org/whole": BODY})
    kept, aside = read(tmp_path / "a.warc", warc({"http://example.org/cut": body}, **headers) + whole)
    assert list(kept) == ["http://example.org/whole"]
    assert [one.reason for one in aside] == [Reason.UNREADABLE]
    assert "http://example.org/cut" in aside[0].detail


@pytest.mark.parametrize("packed", [False, True])
def test_reading_goes_on_after_a_damaged_record(tmp_path: Path, packed: bool) -> None:
    records = [warc({f"http://example.org/{n}": BODY}, packed=packed) for n in range(5)]
    records[2] = records[2][:40] + b"\xff" * 20 + records[2][60:] if packed else records[2][:200]
    kept, aside = read(tmp_path / "a.warc.gz", b"".join(records))
    assert kept == {f"http://example.org/{n}": BODY for n in (0, 1, 3, 4)}
    assert Reason.UNREADABLE in {one.reason for one in aside}


def test_one_damage_is_told_once_and_a_heap_of_it_ends(tmp_path: Path) -> None:
    record = warc({"http://example.org/": BODY}, packed=True)
    kept, aside = read(tmp_path / "a.warc.gz", (record[:30] + b"\xff" * 20) * 300)
    assert kept == {}
    assert len(aside) == 2
    assert "damaged after 0 records" in aside[0].detail
    assert "too much of it is damaged; fetch it again" in aside[1].detail


def test_a_body_grows_to_its_limit_and_no_further() -> None:
    packed = gzip.compress(b"0" * 10_000_000)
    assert len(unpacked(packed, {"content-encoding": "gzip"}, 1000)) == 1001


def test_a_name_twice_in_an_archive_is_told_twice(tmp_path: Path) -> None:
    data = warc({"http://example.org/": b""}) * 2
    _, aside = read(tmp_path / "a.warc", data)
    assert len({one.subject for one in aside}) == len(aside) == 2


@pytest.mark.parametrize(("given", "limit"), [(3, {"max_members": 2}), (1, {"max_expanded": 300})])
def test_more_than_the_limits_is_not_unpacked(tmp_path: Path, given: int, limit: dict[str, int]) -> None:
    data = zipped({f"{n}.txt": STORY.encode() for n in range(given)})
    kept, aside = read(tmp_path / "a.zip", data, **limit)
    assert kept == {}
    assert [one.reason for one in aside] == [Reason.BOMB]
