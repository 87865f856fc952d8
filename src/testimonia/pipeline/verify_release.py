"""Whether a release is what was signed: every file, every byte, nothing added; on any machine, without the study."""

from __future__ import annotations

import hashlib
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
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            raise ReleaseError("this is no file of a release", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError("a file of the release cannot be read", where=str(path), got=error.strerror) from error


def _manifest(folder: Path, page: bytes) -> Manifest:
    try:
        held = msgspec.json.decode(page, type=Manifest)
    except msgspec.DecodeError as error:
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
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            yield f"{name}: is a link or no file"
        elif path.is_dir():
            if not any(path.iterdir()):
                yield f"{name}: an empty folder that is not in the manifest"
        else:
            found.add(name)
            yield from _file(name, path, listed)
    yield from (f"{name}: is missing" for name in sorted(listed.keys() - found))


def _file(name: str, path: Path, listed: Mapping[str, FileEntry]) -> Iterator[str]:
    if name in (MANIFEST, SIGNATURE):
        return
    entry = listed.get(name)
    if entry is None:
        yield f"{name}: is not in the manifest"
        return
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != entry.sha256 or path.stat().st_size != entry.bytes:
        yield f"{name}: was changed"
