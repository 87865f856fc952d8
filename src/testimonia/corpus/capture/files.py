"""The files of a folder, in order; each is read once, and only if it is one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from testimonia.corpus.capture.limits import Bad, CaptureOptions, megabytes
from testimonia.domain.setaside import Reason

_ARCHIVES = (".zip", ".gz", ".warc", ".parquet")


def is_there(path: Path) -> bool:
    """Whether the path names anything, be it a link to nothing."""
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in the name
        return False


def files(root: Path) -> Iterator[tuple[Path | Bad, str]]:
    """Path (or why there is none) and name of each file; names are relative to the parent of what was given.

    A link is followed where it is given by name or leads to a file in the folder; hidden files are passed over.
    """
    if not root.is_dir():
        yield root, root.name
        return
    base = root.resolve()
    unread: list[OSError] = []
    for folder, subfolders, found in os.walk(base, followlinks=False, onerror=unread.append):
        yield from _unread(base, unread)
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        linked = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in sorted((*(name for name in found if not name.startswith(".")), *linked)):
            path = Path(folder) / name
            yield (_linked(base, path) if path.is_symlink() else path), _name(base, path)
    yield from _unread(base, unread)


def _name(base: Path, path: Path) -> str:
    return (PurePosixPath(base.name) / path.relative_to(base).as_posix()).as_posix()


def _unread(base: Path, errors: list[OSError]) -> Iterator[tuple[Bad, str]]:
    for error in errors:
        yield _why(error, "the folder"), _name(base, Path(str(error.filename)))
    errors.clear()


def _linked(base: Path, path: Path) -> Path | Bad:
    try:
        target = path.resolve(strict=True)
    except FileNotFoundError:
        return Bad(Reason.VANISHED, "a link to a file that is not there")
    except (OSError, RuntimeError):
        return Bad(Reason.UNREADABLE, "a link that leads to itself")
    if not target.is_relative_to(base):
        return Bad(Reason.OUTSIDE, "a link that leads out of the folder is not followed; give its target as a source")
    if target.is_dir():
        return Bad(Reason.ALREADY_CAPTURED, "a link to a folder that is read in its own place")
    return target


def read(path: Path, options: CaptureOptions) -> bytes:
    """The bytes of a file, looked at and read through one handle; `Bad` for what is none, too large, or gone."""
    limit = options.max_expanded if path.suffix.lower() in _ARCHIVES else options.max_bytes
    try:
        # Without waiting: a pipe would keep us until somebody writes into it.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:  # noqa: PTH123 - a handle
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise Bad(Reason.UNSUPPORTED_TYPE, "not a file but a pipe, socket or device")
            if about.st_size > limit:
                raise _too_large(about.st_size, limit)
            data = stream.read(limit + 1)
    except OSError as error:
        raise _why(error, "the file") from None
    if len(data) > limit:  # it grew while it was read
        raise _too_large(len(data), limit)
    return data


def _too_large(size: int, limit: int) -> Bad:
    return Bad(Reason.TOO_LARGE, f"{megabytes(size)}; at most {megabytes(limit)}: cut it into its articles")


def _why(error: OSError, what: str) -> Bad:
    if isinstance(error, FileNotFoundError):
        return Bad(Reason.VANISHED, f"{what} vanished before it was read; if it is back, run again")
    return Bad(Reason.UNREADABLE, f"{what} cannot be read: {error.strerror or error}")
