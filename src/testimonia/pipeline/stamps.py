"""Trusted timestamps over the WARC files of fetched pages: a file `.tsr` beside each. Off unless study.toml names an authority."""

from __future__ import annotations

from pathlib import Path

import msgspec

from testimonia.domain.history import Stamps
from testimonia.errors import ConfigError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.pages import FOLDER

_WARC, _STAMP = ".warc.gz", ".tsr"


class Stamping(msgspec.Struct, frozen=True, kw_only=True):
    """What a go came to: pages stamped now, pages that wait for a stamp, and why where there are any."""

    stamped: int = 0
    waiting: int = 0
    why: str = ""


def stamp_all(desk: Desk) -> Stamping:
    """Has every page stamped that bears none yet. Where the authority does not answer, the pages wait for the next go: a capture never fails for it."""
    web = desk.config.web
    if not web.timestamp:
        return Stamping()
    from testimonia.adapters.timestamp import NoStamp, stamp

    roots = _roots(desk.config.folder, web.timestamp_roots)
    missing = [path for path in _warcs(desk.config.folder) if not _beside(path).exists()]
    desk.progress.start("timestamp", len(missing))
    done = 0
    for path in missing:
        try:
            _keep(_beside(path), stamp(web.timestamp, path.read_bytes(), roots, proxy=web.proxy))
        except NoStamp as error:
            desk.progress.end("timestamp", f"{done} stamped, {len(missing) - done} wait: {error}")
            return Stamping(stamped=done, waiting=len(missing) - done, why=str(error))
        done += 1
        desk.progress.step("timestamp", path.name)
    desk.progress.end("timestamp", f"{done} stamped")
    return Stamping(stamped=done)


def check_stamps(folder: Path, roots: str) -> Stamps:
    """Every page with a stamp: whether it is what was stamped, and when that was. Needs no authority, only its certificate."""
    stamped = [path for path in _warcs(folder) if _beside(path).exists()]
    lost = [path.name for path in sorted((folder / FOLDER).glob(f"*{_STAMP}")) if not _warc_of(path).exists()]
    if not stamped and not lost:
        return Stamps()
    from testimonia.adapters.timestamp import NoStamp, stamped_at

    held = _roots(folder, roots)
    times, bad = [], [f"{FOLDER}/{name}: its page is gone" for name in lost]
    for path in stamped:
        try:
            times.append(stamped_at(_beside(path).read_bytes(), path.read_bytes(), held))
        except NoStamp as error:
            bad.append(f"{FOLDER}/{path.name}: {error}")
    return Stamps(good=len(times), first=min(times, default=""), last=max(times, default=""), bad=tuple(bad))


def _keep(path: Path, answer: bytes) -> None:
    half = path.with_suffix(".half")
    half.write_bytes(answer)
    half.replace(path)  # in one step


def _warcs(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob(f"*{_WARC}"))


def _beside(warc: Path) -> Path:
    return warc.with_name(warc.name.removesuffix(_WARC) + _STAMP)


def _warc_of(stamp: Path) -> Path:
    return stamp.with_name(stamp.name.removesuffix(_STAMP) + _WARC)


def _roots(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise ConfigError(
            "the certificate of the timestamp authority cannot be read", where=f"web.timestamp_roots = {name!r}", got=error.strerror,
            hint="put its root certificate (PEM) into the study's folder",
        ) from None  # fmt: skip
