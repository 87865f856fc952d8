"""What the small models that weigh the reader are fitted on, kept as data: training/rows/NAME.jsonl.gz.

    python tools/fit_code_model.py --keep training/rows/code.jsonl.gz FOLDER@WEIGHTS ...
    python tools/fit_case_model.py --reader --keep training/rows/case.jsonl.gz FOLDER@WEIGHTS ...

keep what detection and a reader that has not seen the writer say of the folders; given such a file in place of folders, the same tools fit from it. Detection goes on changing,
and weights that are to come out the same need numbers that stay the same. The first line says what the file is and how its lines are laid out, each other line is one case or one
appearance; numbers to six figures.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ENDING = ".jsonl.gz"


def is_kept(given: str) -> bool:
    """Whether this names a file of rows and no folder."""
    return given.endswith(ENDING)


def keep(path: Path, head: Mapping, lines: Iterable[Mapping]) -> None:
    """Writes the file; the same bytes for the same rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (head, *lines))
    path.write_bytes(gzip.compress("".join(f"{text}\n" for text in texts).encode("utf-8"), 9, mtime=0))


def kept(path: Path, kind: str) -> tuple[dict, Iterator[dict]]:
    """The first line and the others. Raises ValueError where the file is of another kind."""
    first, *others = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    head = json.loads(first)
    if head["rows"] != kind:
        raise ValueError(
            f"{path} holds rows of {head['rows']}, not of {kind}: give the file that was kept for this model"
        )
    return head, map(json.loads, others)


def numbers(values: Mapping[str, float], names: Sequence[str]) -> list[float]:
    """The values in the order of the names, to six figures; whole numbers without a point."""
    return [int(v) if v == int(v) else float(f"{v:.6g}") for v in (values[name] for name in names)]
