"""What the tests of releases do to a study."""

from __future__ import annotations

from pathlib import Path

from testimonia import Study
from testimonia.pipeline.release import Released


def ids(folder: Path) -> dict[str, str]:
    """name -> id of the persons of a study."""
    with Study.open(folder) as study:
        return {p.name or p.label: p.id for p in study.snapshot().persons}


def publish(study: Path, out: str = "second", **options: object) -> Released:
    """A release beside the study."""
    with Study.open(study) as held:
        return held.release(study.parent / out, **options)  # type: ignore[arg-type]
