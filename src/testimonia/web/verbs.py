"""From what a form or a program sends to a verb of `Study`: the same table for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from testimonia.api import Study
from testimonia.domain.decision import Decision
from testimonia.errors import DecisionError, UsageError
from testimonia.pipeline.translation.supply import parted
from testimonia.web.rights import VERBS, Right
from testimonia.web.sessions import Session

Given = Mapping[str, Any]
LONGEST, LONG = 10_000, 200_000
"""Characters that one field may hold, and one that holds a whole article."""
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "include": (("id",), ()),
    "exclude": (("id", "reason"), ()),
    "merge": (("id", "other"), ()),
    "split": (("id", "other"), ()),
    "accept": (("coding",), ()),
    "reject": (("coding",), ()),
    "add_coding": (("id", "code"), ("quote", "document", "start", "end", "sub", "denied")),
    "translate": (("article", "translation"), ("supplier",)),
    "correct": (("id", "field", "value"), ()),
    "undo": (("number",), ()),
    "memo": (("on",), ("text", "document", "start", "end")),
    "snooze": (("question", "until"), ()),
    "ask": (("question", "whom"), ("text",)),
    "answer": (("round", "id", "marks"), ()),
    "adjudicate": (("round", "id"), ("take", "marks")),
    "define_code": (("code",), ("name", "definition", "includes", "excludes", "examples", "cues", "not_cues")),
    "retire_code": (("code",), ()),
    "merge_codes": (("code", "into"), ()),
    "draw": (("name", "coders"), ("n", "each", "seed", "blind_to_coders", "blind_to_machine")),
}
"""verb -> fields that it needs, and that it may have. Every verb takes `reason`, and `seen` where it can conflict."""
_NO_SEEN = {"memo", "snooze", "ask", "draw"}
_NULL = ("correct", "value")
"""The one field in which null says something: that the value is not known. Elsewhere it is as if the field were not there."""
MARK: dict[str, str] = {"code": "text", "quote": "text", "start": "number", "end": "number", "sub": "text", "denied": "flag"}  # fmt: skip
"""Fields of one mark, with their kinds; `code` it needs, and `quote` or `start` and `end`."""
_KINDS = {
    **dict.fromkeys(("number", "start", "end", "seen", "n", "each", "seed"), "number"),
    **dict.fromkeys(("denied", "blind_to_coders", "blind_to_machine"), "flag"),
    **dict.fromkeys(("coders", "includes", "excludes", "examples", "cues", "not_cues"), "list"),
    "marks": "marks",
    "translation": "long",
}
WITH_LONG = frozenset(
    verb for verb, fields in FIELDS.items() if any(_KINDS.get(one) == "long" for some in fields for one in some)
)
"""Verbs that bring a whole article."""
BIGGEST, MOST = 999_999_999, 1000
"""The largest number, and the longest list, that a field may hold."""


def fields_of(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the verb needs, and all that it may have."""
    needed, possible = FIELDS[verb]
    also = ("reason", *(() if verb in _NO_SEEN else ("seen",)))
    return needed, (*possible, *(name for name in also if name not in needed))


def kind_of(field: str) -> str:
    """ "number", "flag", "list", "marks", "long" or "text"."""
    return _KINDS.get(field, "text")


def takes_null(verb: str, field: str) -> bool:
    """Whether null may be sent: as "not known", or as if the field were not there."""
    return (verb, field) == _NULL or field not in FIELDS[verb][0]


def from_form(form: Given) -> dict[str, Any]:
    """The fields of an HTML form, which are all text, as the kinds that they are; an empty one as if it were not there."""
    return {name: made for name, value in form.items() if (made := _read(kind_of(name), value)) not in (None, "")}


