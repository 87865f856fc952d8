"""Whether a release is what was signed: every file, every byte, nothing added; on any machine, without the study."""

from __future__ import annotations

import enum
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from testimonia.adapters.signature import fingerprint, is_signed
from testimonia.domain.release import FileEntry, Manifest
from testimonia.errors import ReleaseError
from testimonia.study.release import MANIFEST, SIGNATURE

_LARGEST = 50_000_000
TOLD = 20


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A release that is whole. `fingerprint`: of the key that signed it, to be compared by another channel."""

    number: int
    title: str
    edition: str
    signed_by: str | None
    files: int
    fingerprint: str


def verify_release(folder: Path, key: str = "") -> Verified:
    """ReleaseError with everything that is wrong; `key`: the fingerprint that the reader was told."""
    page = _read(folder / MANIFEST)
    held = _manifest(folder, page)
    wrong = list(_signature(folder, page, held, key))
    wrong += _files(folder, held)
    if wrong:
        raise ReleaseError(
            "this release is not what was signed", where=str(folder),
            got="\n            ".join([*wrong[:TOLD], *([f"and {len(wrong) - TOLD} more"] if len(wrong) > TOLD else [])]),
            hint="do not use it; ask the team for another copy and for the fingerprint of its key",
        )  # fmt: skip
    return Verified(number=held.release, title=held.title, edition=held.edition, signed_by=held.signed_by,
                    files=len(held.files), fingerprint=held.fingerprint)  # fmt: skip


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release; ReleaseError where there is none."""
    return _manifest(folder, _read(folder / MANIFEST))


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or path.lstat().st_size > _LARGEST:  # a pipe would never end
            raise ReleaseError("this is no file of a release", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError("a file of the release cannot be read", where=str(path), got=error.strerror) from error


def _manifest(folder: Path, page: bytes) -> Manifest:
    try:
        held = msgspec.json.decode(page, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReleaseError("the manifest cannot be read", where=str(folder / MANIFEST), got=error) from error
    if held.format != "testimonia-release" or held.version != 1:
        raise ReleaseError(
            "this is no release that this program knows", where=str(folder), got=f"{held.format} {held.version}"
        )
    return held


def _signature(folder: Path, page: bytes, held: Manifest, key: str) -> Iterator[str]:
    why = is_signed(page, _read(folder / SIGNATURE), held.key)
    if why:
        yield f"{SIGNATURE}: {why}"
    if fingerprint(held.key) != held.fingerprint:
        yield f"{MANIFEST}: the fingerprint is not that of the key"
    if key and key.replace(" ", "").lower() != held.fingerprint.replace(" ", ""):
        yield f"{MANIFEST}: signed by another key than the one you were told"


def _files(folder: Path, held: Manifest) -> Iterator[str]:
    listed = {entry.path: entry for entry in held.files}
    if len(listed) != len(held.files):
        yield f"{MANIFEST}: names a file twice"
    found: set[str] = set()
    for name, kind in sorted(_below(folder, "")):
        if kind is not Kind.FILE:
            yield f"{_printed(name)}: {kind.value}"
            continue
        found.add(name)
        yield from _file(name, folder / name, listed)
    yield from (f"{_printed(name)}: is missing" for name in sorted(listed.keys() - found))


class Kind(enum.Enum):
    """What stands in a folder; all but files, and folders that hold some, is wrong there."""

    FILE = "a file"
    OTHER = "is a link or no file"
    EMPTY = "an empty folder that is not in the manifest"
    SHUT = "a folder that cannot be looked into"


def _below(folder: Path, inside: str) -> Iterator[tuple[str, Kind]]:
    """Everything in a folder and below it, but folders that hold something; links are not followed, and nothing is passed over."""
    try:
        with os.scandir(folder / inside) as entries:
            held = list(entries)
    except OSError:
        yield inside, Kind.SHUT
        return
    if not held:
        yield inside, Kind.EMPTY
    for entry in held:
        name = f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _below(folder, name)
        else:
            yield name, Kind.FILE if entry.is_file(follow_symlinks=False) else Kind.OTHER


def _printed(name: str) -> str:
    """A name on one line, whatever is in it."""
    return name if name.isprintable() else ascii(name)


def _file(name: str, path: Path, listed: Mapping[str, FileEntry]) -> Iterator[str]:
    if name in (MANIFEST, SIGNATURE):
        return
    entry = listed.get(name)
    if entry is None:
        yield f"{_printed(name)}: is not in the manifest"
        return
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        yield f"{_printed(name)}: cannot be read ({error.strerror})"
        return
    if digest != entry.sha256 or size != entry.bytes:
        yield f"{_printed(name)}: was changed"
