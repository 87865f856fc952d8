"""How far long work has come: a bar in a terminal, plain lines in a log, or nothing. All of it on standard error."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_SECONDS_BETWEEN_LINES = 10.0


class Silence:
    """Shows nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """See `ports.progress.Progress`."""

    def step(self, stage: str, note: str = "") -> None:
        """See `ports.progress.Progress`."""

    def end(self, stage: str, summary: str) -> None:
        """See `ports.progress.Progress`."""


class Lines:
    """One line when a stage ends, and one now and then while it takes long: for logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._done, self._total = stream, 0, ""
        self._last = time.monotonic()

    def start(self, stage: str, total: int | None) -> None:  # noqa: ARG002 - the port's words
        """See `ports.progress.Progress`."""
        self._done, self._total, self._last = 0, f" of {total}" if total is not None else "", time.monotonic()

    def step(self, stage: str, note: str = "") -> None:  # noqa: ARG002
        """See `ports.progress.Progress`."""
        self._done += 1
        if time.monotonic() - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            print(f"{stage:8} {self._done}{self._total} ...", file=self._stream, flush=True)

    def end(self, stage: str, summary: str) -> None:
        """See `ports.progress.Progress`."""
        print(f"{stage:8} {summary}", file=self._stream, flush=True)

    def close(self) -> None:
        """Nothing to give back."""


class Bar:
    """A bar that goes away when its stage ends and leaves one line."""

    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def start(self, stage: str, total: int | None) -> None:
        """See `ports.progress.Progress`."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._close()
        columns = (
            TextColumn("{task.description:8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}", style="dim", markup=False),
        )
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(stage, total=total, note="")

    def step(self, stage: str, note: str = "") -> None:  # noqa: ARG002
        """See `ports.progress.Progress`."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=1, note=printable(note)[-48:])

    def end(self, stage: str, summary: str) -> None:
        """See `ports.progress.Progress`."""
        self._close()
        print(f"{stage:8} {summary}", file=sys.stderr, flush=True)  # noqa: T201

    def close(self) -> None:
        """Gives the terminal back, also after an error."""
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None


def printable(words: str) -> str:
    """Words from a source without anything that a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in words)


def for_stream(stream: TextIO) -> Bar | Lines:
    """A bar where a person watches, lines where a file does."""
    return Bar() if stream.isatty() else Lines(stream)
