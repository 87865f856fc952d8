"""Routes to pages, all through the gate."""

from __future__ import annotations

from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from testimonia.web.gate import Page, guarded, stranger
from testimonia.web.house import House
from testimonia.web.pages import (
    accounts,
    article,
    codebook,
    decide,
    door,
    history,
    home,
    json_api,
    person,
    queue,
    rounds,
    since,
)
from testimonia.web.rights import ROUTES
from testimonia.web.visit import Visit

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

PAGES: dict[tuple[str, str], Page] = {
    ("GET", "/"): home.home,
    ("POST", "/seen"): since.seen,
    ("GET", "/pulse"): home.pulse,
    ("GET", "/figure/{id}"): home.figure,
    ("GET", "/login"): door.door,
    ("POST", "/login"): door.login,
    ("POST", "/logout"): door.logout,
    ("GET", "/queue"): queue.queue,
    ("GET", "/articles"): article.articles,
    ("GET", "/article/{id}"): article.article,
    ("GET", "/captured/{id}"): article.as_captured,
    ("GET", "/persons"): person.persons,
    ("GET", "/person/{id}"): person.person,
    ("GET", "/codebook"): codebook.codebook,
    ("GET", "/rounds"): rounds.rounds,
    ("GET", "/round/{name}"): rounds.round,
    ("GET", "/unit/{name}/{id}"): rounds.unit,
    ("GET", "/adjudicate/{name}"): rounds.adjudicate,
    ("GET", "/agreement/{name}"): rounds.agreement,
    ("GET", "/history"): history.history,
    ("GET", "/then"): history.then,
    ("GET", "/accounts"): accounts.accounts,
    ("POST", "/accounts"): accounts.change,
    ("POST", "/decide/{verb}"): decide.decide,
    ("GET", "/api/openapi.json"): json_api.openapi,
    ("GET", "/api/status"): json_api.status,
    ("GET", "/api/queue"): json_api.queue,
    ("GET", "/api/history"): json_api.history,
    ("POST", "/api/decide/{verb}"): json_api.decide,
}


def static(visit: Visit) -> Response:
    """A file of the desk itself: style, script."""
    name = visit.request.path_params["name"]
    kind = _TYPES.get("." + name.rpartition(".")[2])
    held = files("testimonia.web") / "static" / name
    if kind is None or "/" in name or not held.is_file():
        return Response("no such file", 404)
    headers = {"Content-Type": kind, "Cache-Control": "max-age=600"}
    if name == "captured.css":  # asked for by a sandboxed frame, which counts as another origin
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return Response(held.read_bytes(), headers=headers)


def app(house: House) -> Starlette:
    """The desk as an ASGI application. KeyError where a page has no line in the table of rights."""
    pages = {**PAGES, ("GET", "/static/{name}"): static}
    routes = [
        Route(path, guarded(house, ROUTES[method, path], (method, path), page), methods=[method])
        for (method, path), page in pages.items()
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: stranger(house)})
