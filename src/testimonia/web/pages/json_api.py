"""The same verbs for programs, in JSON, described by an OpenAPI document."""

from __future__ import annotations

from itertools import islice
from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response

from testimonia import __version__
from testimonia.web.pages.history import told
from testimonia.web.rights import VERBS
from testimonia.web.verbs import FIELDS, decision, question_of
from testimonia.web.visit import Visit

_MOST = 500
_KINDS: dict[str, dict[str, Any]] = {
    "number": {"type": "integer", "minimum": 0, "maximum": 999999999},
    "flag": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}, "maxItems": 1000},
    "marks": {"type": "array", "items": {"type": "object"}, "maxItems": 1000},
    "text": {"type": "string", "maxLength": 10000},
    "maybe": {"type": ["string", "null"], "maxLength": 10000},
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
        return _json({"tasks": tasks})
    return _json(
        {"tasks": [{"id": q.id, "kind": q.kind, "weight": q.weight, "seen": board.agenda.seen} for q in wanted]}
    )


def history(visit: Visit) -> Response:
    """The latest events, the newest first."""
    return _json({"entries": told(visit, limit=_limit(visit))})


def decide(visit: Visit) -> Response:
    """Records a decision; 409 where somebody else answered in the meantime."""
    form = dict(visit.form)
    asked, verb = str(form.pop("asked", "") or ""), visit.request.path_params["verb"]
    way = decision(verb, form, visit.session)
    event = visit.house.office.decide(way, asked, about=question_of(verb, form), follow=False)
    return JSONResponse({"number": event.number, "at": event.at, "by": event.by, "hash": event.hash}, 201)


def openapi(visit: Visit) -> Response:
    """The description."""
    return JSONResponse(description(visit.board.snapshot.settings.title))


def description(title: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document, made from the tables that the desk itself obeys."""
    limit = {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 50},
    }
    reads = {
        "/api/status": ("How far the study is, and the token that POST requests carry", []),
        "/api/queue": ("What waits for people, first what moves the findings most", [limit]),
        "/api/history": ("Who decided what, the newest first", [limit]),
    }
    paths: dict[str, Any] = {
        p: {"get": {"summary": words, "parameters": given, "responses": _answers("200")}}
        for p, (words, given) in reads.items()
    }
    for verb in VERBS:
        body = {"required": True, "content": {"application/json": {"schema": _schema(verb)}}}
        paths[f"/api/decide/{verb}"] = {"post": {"summary": f"Study.{verb}", "security": [{"session": [], "token": []}], "requestBody": body, "responses": _answers("201", "400", "403", "409", "413", "415", "422")}}  # fmt: skip
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
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error", "got", "hint"],
                    "properties": {name: {"type": "string"} for name in ("error", "got", "hint")},
                }
            },
        },
    }


def _schema(verb: str) -> dict[str, Any]:
    needed, possible = FIELDS[verb]
    names = (*needed, *possible, "reason", "asked", *(() if verb in ("memo", "snooze", "ask", "draw") else ("seen",)))
    return {
        "type": "object",
        "required": list(needed),
        "additionalProperties": False,
        "properties": {name: _KINDS[_kind(name)] for name in names},
    }


def _kind(name: str) -> str:
    if name in ("number", "start", "end", "seen", "n", "each", "seed"):
        return "number"
    if name in ("denied", "blind_to_coders", "blind_to_machine"):
        return "flag"
    if name in ("coders", "includes", "excludes", "examples", "cues", "not_cues"):
        return "list"
    return "marks" if name == "marks" else "maybe" if name in ("value", "sub") else "text"


def _answers(good: str, *bad: str) -> dict[str, Any]:
    error = {
        "description": "refused, and why",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    fine = {"description": "done", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {good: fine, **dict.fromkeys((*bad, "401", "503"), error)}


def _limit(visit: Visit) -> int:
    said = visit.query("limit")
    return min(max(int(said), 1), _MOST) if said.isascii() and said.isdigit() and len(said) < 6 else 50


def _json(body: object) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")
