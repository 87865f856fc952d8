"""Sources to captures: files, folders, ZIP, WARC, CSV and JSONL, read once, with hash and time."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import InputError
from testimonia.ports.clock import Clock
from testimonia.ports.extract import Unreadable, WarcReader
from testimonia.text import sha256

TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain", ".md": "text/plain", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".vtt": "text/vtt", ".srt": "application/x-subrip",
}  # fmt: skip
TEXT_COLUMNS = ("text", "body", "content", "article", "full_text")


class CaptureOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Limits: bytes a document, bytes an archive may grow to, its growth factor, its members, its nesting."""

    max_bytes: int = 50 * 2**20
    max_expanded: int = 500 * 2**20
    max_ratio: int = 200
    max_members: int = 20_000
    max_depth: int = 3


class CaptureTools(msgspec.Struct, frozen=True, kw_only=True):
    """The clock and the reader of WARC files."""

    clock: Clock
    warc: WarcReader


class _Bad(Exception):  # noqa: N818 (carries a set-aside, not a failure)
    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


def capture(sources: Iterable[str], options: CaptureOptions, tools: CaptureTools) -> Iterator[RawCapture | SetAside]:
    """Every document in the sources, or the reason why not. A source that does not exist is an InputError."""
    for given in sources:
        root = Path(given)
        if not root.exists():
            raise InputError("no such source", where=given, hint="give a file or a folder that exists")
        for path, name in _files(root):
            try:
                data = _read(path, options)
            except _Bad as bad:
                yield _aside(name, bad.reason, bad.detail)
                continue
            yield from _document(name, data, options, tools, depth=0)


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    if root.is_file():
        yield root, root.name
        return
    base = root.resolve()
    for folder, subfolders, files in os.walk(base, followlinks=False):
        subfolders.sort()
        subfolders[:] = [s for s in subfolders if not s.startswith(".")]
        for file in sorted(files):
            path = Path(folder) / file
            if not file.startswith("."):
                yield path, (PurePosixPath(base.name) / path.relative_to(base).as_posix()).as_posix()


def _read(path: Path, options: CaptureOptions) -> bytes:
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise _Bad(Reason.OUTSIDE, "a link that leads out of the folder is not followed")
        size = path.stat().st_size
        limit = options.max_expanded if path.suffix in (".zip", ".gz", ".warc") else options.max_bytes
        if size > limit:
            raise _Bad(Reason.TOO_LARGE, f"{size} bytes; at most {limit}")
        with path.open("rb") as stream:
            return stream.read(limit + 1)
    except FileNotFoundError:
        raise _Bad(Reason.VANISHED, "the file vanished while it was read") from None
    except OSError as error:
        raise _Bad(Reason.UNREADABLE, f"cannot be read: {error.strerror}") from None


def _document(
    name: str,
    data: bytes,
    options: CaptureOptions,
    tools: CaptureTools,
    *,
    depth: int,
    headers: dict[str, str] | None = None,
) -> Iterator[RawCapture | SetAside]:
    lower = name.lower()
    if not data:
        yield _aside(name, Reason.EMPTY, "0 bytes")
    elif depth > options.max_depth:
        yield _aside(name, Reason.TOO_DEEP, f"archives nested deeper than {options.max_depth}")
    elif lower.endswith((".warc", ".warc.gz")):
        yield from _warc(name, data, options, tools, depth)
    elif data.startswith(b"PK\x03\x04") and not lower.endswith(".docx"):
        yield from _zip(name, data, options, tools, depth)
    elif lower.endswith((".csv", ".jsonl", ".ndjson")):
        yield from _table(name, data, options, tools)
    else:
        yield _single(name, data, options, tools, headers or {})


def _single(
    name: str, data: bytes, options: CaptureOptions, tools: CaptureTools, headers: dict[str, str]
) -> RawCapture | SetAside:
    if len(data) > options.max_bytes:
        return _aside(name, Reason.TOO_LARGE, f"more than {options.max_bytes} bytes")
    kind = sniff(name, data)
    if kind is None:
        binary = b"\x00" in data[:4096]
        return _aside(
            name,
            Reason.BINARY if binary else Reason.UNSUPPORTED_TYPE,
            "not a document that can be read; known: " + ", ".join(sorted(TYPES)),
        )
    digest = sha256(data)
    made = Capture(
        id=Capture.id_of(name, digest),
        source=name,
        media_type=kind,
        sha256=digest,
        size=len(data),
        captured_at=tools.clock(),
        headers=headers,
    )
    return RawCapture(capture=made, data=data)


