"""Many decisions from one file, CSV or JSONL: the good ones are done, the bad ones listed with line and reason."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from testimonia.domain.decision import Action, Decision
from testimonia.errors import InputError, TestimoniaError, UsageError
from testimonia.pipeline.beside import Notes
from testimonia.pipeline.decisions import Verdicts, record
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.team_lines import TeamLines

MOST_BYTES = 64 * 2**20


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the file: `decision` is include, exclude, merge, split, accept, reject, code, correct or undo, or one of a team's.

    `id`: person, appearance or coding; `other`: the second of merge and split; `number`: the event to undo.
    `code`, `quote` (with `sub`, `stance`, `document`, `start` as needed): a coding; `field`, `value`: a correction,
    where an empty value says unknown. `round`, `marks`: an answer of a coder, or an outcome; `marks` is a JSON list.
    `seen`: the length of the log that the author saw.
    """

    decision: str
    id: str = ""
    other: str = ""
    code: str = ""
    sub: str = ""
    stance: str = ""
    quote: str = ""
    document: str = ""
    start: str = ""
    field: str = ""
    value: str = ""
    number: str = ""
    round: str = ""
    marks: str = ""
    seen: str = ""
    by: str = ""
    reason: str = ""


class BadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was not done. `number`: in the file, from 1."""

    number: int
    why: str


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file of decisions: every line is in one of the two."""

    done: tuple[Decision, ...]
    bad: tuple[BadLine, ...]


def decide_from(desk: Desk, path: Path, *, by: str, reason: str = "") -> Batch:
    """Does every good line, in order; `by` and `reason` stand in where a line gives none."""
    lines = _csv(path) if path.suffix.lower() == ".csv" else _jsonl(path)
    verdicts, done, bad = Verdicts(desk), [], []
    with desk.store.exclusive():
        notes = Notes(desk)
        for number, read in lines:
            try:
                line = read()
                action = action_of(verdicts, line, TeamLines(desk, notes, line.by or by))
                seen = _number(line.seen, "seen") if line.seen else None
                done.append(record(desk, action, by=line.by or by, reason=line.reason or reason, seen=seen))
            except (TestimoniaError, msgspec.ValidationError, ValueError) as error:
                if isinstance(error, TestimoniaError) and error.exit_code not in (2, 7, 11):
                    raise  # the store fails, not the line
                bad.append(BadLine(number=number, why=" ".join(str(error).split())))
    return Batch(done=tuple(done), bad=tuple(bad))


def action_of(verdicts: Verdicts, line: Line, team: TeamLines) -> Action:
    """The event that a line asks for; DecisionError or UsageError in words."""
    makers: dict[str, Callable[[], Action]] = {
        "include": lambda: verdicts.include(line.id),
        "exclude": lambda: verdicts.exclude(line.id),
        "merge": lambda: verdicts.merge(line.id, line.other),
        "split": lambda: verdicts.split(line.id, line.other),
        "accept": lambda: verdicts.judge(line.id, accepted=True),
        "reject": lambda: verdicts.judge(line.id, accepted=False),
        "code": lambda: verdicts.code(
            line.id,
            line.code,
            line.quote,
            sub=line.sub or None,
            denied=_is_denied(line.stance),
            document=line.document or None,
            start=_number(line.start, "start") if line.start else None,
        ),
        "correct": lambda: verdicts.correct(line.id, line.field, line.value or None),
        "withdraw": lambda: verdicts.withdraw(line.id),
        "reply": lambda: verdicts.reply(line.id, line.value),
        "undo": lambda: verdicts.undo(_number(line.number or line.id, "number")),
        **{kind: partial(make, line) for kind, make in team.makers().items()},
    }
    if line.decision not in makers:
        raise UsageError("there is no such decision", got=line.decision, expected=", ".join(makers))
    return makers[line.decision]()


def _is_denied(stance: str) -> bool:
    if stance not in ("", "present", "denied"):
        raise UsageError("there is no such stance", got=stance, expected="present or denied")
    return stance == "denied"


def _number(words: str, what: str) -> int:
    if not words.isascii() or not words.isdigit() or len(words) > 9:
        raise UsageError(f"{what} is no number", got=words[:40] or "nothing")
    return int(words)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("the file is too large", where=str(path), expected=f"at most {MOST_BYTES:,} bytes")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=f"{path}, byte {error.start}") from error
    except OSError as error:
        raise InputError("the file cannot be read", where=str(path), got=error.strerror) from error


Lines = Iterator[tuple[int, Callable[[], Line]]]


def _csv(path: Path) -> Lines:
    reader = csv.reader(io.StringIO(_read(path), newline=""))
    header: list[str] | None = None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, lambda words=str(error): _refuse(words)  # type: ignore[misc]
            continue
        if header is None:
            header = [name.strip().lower() for name in row]
            if "decision" not in header:
                raise InputError("the table has no column `decision`", where=str(path), got=", ".join(header)[:200])
        elif any(cell.strip() for cell in row):
            yield reader.line_num, lambda row=row, names=header: _from_row(names, row)  # type: ignore[misc]


def _from_row(names: list[str], row: list[str]) -> Line:
    if len(row) > len(names):
        raise UsageError(f"{len(row)} cells under {len(names)} column names")
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if cell.strip()}
    return msgspec.convert(cells, Line)


def _refuse(words: str) -> Line:
    raise UsageError(words)


def _jsonl(path: Path) -> Lines:
    for number, words in enumerate(_read(path).split("\n"), start=1):
        if words.strip():
            yield number, lambda words=words: _from_json(words)  # type: ignore[misc]


def _from_json(words: str) -> Line:
    try:
        data = json.loads(words)
    except RecursionError:
        raise UsageError("nested too deeply") from None
    if not isinstance(data, dict):
        raise UsageError("not a JSON object")
    if isinstance(data.get("marks"), list):
        data["marks"] = json.dumps(data["marks"])
    cells = {key: str(cell) if isinstance(cell, int) else cell for key, cell in data.items() if cell is not None}
    return msgspec.convert(cells, Line)
