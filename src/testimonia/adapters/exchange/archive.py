"""A ZIP of somebody else: what is in it by name, within limits that are asked before anything is unpacked."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from testimonia.errors import InputError

MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO, MOST_TEXT = 20_000, 2 * 2**30, 200, 50 * 2**20
"""Of the whole archive; and bytes of one text, which is all that is unpacked beside the project file."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)


class Unfit(Exception):  # noqa: N818 (a reason, not a bug)
    """Why one thing in the file is no good: `reason` is the set-aside's, `detail` says how, without any name in the file."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


class Archive:
    """Looks members up by name, whatever their capitals; reads one at a time, and never writes any of them to a disk."""

    def __init__(self, data: bytes, path: Path) -> None:
        self._where, self._folder = str(path), path.resolve().parent
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            held = [m for m in self._zip.infolist() if not m.is_dir()]
        except _DAMAGE as error:
            raise InputError("this is no sound ZIP archive", where=self._where, got=error) from error
        size = sum(m.file_size for m in held)
        texts = sum(m.file_size for m in held if m.filename.lower().endswith((".txt", ".qde")))
        if len(held) > MOST_MEMBERS or size > MOST_UNPACKED or texts > MOST_RATIO * max(len(data), 1024):
            raise InputError(
                "the archive grows beyond reason", where=self._where, got=f"{len(held)} members, {size:,} bytes from {len(data):,}",
            )  # fmt: skip
        self._held = {m.filename.replace("\\", "/").lower(): m for m in held}

    def project(self) -> bytes:
        """The project file: project.qde, or the only other one that ends so."""
        found = sorted(n for n in self._held if n.endswith(".qde"))
        name = next((n for n in found if PurePosixPath(n).name == "project.qde"), found[0] if len(found) == 1 else None)
        if name is None:
            raise InputError(
                "there is no project file in it",
                where=self._where,
                got=", ".join(found) or "none",
                expected="one *.qde",
            )
        try:
            return self._read(name, MOST_TEXT * 4)
        except Unfit as error:
            raise InputError("the project file cannot be read", where=self._where, got=error.detail) from error

    def text(self, address: str, base: str | None = None) -> bytes:
        """The bytes of a text by its address in the project (internal:, relative:, absolute: or a bare name); `Unfit` where there are none.

        Internal ones lie in the archive, relative ones beside it. An absolute path is one of another machine: it is never opened here,
        but a file of its name is looked for in both places.
        """
        scheme, _, rest = address.partition("://")
        if not rest:
            scheme, rest = "internal", address
        rest = rest.replace("\\", "/").lstrip("/")
        if "\0" in rest or ".." in PurePosixPath(rest).parts:
            raise Unfit("outside", "a path that leads out of its folder")
        inside = self._inside(PurePosixPath(rest).name)
        if inside is not None:
            return self._read(inside, MOST_TEXT)
        if scheme == "internal":
            raise Unfit("vanished", "its text is not in the archive")
        return self._beside(rest if scheme == "relative" else PurePosixPath(rest).name, base)

    def _inside(self, name: str) -> str | None:
        lower = name.lower()
        places = (f"sources/{lower}", lower)
        found = next((place for place in places if place in self._held), None)
        return found or next((n for n in self._held if PurePosixPath(n).name == lower), None)

    def _beside(self, name: str, base: str | None) -> bytes:
        last = PurePosixPath((base or "").replace("\\", "/")).name  # its path is one of another machine
        for place in (self._folder / name, self._folder / last / name):
            try:
                real = place.resolve()
                if not real.is_relative_to(self._folder):
                    raise Unfit("outside", "a path that leads out of the file's folder")
                if real.is_file():
                    if real.stat().st_size > MOST_TEXT:
                        raise Unfit("too_large", f"more than {MOST_TEXT:,} bytes")
                    return real.read_bytes()
            except (OSError, ValueError, RuntimeError) as error:
                raise Unfit("unreadable", f"its text cannot be read: {type(error).__name__}") from error
        raise Unfit("vanished", "its text is neither in the archive nor beside it; put it there")

    def _read(self, name: str, most: int) -> bytes:
        member = self._held[name]
        if member.flag_bits & 1:
            raise Unfit("unreadable", "locked with a password")
        try:
            with self._zip.open(member) as stream:
                data = stream.read(most + 1)
        except _DAMAGE as error:
            raise Unfit("unreadable", f"damaged: {type(error).__name__}") from error
        if len(data) > most:
            raise Unfit("too_large", f"more than {most:,} bytes")
        return data
