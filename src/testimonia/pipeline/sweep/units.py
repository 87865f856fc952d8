"""The sources of a sweep as units of work: one WARC file each, or a batch of other files; and the documents in a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from testimonia.adapters import parquet, warc
from testimonia.corpus.capture import CaptureOptions, CaptureTools, Inner, documents, one_file
from testimonia.corpus.capture.files import files, is_there
from testimonia.corpus.capture.limits import Bad, aside
from testimonia.domain.capture import RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import InputError
from testimonia.ports.extract import Unreadable
from testimonia.text import handle, speakable

BATCH = 200
"""Files that are no WARC, in one unit."""
UNDATED = "1970-01-01T00:00:00Z"
"""A sweep captures nothing: when it ran must not show in what it found."""
TOOLS = CaptureTools(clock=lambda: UNDATED, warc=warc.records, parquet=parquet.rows)
OPTIONS = CaptureOptions()


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What one process reads in one go. `files`: path and name of each; `bad`: files that cannot be read, with the reason."""

    files: tuple[tuple[str, str], ...]
    size: int
    stamp: str
    bad: tuple[SetAside, ...] = ()

    @property
    def name(self) -> str:
        """For people: the file, or the first of them."""
        more = f" and {len(self.files) - 1} more" if len(self.files) > 1 else ""
        return (self.files[0][1] if self.files else self.bad[0].source) + more

    def key(self, mark: str) -> str:
        """Names what this unit gives under these settings by this program."""
        return handle(mark, self.stamp, *(f"{path}\0{name}" for path, name in self.files), length=20)


def units(sources: Iterable[str]) -> list[Unit]:
    """All units, the largest first, so that none of them is left for the end. A source that does not exist is an InputError."""
    found: list[Unit] = []
    for given in sources:
        root = Path(given)
        if not is_there(root):
            raise InputError("no such source", where=given, hint="give a file or a folder that exists")
        found += _of(root)
    return sorted(found, key=lambda unit: (-unit.size, unit.name, unit.files))


def _of(root: Path) -> Iterator[Unit]:
    batch: list[tuple[Path, str]] = []
    bad: list[SetAside] = []
    for path, name in files(root):
        if isinstance(path, Bad):
            bad.append(aside(name, path.reason, path.detail))
        elif is_warc(path):
            yield _unit([(path, name)])
        else:
            batch.append((path, name))
            if len(batch) == BATCH:
                yield _unit(batch)
                batch = []
    if batch or bad:
        yield _unit(batch, tuple(bad))


def is_warc(path: Path) -> bool:
    """By its name, as `capture` tells it."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


def _unit(held: list[tuple[Path, str]], bad: tuple[SetAside, ...] = ()) -> Unit:
    stats = [_stat(path) for path, _ in held]
    stamp = handle(*(f"{size} {time}" for size, time in stats), *(f"{b.source} {b.reason}" for b in bad), length=20)
    named = tuple((str(path.resolve()), speakable(name)) for path, name in held)
    return Unit(files=named, size=sum(size for size, _ in stats), stamp=stamp, bad=bad)


def _stat(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_size, about.st_mtime_ns


Found = tuple[str, Inner | RawCapture | SetAside]
"""The file, and what lies in it: a record as it is, a document, or a reason why not."""


def contents(unit: Unit) -> Iterator[Found]:
    """Everything in a unit, file by file; a damaged place never takes the rest with it."""
    yield from ((one.source, one) for one in unit.bad)
    for path, name in unit.files:
        held = _records(Path(path), name) if is_warc(Path(path)) else one_file(Path(path), name, OPTIONS, TOOLS)
        yield from ((name, one) for one in held)


def _records(path: Path, name: str) -> Iterator[Inner | SetAside]:
    count = 0
    try:
        for record in warc.records_in(path):
            count += 1
            if record.damage:
                yield aside(name, Reason.UNREADABLE, f"damaged after {count} records: {record.damage}")
            else:
                yield Inner(name=record.uri, data=record.body, headers=record.headers)
    except (Unreadable, OSError) as error:
        yield aside(name, Reason.UNREADABLE, f"damaged after {count} records: {error}")
        return
    if not count:
        yield aside(name, Reason.EMPTY, "no response record in it")


def inside(one: Inner) -> Iterator[RawCapture | SetAside]:
    """The documents in a record: most often one, more where it is an archive."""
    yield from documents(one, OPTIONS, TOOLS)
