"""Sources to captures: files, folders, ZIP, WARC, CSV and JSONL, read once, with hash and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from testimonia.corpus.capture import archives, database, files, mail, tables
from testimonia.corpus.capture.limits import Bad, Budget, CaptureOptions, Inner, aside, megabytes
from testimonia.corpus.capture.sniff import TYPES, sniff
from testimonia.domain.capture import Capture, RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import InputError, no_room
from testimonia.ports.clock import Clock
from testimonia.ports.extract import LinesOf, TableReader, WarcReader
from testimonia.text import sha256, speakable

__all__ = ["TYPES", "CaptureOptions", "CaptureTools", "Inner", "capture", "documents", "one_file", "sniff"]


class CaptureTools(msgspec.Struct, frozen=True, kw_only=True):
    """The clock, the readers of WARC and Parquet files, and what gives the lines of an export of many articles (none: it is kept whole)."""

    clock: Clock
    warc: WarcReader
    lines: LinesOf | None = None
    parquet: TableReader | None = None


def capture(sources: Iterable[str], options: CaptureOptions, tools: CaptureTools) -> Iterator[RawCapture | SetAside]:
    """Every document in the sources, or the reason why not. A source that does not exist is an InputError."""
    for given in sources:
        root = Path(given)
        if not files.is_there(root):
            raise InputError("no such source", where=given, hint="give a file or a folder that exists")
        yield from _told_apart(_source(root, options, tools))


def _source(root: Path, options: CaptureOptions, tools: CaptureTools) -> Iterator[RawCapture | SetAside]:
    for path, name in files.files(root):
        yield from one_file(path, name, options, tools)


def one_file(
    path: Path | Bad, name: str, options: CaptureOptions, tools: CaptureTools
) -> Iterator[RawCapture | SetAside]:
    """Every document in one file of a source; a bad file is set aside with what went wrong."""
    try:
        if isinstance(path, Bad):
            raise path
        yield from documents(Inner(name=name, data=files.read(path, options)), options, tools)
    except Bad as bad:
        yield aside(name, bad.reason, bad.detail)
    except Exception as error:
        if fault := no_room(error):
            raise fault from error
        yield aside(name, Reason.FAILED, f"{type(error).__name__}: {error}")


def documents(one: Inner, options: CaptureOptions, tools: CaptureTools) -> Iterator[RawCapture | SetAside]:
    """Every document in a file, or in a record of an archive, by its own budget."""
    yield from _document(one, options, tools, Budget.of(one.data, options), depth=0)


def _told_apart(found: Iterable[RawCapture | SetAside]) -> Iterator[RawCapture | SetAside]:
    """Set-asides of one name (two records of one address) become subjects of their own: none hides another."""
    seen: Counter[str] = Counter()
    for one in found:
        if not isinstance(one, SetAside):
            yield one
            continue
        seen[one.subject] += 1
        number = seen[one.subject]
        yield one if number == 1 else msgspec.structs.replace(one, subject=f"{one.subject} ({number})")


def _document(
    one: Inner, options: CaptureOptions, tools: CaptureTools, budget: Budget, *, depth: int
) -> Iterator[RawCapture | SetAside]:
    lower = one.name.lower()
    inside: Iterator[Inner | SetAside]
    if not one.data:
        yield aside(one.name, Reason.EMPTY, "0 bytes")
        return
    if depth > options.max_depth:
        yield aside(one.name, Reason.TOO_DEEP, f"archives nested deeper than {options.max_depth}; unpack it first")
        return
    if lower.endswith((".warc", ".warc.gz")):
        inside = archives.warc(one, budget, tools.warc)
    elif lower.endswith((".eml", ".mbox")):
        inside = mail.messages(one, budget)
    elif one.data.startswith(b"PK\x03\x04") and not lower.endswith(".docx"):
        inside = archives.members(one, options, budget)
    elif lower.endswith((".csv", ".jsonl", ".ndjson", ".parquet")):
        for row in tables.rows(one, tools.parquet):
            yield row if isinstance(row, SetAside) else _single(row, options, tools)
        return
    else:
        yield from _whole(one, options, tools)
        return
    for found in inside:
        if isinstance(found, SetAside):
            yield found
        else:
            yield from _document(found, options, tools, budget, depth=depth + 1)


def _whole(one: Inner, options: CaptureOptions, tools: CaptureTools) -> Iterator[RawCapture | SetAside]:
    """A document, or each article of an export that holds many."""
    lower = one.name.lower()
    lines = ""
    if (
        tools.lines
        and len(one.data) <= options.max_bytes
        and lower.endswith((".rtf", ".docx", ".pdf", ".html", ".htm", ".txt"))
    ):
        lines = tools.lines(one.name, one.data)
    if database.is_many(lines):
        for article in database.articles(one, lines):
            yield _single(article, options, tools)
    elif lower.endswith(".rtf") and lines.strip():
        yield _single(Inner(name=one.name + "#text", data=lines.encode("utf-8"), headers=one.headers), options, tools)
    else:
        yield _single(one, options, tools)


def _single(one: Inner, options: CaptureOptions, tools: CaptureTools) -> RawCapture | SetAside:
    data, name = one.data, speakable(one.name)
    if len(data) > options.max_bytes:
        return aside(name, Reason.TOO_LARGE, f"more than {megabytes(options.max_bytes)}; cut it into its articles")
    kind = sniff(name, data)
    if kind is None:
        reason = Reason.BINARY if b"\x00" in data[:4096] else Reason.UNSUPPORTED_TYPE
        return aside(name, reason, "not a document that can be read; known: " + ", ".join(sorted(TYPES)))
    digest = sha256(data)
    made = Capture(
        id=Capture.id_of(name, digest),
        source=name,
        media_type=kind,
        sha256=digest,
        size=len(data),
        captured_at=tools.clock(),
        headers=one.headers,
    )
    return RawCapture(capture=made, data=data)
