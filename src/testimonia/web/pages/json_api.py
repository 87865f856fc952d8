"""The same verbs for programs, in JSON, described by an OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response

from testimonia import __version__
from testimonia.domain.history import Entry
from testimonia.domain.task import Task
from testimonia.errors import UsageError
from testimonia.web.pages.history import told
from testimonia.web.rights import VERBS, Role
from testimonia.web.verbs import (
    BIGGEST,
    LONG,
    LONGEST,
    MARK,
    MOST,
    decision,
    fields_of,
    kind_of,
    question_of,
    takes_null,
)
from testimonia.web.visit import Visit

_MOST, _FEW = 500, 50
_TEXT: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": BIGGEST}
_KINDS: dict[str, dict[str, Any]] = {
    "number": _NUMBER,
    "flag": {"type": "boolean"},
    "list": {"type": "array", "items": _TEXT, "maxItems": MOST},
    "marks": {"type": "array", "items": {"$ref": "#/components/schemas/Mark"}, "maxItems": MOST},
    "long": {"type": "string", "minLength": 1, "maxLength": LONG},
    "text": _TEXT,
}


def status(visit: Visit) -> Response:
    """How many events the log has, the count's range, what waits; and the token that POST requests carry."""
    count = visit.board.snapshot.count
    return JSONResponse(
        {
            "seen": visit.board.seen,
            "head": visit.house.office.head,
            "count": {"floor": count.floor, "best": count.best, "ceiling": count.ceiling},
            "waiting": visit.house.office.masthead().waiting,
            "user": visit.session.user,
            "role": visit.session.role.value,
            "csrf": visit.session.csrf,
        }
    )


def queue(visit: Visit) -> Response:
    """The first questions of the queue, without those about units that this person codes blind."""
    board, office = visit.board, visit.house.office
    held = (one for one in board.line().questions if one.id not in board.answered)
    wanted = list(islice((one for one in held if not visit.blind.intersection(one.appearances)), _limit(visit)))
    if visit.seal.is_open:
        with office.looking() as study:
            tasks = [board.agenda.task(one, place, study.article) for place, one in enumerate(wanted, start=1)]
        return _json({"tasks": tasks if visit.seal.is_whole else [_covered(visit, task) for task in tasks]})
    return _json(
        {"tasks": [{"id": q.id, "kind": q.kind, "weight": q.weight, "seen": board.agenda.seen} for q in wanted]}
    )


def history(visit: Visit) -> Response:
    """The latest events, the newest first."""
    return _json({"entries": told(visit, limit=_limit(visit))})


def decide(visit: Visit) -> Response:
    """Records a decision; 409 where somebody else answered in the meantime."""
    form = dict(visit.form)
    asked = form.pop("asked", "")
    if not isinstance(asked, str) or len(asked) > LONGEST:
        raise UsageError("a field is not what it should be", where="asked", expected=f"at most {LONGEST} characters")
    verb = visit.request.path_params["verb"]
    way = decision(verb, form, visit.session)
    event = visit.house.office.decide(way, asked, about=question_of(verb, form), follow=False)
    return JSONResponse({"number": event.number, "at": event.at, "by": event.by, "hash": event.hash}, 201)


def openapi(visit: Visit) -> Response:
    """The description."""
    return JSONResponse(description(visit.board.snapshot.settings.title))


def description(title: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document, made from the tables and types that the desk itself obeys."""
    schema = {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _FEW}
    limit = [{"name": "limit", "in": "query", "schema": schema}]
    reads = {
        "/api/status": ("How far the study is, and the token that POST requests carry", "Status", []),
        "/api/queue": ("What waits for people, first what moves the findings most", "Queue", limit),
        "/api/history": ("Who decided what, the newest first", "History", limit),
    }
    paths: dict[str, Any] = {
        path: {"get": {"summary": words, "parameters": given, "responses": _answers("200", answer, *(("422",) if given else ()))}}
        for path, (words, answer, given) in reads.items()
    }  # fmt: skip
    for verb in VERBS:
        body = {"required": True, "content": {"application/json": {"schema": _schema(verb)}}}
        answers = _answers("201", "Recorded", "400", "403", "409", "413", "415", "422")
        paths[f"/api/decide/{verb}"] = {
            "post": {"summary": f"Study.{verb}", "security": [{"session": [], "token": []}], "requestBody": body, "responses": answers}
        }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__},
        "paths": paths,
        "security": [{"session": []}],
        "components": {
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "desk"},
                "token": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
            "schemas": _types(),
        },
    }


def _types() -> dict[str, Any]:
    """What is sent and answered, by name."""
    _, held = msgspec.json.schema_components([Task, Entry], ref_template="#/components/schemas/{name}")
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    sealed = _object(id=text, kind=text, weight={"type": "number"}, seen=number)
    task = {"anyOf": [{"$ref": "#/components/schemas/Task"}, sealed]}  # the second for whoever may not see names
    mark = _object(**{name: _KINDS[kind] for name, kind in MARK.items()})
    return {
        **held,
        "Mark": {**mark, "required": ["code"], "anyOf": [{"required": ["quote"]}, {"required": ["start", "end"]}]},
        "Status": _object(
            seen=number, head=number, count=_object(floor=number, best=number, ceiling=number), waiting=number, user=text,
            role={"enum": [role.value for role in Role]}, csrf=text,
        ),
        "Queue": _object(tasks={"type": "array", "items": task, "maxItems": _MOST}),
        "History": _object(entries={"type": "array", "items": {"$ref": "#/components/schemas/Entry"}, "maxItems": _MOST}),
        "Recorded": _object(number={"type": "integer", "minimum": 1}, at=text, by=text, hash=text),
        "Error": _object(error=text, got=text, hint=text),
    }  # fmt: skip


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def _schema(verb: str) -> dict[str, Any]:
    needed, possible = fields_of(verb)
    properties = {name: _field(verb, name) for name in (*needed, *possible)} | {"asked": _TEXT}
    return {"type": "object", "required": list(needed), "additionalProperties": False, "properties": properties}


def _field(verb: str, name: str) -> dict[str, Any]:
    kind = _KINDS[kind_of(name)]
    if takes_null(verb, name):
        return {"anyOf": [kind, {"type": "null"}]}
    return {**kind, "minLength": 1} if kind is _TEXT else kind


def _answers(good: str, answer: str, *bad: str) -> dict[str, Any]:
    def shown(words: str, name: str) -> dict[str, Any]:
        return {"description": words, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}  # fmt: skip

    return {good: shown("done", answer), **dict.fromkeys((*bad, "401", "503"), shown("refused, and why", "Error"))}


def _covered(visit: Visit, task: Task) -> Any:
    """The task without names of the private list."""
    return _words(msgspec.to_builtins(task), lambda text: visit.seal.words(text, task.question.articles))


def _words(held: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(held, str):
        return hide(held)
    if isinstance(held, dict):
        return {key: _words(value, hide) for key, value in held.items()}
    return [_words(one, hide) for one in held] if isinstance(held, list | tuple) else held


def _limit(visit: Visit) -> int:
    said = visit.request.query_params.get("limit")
    if said is None:
        return _FEW
    if not (said.isascii() and said.isdigit() and len(said) < 6 and 1 <= int(said) <= _MOST):
        raise UsageError("this is no limit", got=said[:40], expected=f"1 to {_MOST}")
    return int(said)


def _json(body: object) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")
