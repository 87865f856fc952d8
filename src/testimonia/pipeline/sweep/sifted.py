"""One unit through the sieve, and its part: what was kept of it, with its account, in a file of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from testimonia.adapters import parquet
from testimonia.corpus.capture import Inner
from testimonia.domain.candidate import Haul, Tally
from testimonia.domain.capture import RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.settings import Settings
from testimonia.errors import no_room
from testimonia.pipeline.sweep.sieve import Sieve
from testimonia.pipeline.sweep.units import Unit, contents, inside
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import fingerprint

_COUNTED = (Reason.OFF_TOPIC, Reason.NO_CASE, Reason.LANGUAGE, Reason.TOO_SHORT, Reason.NO_TEXT)
"""Reasons that are only counted: most of the web has one."""
_MOST_TOLD = 1000


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a unit; `told`: what went wrong, one by one, at most 1,000."""

    name: str
    tally: Tally
    told: tuple[SetAside, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with all that a process needs to do it. `skip`: numbers of documents over which a process died."""

    unit: Unit
    key: str
    folder: str
    settings: Settings
    skip: tuple[int, ...] = ()


def mark_of(settings: Settings) -> str:
    """Changes with the settings and with the code that sifts."""
    code = version_of(
        "corpus", "identity/detect", "adapters", "data/lexicon", "pipeline/sweep/sieve", "pipeline/sweep/units"
    )
    return fingerprint(code, settings)


@lru_cache(maxsize=2)
def _sieve(settings: Settings) -> Sieve:
    return Sieve(settings)


def part(task: Task) -> Path:
    """Where the account of the task lies once it is done; its rows lie beside it."""
    return Path(task.folder) / f"{task.key}.json"


def rows_of(task: Task) -> Path:
    """Where the kept pages lie."""
    return Path(task.folder) / f"{task.key}.parquet"


def at(task: Task) -> Path:
    """Where the process notes which document it is at."""
    return Path(task.folder) / f"{task.key}.at"


def done(task: Task) -> Account | None:
    """The account of a task that was done before."""
    try:
        return msgspec.json.decode(part(task).read_bytes(), type=Account)
    except (OSError, msgspec.DecodeError):
        return None


def do(task: Task) -> Account:
    """Sifts the unit and writes its part, in one step at the end: a part is whole or not there."""
    Path(task.folder).mkdir(parents=True, exist_ok=True)
    handle = os.open(at(task), os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        kept: list[Haul] = []
        told: list[SetAside] = []
        counts: dict[str, int] = {}
        read = 0
        for read, one in enumerate(_sifted(task, handle), 1):  # noqa: B007
            if isinstance(one, Haul):
                kept.append(one)
                continue
            name = f"{one.stage} {one.reason.value}"
            counts[name] = counts.get(name, 0) + 1
            if one.reason not in _COUNTED and len(told) < _MOST_TOLD:
                told.append(one)
    finally:
        os.close(handle)
    tally = Tally(read=read, kept=len(kept), set_aside=dict(sorted(counts.items())))
    account = Account(name=task.unit.name, tally=tally, told=tuple(told))
    parquet.write_hauls(rows_of(task), kept)
    draft = part(task).with_suffix(f".{os.getpid()}.part")
    draft.write_bytes(msgspec.json.encode(account))
    draft.replace(part(task))
    at(task).unlink(missing_ok=True)
    return account


def _sifted(task: Task, handle: int) -> Iterator[Haul | SetAside]:
    sieve, number = _sieve(task.settings), 0
    for source, one in contents(task.unit):
        if isinstance(one, SetAside):
            yield one
            continue
        number += 1
        if number in task.skip:
            yield _aside(source, Reason.FAILED, f"the process that read document {number} of it died")
            continue
        os.pwrite(handle, b"%d\n" % number, 0)
        yield from _each(sieve, one, source)


def _each(sieve: Sieve, one: Inner | RawCapture, source: str) -> Iterator[Haul | SetAside]:
    """What becomes of a record or document. Whatever goes wrong with it is its own affair."""
    name = one.name if isinstance(one, Inner) else one.capture.source
    try:
        looked = one if isinstance(one, Inner) else Inner(name=name, data=one.data)
        if why := sieve.screened(looked):
            yield why
            return
        for raw in inside(one) if isinstance(one, Inner) else (one,):
            yield raw if isinstance(raw, SetAside) else sieve.judged(raw, source)
    except Exception as error:  # broken pages are what the web is made of
        if fault := no_room(error):
            raise fault from error
        yield _aside(name, Reason.FAILED, f"{type(error).__name__}: {error}")


def _aside(name: str, reason: Reason, detail: str) -> SetAside:
    return SetAside(stage="sift", subject=name, source=name, reason=reason, detail=detail[:300])
