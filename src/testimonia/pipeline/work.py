"""How a stage goes over its items: only what is new or changed, one commit an item; nothing vanishes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import EvidenceError, StoreError, TestimoniaError, no_room
from testimonia.pipeline.desk import Desk
from testimonia.text import sha256

I = TypeVar("I")  # noqa: E741 - I is the item
R = TypeVar("R", bound=msgspec.Struct)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one stage did: `total` items known to it, `new` of them worked on now (`kept` and `set_aside` of these)."""

    stage: str
    unit: str
    total: int
    new: int = 0
    kept: int = 0
    set_aside: int = 0

    def summary(self) -> str:
        """One line for people."""
        if not self.new:
            return f"nothing new ({self.total} {self.unit})"
        aside = f", {self.set_aside} set aside" if self.set_aside else ""
        return f"{self.new} new: {self.kept} kept{aside} ({self.total} {self.unit} in all)"


@dataclass(frozen=True)
class Job(Generic[I]):
    """One item of a stage: its id, where it came from, what its result depends on, and how to get it."""

    subject: str
    source: str
    fingerprint: str
    load: Callable[[], I]


def fingerprint(*parts: object) -> str:
    """A hash of everything that a result depends on; equal parts, equal result."""
    return sha256(msgspec.json.encode(parts, order="deterministic"))[:24]


def work(
    desk: Desk,
    stage: str,
    unit: str,
    jobs: Sequence[Job[I]],
    do: Callable[[I], R | SetAside],
    keep: Callable[[R], msgspec.Struct] = lambda result: result,
    among: Collection[str] | None = None,
) -> Outcome:
    """Does every job whose fingerprint is new; drops results whose subject is gone. One transaction an item.

    `keep` may store more than the result itself and returns what is kept under the stage's name. `among`: the subjects
    looked at, where the jobs are not all there are; the results of others stay as they are.
    """
    done = desk.store.done(stage, among)
    subjects = {job.subject for job in jobs}
    gone = [subject for subject in done if subject not in subjects]
    if gone:
        desk.store.drop(stage, gone)
    todo = [job for job in jobs if done.get(job.subject) != job.fingerprint]
    desk.progress.start(stage, len(todo))
    kept = 0
    for job in todo:
        kept += _one(desk, stage, job, do, keep)
        desk.progress.step(stage, job.source)
    outcome = Outcome(
        stage=stage, unit=unit, total=desk.store.count(stage), new=len(todo), kept=kept, set_aside=len(todo) - kept
    )
    desk.progress.end(stage, outcome.summary())
    return outcome


def _one(
    desk: Desk,
    stage: str,
    job: Job[I],
    do: Callable[[I], R | SetAside],
    keep: Callable[[R], msgspec.Struct],
) -> bool:
    item = job.load()
    try:
        result = do(item)
        msgspec.json.encode(result)
    except EvidenceError as error:
        result = failed(stage, job.subject, job.source, error)
    except TestimoniaError:
        raise
    except Exception as error:  # a bad item never stops the batch; it is set aside with what went wrong
        if fault := no_room(error):
            raise fault from error
        result = failed(stage, job.subject, job.source, error)
    with desk.store.transaction():
        if isinstance(result, SetAside):
            desk.store.put(stage, job.subject, job.fingerprint, result)
            return False
        desk.store.put(stage, job.subject, job.fingerprint, keep(result))
    return True


def failed(stage: str, subject: str, source: str, error: Exception) -> SetAside:
    """The set-aside for an item over which the stage stumbled."""
    words = " ".join(f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace").decode("utf-8").split())
    return SetAside(stage=stage, subject=subject, source=source, reason=Reason.FAILED, detail=words[:300])


def only(results: Iterable[R | SetAside], stage: str) -> R | SetAside:
    """The one result that a stage gives for one item; StoreError where it gives none or more (nothing vanishes)."""
    found = list(results)
    if len(found) != 1:
        raise StoreError(f"{stage} gave {len(found)} results for one item", expected="one", hint="report this as a bug")
    return found[0]
