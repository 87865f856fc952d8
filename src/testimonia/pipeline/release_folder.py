"""The folder of a release: made beside its place, let out wholly or not at all, and never changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from testimonia.domain.release import FileEntry
from testimonia.errors import StoreError, UsageError
from testimonia.study.release import MANIFEST

_PART = ".part"
_AT_ONCE = 1_000_000
"""Bytes of a file that are read when something is looked for in it."""


def free(out: Path) -> None:
    """Told before the work: a folder that holds something else than a release."""
    if out.exists() and not out.is_dir():
        raise UsageError("a release is a folder", where=str(out))
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise _taken(out)


def _taken(out: Path) -> UsageError:
    return UsageError(
        "releases do not change: there is something else in this folder",
        where=str(out),
        hint="give a folder that is empty or not there yet",
    )


class DraftFile:
    """The bytes of one file, of which only those are read that are asked for."""

    def __init__(self, place: Path, out: Path) -> None:
        self._place, self._out = place, out
        with _told(out):
            self._size = place.stat().st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, asked: slice) -> bytes:
        start, stop, _ = asked.indices(self._size)
        with _told(self._out), self._place.open("rb", buffering=0) as stream:
            stream.seek(start)
            return stream.read(max(0, stop - start))

    def find(self, what: bytes, start: int = 0) -> int:
        """As of bytes."""
        while start < self._size:
            at = self[start : start + _AT_ONCE].find(what)
            if at >= 0:
                return start + at
            start += _AT_ONCE - len(what) + 1
        return -1

    def rfind(self, what: bytes, start: int, stop: int) -> int:
        """As of bytes."""
        at = self[start:stop].rfind(what)
        return start + at if at >= 0 else -1


class DraftFolder(Mapping[str, DraftFile]):
    """The files of a release by path, in a folder into which nobody else may look; it has no manifest before it has passed."""

    def __init__(self, folder: Path, out: Path) -> None:
        self._folder, self._out = folder, out
        self._paths: dict[str, None] = {}

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """See `Draft`."""
        place = self._folder / path
        beside = self._folder / _PART if path in self._paths else place
        with _told(self._out):
            place.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as stream:
                stream.writelines(pieces)
            beside.replace(place)
        self._paths[path] = None

    def open(self, path: str) -> BufferedReader:
        """See `Draft`."""
        with _told(self._out):
            return (self._folder / path).open("rb")

    def __getitem__(self, path: str) -> DraftFile:
        return DraftFile(self._folder / path, self._out)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def entries(self) -> Iterator[FileEntry]:
        """Every file with its size and its hash, by path."""
        for path in sorted(self._paths):
            with self.open(path) as stream, _told(self._out):
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                size = stream.tell()
            yield FileEntry(path=path, bytes=size, sha256=digest)

    def let_out(self) -> None:
        """Puts the folder in its place, in one step. Where a release is there already, it must be this one."""
        with _told(self._out):
            if self._out.is_dir() and any(self._out.iterdir()):
                if not self._is_there():
                    raise _taken(self._out)
                return
            self._folder.chmod(0o755)
            if self._out.is_dir():
                self._out.rmdir()
            self._folder.replace(self._out)

    def _is_there(self) -> bool:
        held = {p.relative_to(self._out).as_posix() for p in self._out.rglob("*") if p.is_symlink() or not p.is_dir()}
        return held == self._paths.keys() and all(_are_same(self._out / path, self._folder / path) for path in held)


@contextmanager
def drafted(out: Path) -> Iterator[DraftFolder]:
    """A draft of a release beside its place. It goes in the end, but for what was let out; what a process left behind that was killed goes first."""
    with _told(out):
        made = [folder for folder in (*out.parent.parents[::-1], out.parent) if not folder.exists()]
        out.parent.mkdir(parents=True, exist_ok=True)
        _clear(out)
        folder = Path(tempfile.mkdtemp(prefix=_prefix(out), suffix=_PART, dir=out.parent))  # for its owner alone
        held = _lock(folder)
    try:
        yield DraftFolder(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)
        for one in reversed(made):
            with suppress(OSError):  # there is something in it
                one.rmdir()


def _prefix(out: Path) -> str:
    return f".{out.name}."


def _clear(out: Path) -> None:
    """Removes drafts that no process is making any more."""
    for folder in out.parent.iterdir():
        if folder.name.startswith(_prefix(out)) and folder.name.endswith(_PART) and folder.is_dir():
            with suppress(BlockingIOError):
                held = _lock(folder)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)


def _lock(folder: Path) -> int:
    """Says that the draft is being made, as long as this process lives; BlockingIOError where another one makes it."""
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError("a release cannot be written", where=str(out), got=error.strerror) from error


def _are_same(one: Path, other: Path) -> bool:
    with one.open("rb") as left, other.open("rb") as right:
        return hashlib.file_digest(left, "sha256").digest() == hashlib.file_digest(right, "sha256").digest()
