"""From what a form or a program sends to a verb of `Study`: the same table for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from testimonia.api import Study
from testimonia.domain.decision import Decision
from testimonia.errors import DecisionError, UsageError
from testimonia.web.rights import VERBS, Right
from testimonia.web.sessions import Session

Given = Mapping[str, Any]
LONGEST = 10_000
"""Characters that one field may hold."""
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "include": (("id",), ()),
    "exclude": (("id",), ()),
    "merge": (("id", "other"), ()),
    "split": (("id", "other"), ()),
    "accept": (("coding",), ()),
    "reject": (("coding",), ()),
    "add_coding": (("id", "code"), ("quote", "document", "start", "end", "sub", "denied")),
    "correct": (("id", "field"), ("value",)),
    "undo": (("number",), ()),
    "memo": (("on", "text"), ()),
    "snooze": (("question", "until"), ()),
    "ask": (("question", "whom"), ("text",)),
    "answer": (("round", "id"), ("marks",)),
    "adjudicate": (("round", "id"), ("take", "marks")),
    "define_code": (("code",), ("name", "definition", "includes", "excludes", "examples", "cues", "not_cues")),
    "retire_code": (("code",), ()),
    "merge_codes": (("code", "into"), ()),
    "draw": (("name", "coders"), ("n", "each", "seed", "blind_to_coders", "blind_to_machine")),
}
"""verb -> fields that it needs, and that it may have. Every verb takes `reason`, and `seen` where it can conflict."""
_NO_SEEN = {"memo", "snooze", "ask", "draw"}
_NUMBERS = {"number", "start", "end", "seen", "n", "each", "seed"}
_FLAGS = {"denied", "blind_to_coders", "blind_to_machine"}
_LISTS = {"coders", "includes", "excludes", "examples", "cues", "not_cues", "marks"}


def decision(verb: str, given: Given, who: Session) -> Callable[[Study], Decision]:
    """What is to be done with the study; UsageError where a field is missing, unknown or of the wrong kind."""
    needed, possible = FIELDS[verb]
    known = {*needed, *possible, "reason", *(() if verb in _NO_SEEN else ("seen",))}
    for name in given:
        if name not in known:
            raise UsageError(
                "there is no such field", where=verb, got=str(name)[:40], expected=", ".join(sorted(known))
            )
    for name in needed:
        if given.get(name) in (None, ""):
            raise UsageError("a field is missing", where=verb, expected=name)
    values = {name: _value(verb, name, value) for name, value in given.items()}
    return lambda study: _do(study, verb, values, who)


def question_of(verb: str, given: Given) -> str:
    """The question that a memo is on, or that is put off or put to somebody; "" where it is about something else."""
    id = str(given.get({"memo": "on", "snooze": "question", "ask": "question"}.get(verb, "")) or "")
    return id if id.startswith("?") else ""


def right_of(verb: str) -> Right | None:
    """What the verb asks; None where there is no such verb."""
    return VERBS.get(verb)


def _do(study: Study, verb: str, values: dict[str, Any], who: Session) -> Decision:
    if verb == "undo":
        _only_own(study, values["number"], who)
    if verb in ("answer", "adjudicate") and ("marks" in values or verb == "answer"):
        values = {**values, "marks": _found(study, str(values["id"]).partition("@")[0], values.get("marks") or [])}
    if verb == "add_coding" and "end" in values:
        values = _quoted(study, values)
    done: Decision = getattr(study, verb)(**values, by=who.user)
    return done


def _quoted(study: Study, values: dict[str, Any]) -> dict[str, Any]:
    """The words by their offsets: a page that hides names sends places, not words."""
    start, end = values.get("start"), values["end"]
    document = str(values.get("document") or "")
    text = study.article(document).text
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        raise DecisionError("these offsets are not in the article", where=document, got=f"{start}-{end}")
    rest = {name: value for name, value in values.items() if name != "end"}
    return {**rest, "quote": text[start:end]}


def _found(study: Study, document: str, marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks whose words are given by their offsets, with the words."""
    if not any("end" in mark for mark in marks):
        return marks
    return [
        {k: v for k, v in _quoted(study, {**mark, "document": document}).items() if k != "document"}
        if "end" in mark
        else mark
        for mark in marks
    ]


def _only_own(study: Study, number: int, who: Session) -> None:
    event = study.event(number)
    if event is None:
        raise DecisionError("there is no such decision", got=number)
    if event.by != who.user and not who.may(Right.LEAD):
        raise DecisionError(
            "this is another's decision", where=f"decision {number}", got=event.by, hint="ask them, or a lead"
        )


def _value(verb: str, name: str, value: object) -> Any:
    if name in _NUMBERS:
        return _number(verb, name, value)
    if name in _FLAGS:
        return value in (True, "1", "on", "true")
    if name in _LISTS:
        return _list(verb, name, value)
    if value is None and name in ("value", "sub"):
        return None
    if not isinstance(value, str) or len(value) > LONGEST:
        raise UsageError(
            "a field is no text, or too long", where=f"{verb}: {name}", expected=f"at most {LONGEST} characters"
        )
    return (value or None) if name in ("value", "sub", "document", "take") else value


def _number(verb: str, name: str, value: object) -> int | None:
    if value in (None, "") and name in ("start", "end", "seen", "n"):
        return None
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isascii() or not str(value).isdigit() or len(str(value)) > 9:  # fmt: skip
        raise UsageError("a field is no number", where=f"{verb}: {name}", got=str(value)[:40], expected="0, 1, 2, ...")
    return int(value)


def _list(verb: str, name: str, value: object) -> list[Any] | None:
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()] if len(value) <= LONGEST else []
    if value is None and name != "coders":
        return None
    if (
        not isinstance(value, list)
        or len(value) > 1000
        or not all(isinstance(v, dict if name == "marks" else str) for v in value)
    ):
        raise UsageError("a field is no list", where=f"{verb}: {name}")
    return value