def sniff(name: str, data: bytes) -> str | None:
    """The media type from bytes and name, or None for what is no document."""
    suffix = PurePosixPath(name.split("?")[0].split("#")[0]).suffix.lower()
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"%PDF-"):
        return TYPES[".pdf"]
    if data.startswith(b"PK\x03\x04"):
        return TYPES[".docx"] if suffix == ".docx" else None
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    if head.startswith(b"WEBVTT"):
        return TYPES[".vtt"]
    lowered = head.lower()
    if lowered.startswith((b"<!doctype", b"<html")) or b"<html" in lowered or b"<body" in lowered:
        return TYPES[".html"]
    if suffix in (".json",):
        return None
    known = TYPES.get(suffix)
    if suffix and not known and "#row=" not in name and "__" not in name:
        return None if suffix[1:].isalpha() and len(suffix) < 6 else "text/plain"
    return known or "text/plain"


def _zip(
    name: str, data: bytes, options: CaptureOptions, tools: CaptureTools, depth: int
) -> Iterator[RawCapture | SetAside]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield _aside(name, Reason.UNREADABLE, f"damaged ZIP: {error}")
        return
    total = sum(m.file_size for m in members)
    if (
        total > options.max_expanded
        or total > options.max_ratio * max(len(data), 1024)
        or len(members) > options.max_members
    ):
        yield _aside(name, Reason.BOMB, f"{len(members)} members, {total} bytes unpacked from {len(data)}")
        return
    for member in members:
        inner = f"{name}!/{member.filename}"
        if member.filename.startswith("/") or ".." in PurePosixPath(member.filename.replace("\\", "/")).parts:
            yield _aside(inner, Reason.OUTSIDE, "a member name that leads out of the archive")
            continue
        try:
            with archive.open(member) as stream:
                body = stream.read(min(member.file_size, options.max_bytes) + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError) as error:
            yield _aside(inner, Reason.UNREADABLE, f"damaged or locked member: {error}")
            continue
        yield from _document(inner, body, options, tools, depth=depth + 1)


def _warc(
    name: str, data: bytes, options: CaptureOptions, tools: CaptureTools, depth: int
) -> Iterator[RawCapture | SetAside]:
    count = 0
    try:
        for record in tools.warc(data):
            count += 1
            if count > options.max_members:
                yield _aside(name, Reason.TOO_LARGE, f"more than {options.max_members} records")
                return
            yield from _document(record.uri, record.body, options, tools, depth=depth + 1, headers=record.headers)
    except Unreadable as error:
        yield _aside(name, Reason.UNREADABLE, f"damaged WARC after {count} records: {error}")
        return
    if not count:
        yield _aside(name, Reason.EMPTY, "no response record in it")


def _table(name: str, data: bytes, options: CaptureOptions, tools: CaptureTools) -> Iterator[RawCapture | SetAside]:
    text = data.decode("utf-8-sig", "replace")
    rows: Iterable[tuple[int, dict[str, object] | None]] = (
        _csv_rows(text) if name.lower().endswith(".csv") else _json_rows(text)
    )
    for number, row in rows:
        source = f"{name}#row={number}"
        if row is None:
            yield _aside(source, Reason.UNREADABLE, "not a JSON object on one line")
            continue
        lowered = {str(k).strip().lower(): str(v) for k, v in row.items() if k is not None and v is not None}
        column = next((c for c in TEXT_COLUMNS if lowered.get(c, "").strip()), None)
        if column is None:
            yield _aside(source, Reason.NO_TEXT, f"no filled text column; looked for: {', '.join(TEXT_COLUMNS)}")
            continue
        headers = {
            k: v
            for k, v in lowered.items()
            if k in ("title", "date", "published", "publisher", "author", "url", "language")
        }
        yield _single(source, lowered[column].encode("utf-8"), options, tools, {**headers, "x-row": "1"})


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, object] | None]]:
    csv.field_size_limit(2**27)
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), 1):
        yield number, dict(row)


def _json_rows(text: str) -> Iterator[tuple[int, dict[str, object] | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield number, row if isinstance(row, dict) else None


def _aside(source: str, reason: Reason, detail: str) -> SetAside:
    return SetAside(stage="capture", subject=source, source=source, reason=reason, detail=detail)