def decision(verb: str, given: Given, who: Session) -> Callable[[Study], Decision]:
    """What is to be done with the study; UsageError where a field is missing, unknown or of the wrong kind."""
    needed, possible = fields_of(verb)
    for name in given:
        if name not in (*needed, *possible):
            known = ", ".join(sorted((*needed, *possible)))
            raise UsageError("there is no such field", where=verb, got=str(name)[:40], expected=known)
    values = {name: _checked(verb, name, value) for name, value in given.items() if value is not None}
    if verb == _NULL[0] and given.get(_NULL[1], "") is None:
        values[_NULL[1]] = None
    for name in needed:
        if values.get(name, "") == "":
            raise UsageError("a field is missing", where=verb, expected=name)
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
    if "marks" in values:
        values = {**values, "marks": _found(study, str(values["id"]).partition("@")[0], values["marks"])}
    if verb in ("add_coding", "memo") and "end" in values:
        values = _quoted(study, values)
    if verb == "memo":
        values = {"on": values["on"], "text": _noted(values), "reason": values.get("reason", "")}
    if verb == "add_coding" and "quote" not in values:
        raise UsageError("a field is missing", where=verb, expected="quote, or start and end")
    if verb == "translate":
        values = {**values, "translation": parted(values["translation"])}
    done: Decision = getattr(study, verb)(**values, by=who.user)
    return done


def _noted(values: Given) -> str:
    """The text of a memo; words of an article that it is about stand before it, with their place."""
    said = str(values.get("text", ""))
    if "quote" not in values:
        return said
    place = f"{values['document']} {values['start']}-{values['start'] + len(values['quote'])}"
    return f"\u201c{values['quote']}\u201d ({place}){': ' if said else ''}{said}"


def _quoted(study: Study, values: Given) -> dict[str, Any]:
    """The words by their offsets: a page that hides names sends places, not words."""
    start, end = values.get("start"), values["end"]
    document = str(values.get("document", ""))
    if not document:
        raise UsageError("a field is missing", expected="document")
    text = study.article(document).text
    if start is None or not 0 <= start < end <= len(text):
        raise DecisionError("these offsets are not in the article", where=document, got=f"{start}-{end}")
    rest = {name: value for name, value in values.items() if name != "end"}
    return {**rest, "quote": text[start:end]}


def _found(study: Study, document: str, marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks whose words are given by their offsets, with the words."""
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


def _read(kind: str, value: object) -> object:
    if kind == "list" and isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    if kind == "flag" and isinstance(value, str):
        return {"1": True, "on": True, "true": True, "0": False, "false": False}.get(value, value)
    if kind == "number" and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value


def _checked(where: str, name: str, value: Any) -> Any:
    kind = kind_of(name)
    tests: dict[str, Callable[[Any], bool]] = {
        "number": lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 <= v <= BIGGEST,
        "flag": lambda v: isinstance(v, bool),
        "list": lambda v: isinstance(v, list) and len(v) <= MOST and all(_is_text(one) for one in v),
        "marks": lambda v: isinstance(v, list) and len(v) <= MOST and all(isinstance(one, dict) for one in v),
        "long": lambda v: _is_text(v, LONG),
        "text": _is_text,
    }
    if not tests[kind](value):
        expected = {"number": f"0 to {BIGGEST}", "flag": "true or false", "list": f"at most {MOST} texts", "marks": f"at most {MOST} marks", "long": f"at most {LONG} characters", "text": f"at most {LONGEST} characters"}[kind]  # fmt: skip
        raise UsageError("a field is not what it should be", where=f"{where}: {name}", got=str(value)[:40], expected=expected)  # fmt: skip
    return [_mark(one) for one in value] if kind == "marks" else value


def _mark(given: dict[str, Any]) -> dict[str, Any]:
    for name in given:
        if name not in MARK:
            raise UsageError("there is no such field", where="mark", got=str(name)[:40], expected=", ".join(MARK))
    made = {name: _checked("mark", name, value) for name, value in given.items() if value is not None}
    if not made.get("code") or not ("quote" in made or {"start", "end"} <= set(made)):
        raise UsageError("a field is missing", where="mark", expected="code, and quote or start and end")
    return made


def _is_text(value: object, most: int = LONGEST) -> bool:
    # Half a surrogate pair is no text: JSON can spell it, UTF-8 (and so the log) cannot.
    return isinstance(value, str) and len(value) <= most and not any("\ud800" <= c <= "\udfff" for c in value)
