"""The examples that the reader is trained on, kept as data: training/examples/NAME.jsonl.gz, one line an example.

    python tools/reader_model/kept.py PATH ...

finds them anew in the texts (examples.py) and keeps them. That is a step of its own and no part of `make model`: whom a text speaks of is found by the
program's detection, which goes on changing, and weights that are to come out the same need examples that stay the same. A kept example is one window of text:

    {"id", "text", "judged": [[start, end]], "mentions", "speech": [[start, end]], "person": answers or null, "rows": [answers]}

Offsets are code points of `text`. Answers are a string with a sign a target, in the order of PERSON_TARGETS and SENTENCE_TARGETS: 1, 0, or - where the annotation does not tell.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from targets import PERSON_TARGETS, SENTENCE_TARGETS, Example, Row

from testimonia.adapters.reader.windows import Window
from testimonia.ports.reader import Focus, Stretch

KEPT = Path(__file__).parents[2] / "training" / "examples"


def keep(name: str, examples: Iterable[Example], folder: Path = KEPT) -> int:
    """Writes the examples of one source; how many they are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(_line(one), ensure_ascii=False, separators=(",", ":")) for one in examples]
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    return len(lines)


def examples_of(names: Sequence[str], folder: Path = KEPT) -> Iterator[Example]:
    """The kept examples of the sources, in the order given."""
    for name in names:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                yield _example(json.loads(line))


def _line(one: Example) -> dict:
    start, end = one.window.start, one.window.end
    return {
        "id": one.id,
        "text": one.text[start:end],
        "judged": [(a - start, b - start) for a, b in one.window.judged],
        "mentions": list(_inside(one.focus.mentions, start, end)),
        "speech": list(_inside(one.focus.speech, start, end)),
        "person": None if one.person is None else _signs(one.person),
        "rows": [_signs(row) for row in one.rows],
    }


def _inside(stretches: Iterable[Stretch], start: int, end: int) -> Iterator[Stretch]:
    """What of the stretches lies in the window, from its start on."""
    return ((max(a, start) - start, min(b, end) - start) for a, b in stretches if a < end and start < b)


def _signs(row: Row) -> str:
    return "".join("-" if value is None else str(int(value)) for value in row)


def _example(raw: dict) -> Example:
    text = raw["text"]
    focus = Focus(mentions=_stretches(raw["mentions"]), speech=_stretches(raw["speech"]))
    rows = tuple(_row(signs, len(SENTENCE_TARGETS)) for signs in raw["rows"])
    person = None if raw["person"] is None else _row(raw["person"], len(PERSON_TARGETS))
    return Example(raw["id"], text, Window(0, len(text), _stretches(raw["judged"])), focus, person, rows)


def _stretches(raw: Iterable[Sequence[int]]) -> tuple[Stretch, ...]:
    return tuple((a, b) for a, b in raw)


def _row(signs: str, targets: int) -> Row:
    if len(signs) != targets:
        raise ValueError(f"{len(signs)} answers for {targets} targets: examples kept for other targets")
    return tuple(None if sign == "-" else float(sign) for sign in signs)


def main() -> None:
    from examples import load  # detection, which reading what is kept does not need

    for path in map(Path, sys.argv[1:]):
        print(path.stem, keep(path.stem, load([path])), flush=True)


if __name__ == "__main__":
    main()
