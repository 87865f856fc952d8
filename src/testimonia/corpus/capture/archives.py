"""ZIP and WARC files: what is in them, one by one, within a budget; a damaged part never takes the rest with it."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from testimonia.corpus.capture.limits import Budget, CaptureOptions, Inner, aside, megabytes
from testimonia.domain.setaside import Reason, SetAside
from testimonia.ports.extract import Unreadable, WarcReader

_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError)


def members(one: Inner, options: CaptureOptions, budget: Budget) -> Iterator[Inner | SetAside]:
    """The files in a ZIP, by name; what they unpack to is asked before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(one.data))
        held = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    except _DAMAGE as error:
        yield aside(one.name, Reason.UNREADABLE, f"damaged ZIP: {error}; fetch or make it again")
        return
    if one.name.lower().endswith(".wacz"):  # the rest of it is about the archive
        held = [m for m in held if m.filename.startswith("archive/")]
    total = sum(m.file_size for m in held)
    if total > options.max_expanded or not budget.spend(total, len(held)):
        grown = f"{len(held)} members, {megabytes(total)} unpacked from {megabytes(len(one.data))}"
        yield aside(one.name, Reason.BOMB, f"{grown}; if you trust it, unpack it yourself")
        return
    if not held:
        yield aside(one.name, Reason.EMPTY, "no file in it")
    for member in held:
        yield _member(archive, member, f"{one.name}!/{member.filename}", options)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, options: CaptureOptions) -> Inner | SetAside:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return aside(name, Reason.OUTSIDE, "a member name that leads out of the archive")
    if member.flag_bits & 1:
        return aside(name, Reason.UNREADABLE, "locked with a password; unpack it yourself")
    try:
        with archive.open(member) as stream:
            return Inner(name=name, data=stream.read(min(member.file_size, options.max_bytes) + 1))
    except (*_DAMAGE, NotImplementedError) as error:
        return aside(name, Reason.UNREADABLE, f"damaged member: {error}")


def warc(one: Inner, budget: Budget, read: WarcReader) -> Iterator[Inner | SetAside]:
    """The responses in a WARC file."""
    count = 0
    try:
        for record in read(one.data):
            if record.damage:
                yield aside(one.name, Reason.UNREADABLE, f"damaged after {count} records: {record.damage}")
                continue
            count += 1
            if not budget.spend(len(record.body)):
                yield aside(
                    one.name, Reason.BOMB, f"more than {count - 1} records unpack to too much; the rest is left"
                )
                return
            yield Inner(name=record.uri, data=record.body, headers=record.headers)
    except Unreadable as error:
        yield aside(one.name, Reason.UNREADABLE, f"damaged after {count} records: {error}")
        return
    if not count:
        yield aside(one.name, Reason.EMPTY, "no response record in it")
