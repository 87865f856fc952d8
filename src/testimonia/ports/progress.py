"""Showing how far long work has come."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A bar in a terminal, lines in a log, or nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` items are expected, None where that is not known."""

    def step(self, stage: str, note: str = "") -> None:
        """One more item of the stage is through."""

    def end(self, stage: str, summary: str) -> None:
        """The stage is through; one line says what came of it."""
