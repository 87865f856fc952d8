"""Where the private list of a study lies."""

from __future__ import annotations

from pathlib import Path

FILE = "private_names.txt"


def private_names(study: Path) -> tuple[str, ...]:
    """The names in private_names.txt, one a line; lines that begin with # are notes."""
    path = study / FILE
    lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else ()
    return tuple(line.strip() for line in lines if line.strip() and line.strip()[0] != "#")
