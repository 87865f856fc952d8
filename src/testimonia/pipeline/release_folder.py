"""The folder of a release: written wholly or not at all, and never changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from testimonia.errors import StoreError, UsageError
from testimonia.study.release import MANIFEST


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


def written(out: Path, files: Mapping[str, bytes]) -> None:
    """The folder wholly or not at all: made beside its place, then put there in one step. A release never changes."""
    try:
        if out.is_dir() and any(out.iterdir()):
            _same(out, files)
            return
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
        try:
            _filled(draft, files)
            if out.is_dir():
                out.rmdir()
            draft.replace(out)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError("a release cannot be written", where=str(out), got=error.strerror) from error


def _filled(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    folder.chmod(0o755)


def _same(out: Path, files: Mapping[str, bytes]) -> None:
    held = {p.relative_to(out).as_posix() for p in _below(out)}
    if held == files.keys() and all((out / path).read_bytes() == data for path, data in files.items()):
        return
    raise _taken(out)


def _below(folder: Path) -> Iterable[Path]:
    return (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
