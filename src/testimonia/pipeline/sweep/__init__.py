"""The open web to candidate articles: cheap tests, then the study's own stages, near copies over everything.

`units` cuts the sources, `sieve` judges one document, `sifted` one unit, `local` and `spark` do all units, `gathered` makes one of their parts.
Both engines run the same functions over the same units; what they write is the same, byte for byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from testimonia.adapters.parquet import arrow
from testimonia.domain.candidate import Tally
from testimonia.domain.settings import Settings
from testimonia.errors import StoreError, UsageError
from testimonia.pipeline.sweep import local
from testimonia.pipeline.sweep.gathered import Kin, gather, kin
from testimonia.pipeline.sweep.sifted import Account, Task, done, mark_of, rows_of
from testimonia.pipeline.sweep.units import units
from testimonia.ports.progress import Progress

ENGINES = ("local", "spark")


class Swept(msgspec.Struct, frozen=True, kw_only=True):
    """What a sweep came to. `units`: pieces of the sources, `new` of them read now."""

    out: Path
    tally: Tally
    units: int
    new: int

    def lines(self) -> Iterable[str]:
        """The account for people; read = kept + set aside."""
        aside = sum(self.tally.set_aside.values())
        yield f"read {self.tally.read:,} = kept {self.tally.kept:,} + set aside {aside:,}"
        yield from (f"  {name:24} {number:,}" for name, number in self.tally.set_aside.items())
        yield f"files: {self.units}, {self.new} of them read now"
        yield f"{self.out / 'candidates.parquet'}"
        yield f"{self.out / 'candidates.warc.gz'}"


def sweep(
    sources: Sequence[str], out: Path, settings: Settings, *, engine: str, workers: int | None, progress: Progress
) -> Swept:
    """Sifts what was not sifted before, then gathers everything. A stopped sweep is finished by the next, file by file."""
    if engine not in ENGINES:
        raise UsageError("there is no such engine", got=engine, expected=" or ".join(ENGINES))
    arrow()
    parts = _folder(out)
    mark = mark_of(settings)
    tasks = [Task(unit=unit, key=unit.key(mark), folder=str(parts), settings=settings) for unit in units(sources)]
    accounts = {task.key: account for task in tasks if (account := done(task)) and rows_of(task).exists()}
    left = [task for task in tasks if task.key not in accounts]
    progress.start("sweep", len(left))

    def step(task: Task, account: Account) -> None:
        accounts[task.key] = account
        progress.step("sweep", account.name)

    find: Kin = kin
    if engine == "spark":
        from testimonia.pipeline.sweep import spark

        session = spark.session(workers)
        spark.sift(session, left, step)
        find = spark.kin(session)
    else:
        local.sift(left, workers or len(os.sched_getaffinity(0)), step)
    read = [task for task in tasks if rows_of(task).exists()]
    tally = gather(out, read, [accounts[task.key] for task in tasks], find)
    progress.end("sweep", f"{tally.kept:,} candidates of {tally.read:,} documents")
    return Swept(out=out, tally=tally, units=len(tasks), new=len(left))


def _folder(out: Path) -> Path:
    parts = out / "parts"
    try:
        parts.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "the folder cannot be written", where=str(out), got=error.strerror, hint="give another one with --out"
        ) from error
    return parts.resolve()
