"""Lines of a file of decisions that are a team's: notes, codes, rounds."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from testimonia.domain.decision import Action
from testimonia.errors import UsageError
from testimonia.pipeline import codebook, rounds
from testimonia.pipeline.beside import Notes
from testimonia.pipeline.desk import Desk

_LISTS = ("includes", "excludes", "examples", "cues", "not_cues")
_TEXTS = ("name", "definition")


class TeamLine(Protocol):
    """What such a line says."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def other(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def field(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def round(self) -> str: ...  # noqa: D102
    @property
    def marks(self) -> str: ...  # noqa: D102


class TeamLines:
    """Makes the events of one author."""

    def __init__(self, desk: Desk, notes: Notes, by: str) -> None:
        self._desk, self._notes, self._by = desk, notes, by

    def makers(self) -> dict[str, Callable[[TeamLine], Action]]:
        """Kind of decision -> what makes the event from a line."""
        return {
            "memo": lambda line: self._notes.memo(line.id, line.value),
            "snooze": lambda line: self._notes.snooze(line.id, line.value),
            "ask": lambda line: self._notes.ask(line.id, line.other, line.value),
            "define_code": lambda line: codebook.define(self._desk, line.code, {line.field: _field(line)}),
            "retire_code": lambda line: codebook.retire(self._desk, line.code),
            "merge_codes": lambda line: codebook.merge(self._desk, line.code, line.other),
            "answer": lambda line: rounds.answer(self._desk, line.round, line.id, _marks(line.marks), by=self._by),
            "adjudicate": self._adjudicate,
        }

    def _adjudicate(self, line: TeamLine) -> Action:
        marks = _marks(line.marks) if line.marks else None
        return rounds.adjudicate(self._desk, line.round, line.id, take=line.value or None, marks=marks)


def _field(line: TeamLine) -> str | Sequence[str]:
    if line.field not in (*_TEXTS, *_LISTS):
        raise UsageError("a code has no such field", got=line.field, expected=", ".join((*_TEXTS, *_LISTS)))
    return [part for part in line.value.split("\n") if part] if line.field in _LISTS else line.value


def _marks(words: str) -> list[dict[str, Any]]:
    try:
        marks = json.loads(words or "[]")
    except (ValueError, RecursionError) as error:
        raise UsageError("`marks` is no JSON", got=words[:80]) from error
    if not isinstance(marks, list) or not all(isinstance(one, dict) for one in marks):
        raise UsageError("`marks` is no list of objects", got=words[:80], expected='[{"code": ..., "quote": ...}]')
    return marks
