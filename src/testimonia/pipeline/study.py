"""Act 5 at work: decisions to findings, findings to a report."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from testimonia.domain.figure import Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import StoreError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.figures import WHOLE, keep, kept
from testimonia.pipeline.language import told
from testimonia.pipeline.mark import study_mark
from testimonia.pipeline.outline import evidence
from testimonia.pipeline.snapshot import outlined
from testimonia.pipeline.work import Outcome
from testimonia.text import sha256

REPORT = Path("report") / "report.html"


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """That a report went out, and the hash of its bytes."""

    sha256: str


@told
def findings(desk: Desk) -> Findings:
    """All figures of the study as it stands: from the cache where nothing changed, else computed."""
    return kept(desk, study_mark(desk)) or _computed(outlined(desk))


@told
def count(desk: Desk) -> Outcome:
    """Computes the figures and keeps them."""
    with desk.store.reading():  # mark and figures of one state, whatever is decided meanwhile
        mark = study_mark(desk)
        known = kept(desk, mark)
        held = known or _computed(outlined(desk))
    desk.progress.start("count", 1)
    if known is None:
        keep(desk, held, mark)
        outcome = Outcome(
            stage="count", unit="figures", total=len(held.figures), new=len(held.figures), kept=len(held.figures)
        )
    else:
        outcome = Outcome(stage="count", unit="figures", total=len(held.figures))
    desk.progress.end("count", outcome.summary())
    return outcome


@told
def publish(desk: Desk) -> Outcome:
    """Writes the report, if every figure walks back to its evidence; EvidenceError else, and the old report stays."""
    path = report_path(desk)
    desk.progress.start("publish", 1)
    before = desk.store.get("publish", WHOLE, Published)
    with desk.store.reading():
        mark = study_mark(desk)
        is_there = before is not None and _sha256_of(path) == before.sha256
        fresh = is_there and desk.store.done("publish").get(WHOLE) == mark
        page = b"" if fresh else _page(desk, mark).encode("utf-8")
    if fresh:
        outcome = Outcome(stage="publish", unit="report", total=1)
    else:
        write_whole(path, page)
        with desk.store.transaction():
            desk.store.put("publish", WHOLE, mark, Published(sha256=sha256(page)))
        outcome = Outcome(stage="publish", unit="report", total=1, new=1, kept=1)
    desk.progress.end("publish", f"{outcome.summary()}: {path}")
    return outcome


def report_path(desk: Desk) -> Path:
    """Where the report lies."""
    return desk.config.folder / REPORT


def _page(desk: Desk, mark: str) -> str:
    from testimonia.study.gate import gate
    from testimonia.study.publish import report

    state = outlined(desk)
    found = kept(desk, mark) or _computed(state)
    gate(state, found, desk.texts, evidence(desk, state))
    return report(state, found, desk.texts)


def _computed(state: Snapshot) -> Findings:
    from testimonia.study.count import count as stage

    return stage(state)


def _sha256_of(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return None  # no report there, or none that can be read: it is written again


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file wholly or not at all: beside its place first, then in one step into it.

    What is there and no file (a pipe, a device) is written to: put in its place, a file would destroy it.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
        else:
            _in_one_step(path, data)
    except OSError as error:
        raise StoreError(
            "a file cannot be written",
            where=str(path),
            got=error.strerror,
            hint="check that you may write there and that the disk has space, then run the same command again",
        ) from error


def _in_one_step(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
