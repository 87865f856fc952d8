"""The one gate before every page: host, session, right, origin, form token, size; and the headers on everything that leaves."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from testimonia.errors import BusyError, ConfigError, ConflictError, TestimoniaError
from testimonia.pipeline.private import private_names
from testimonia.study.private import blackout
from testimonia.web.house import House
from testimonia.web.rights import UNSEALED, Right, Role
from testimonia.web.room import Apart
from testimonia.web.sessions import Session
from testimonia.web.verbs import LONG, WITH_LONG, right_of
from testimonia.web.visit import Visit, environment, safe_path
from testimonia.web.whence import is_in_the_clear

Page = Callable[[Visit], Response]
_PATIENCE = 30.0
"""Seconds in which a request's body has to come."""
MOST, MOST_LONG = 256 * 1024, 12 * LONG
"""Bytes of a request's body; of one that brings a whole article, in which a character may take four bytes and each of these three in a form."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; font-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers send our own forms with the origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
STATIC = "/static/{name}"
AT_THE_DOOR = frozenset({"/login", STATIC})
"""Pages that need no study."""
WHOLE = frozenset({"draw"})
"""Verbs that read the whole study: they would keep the others waiting at the counter."""
_STATUS = {ConflictError: 409, BusyError: 503}
_NOBODY = Session("", "", Role.READER, names=False)
_log = logging.getLogger("testimonia.web")


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """The gate stays shut. `status`: of HTTP; the words are told."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def guarded(house: House, right: Right, route: tuple[str, str], page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page behind the gate. `route`: its method and path, by which a reading room apart knows it."""

    async def endpoint(request: Request) -> Response:
        try:
            response = await _admitted(house, right, route, page, request)
        except Refused as refused:
            response = await run_in_threadpool(_refusal, house, request, refused.status, str(refused))
        if route[1] != STATIC and (names := private_names(house.office.folder)):
            await run_in_threadpool(_blacked_out, response, names)
        return _headed(house, response)

    return endpoint


def _blacked_out(response: Response, names: tuple[str, ...]) -> None:
    """No answer holds a name of the private list, whoever asks and whichever page made it."""
    body = bytes(response.body).decode("utf-8")
    response.body = blackout(names)(body).encode()
    if "content-length" in response.headers:
        response.headers["content-length"] = str(len(response.body))


def stranger(house: House) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What answers where there is no page, or none for this method: behind the same headers."""

    async def endpoint(request: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 404)
        words = "There is no such page." if status == 404 else "This page does not answer that method."
        response = await run_in_threadpool(_refusal, house, request, status, words)
        response.headers.update(getattr(error, "headers", None) or {})
        return _headed(house, response)

    return endpoint


def _headed(house: House, response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if house.secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def session_of(house: House, request: Request) -> Session | None:
    """Who comes, by the cookie; nobody where their account is not what it was when they came in, whoever changed it."""
    session = house.sessions.find(request.cookies.get(house.cookie, ""))
    if session is None or house.accounts is None or not session.stamp:
        return session
    try:
        account = house.accounts.all().get(session.user)
    except ConfigError as error:
        raise Refused(503, "The accounts cannot be read.") from error
    held = (session.role, session.names, session.stamp)
    if account is None or (account.role, account.names, account.stamp) != held:
        house.sessions.end(session.id)
        return None
    return session


async def _admitted(house: House, right: Right, route: tuple[str, str], page: Page, request: Request) -> Response:
    if (
        request.headers.get("host", "").rpartition(":")[0] not in house.hosts
        and request.headers.get("host") not in house.hosts
    ):
        raise Refused(421, "This desk does not go by that name.")
    if house.secure and is_in_the_clear(request, house.proxies):
        raise Refused(403, "This desk is reached by HTTPS only.")
    session = session_of(house, request)
    if session is None and right is not Right.PUBLIC:
        if request.method == "GET" and request.url.path == "/" and (token := request.query_params.get("token")):
            return _entered(house, token)
        return _to_the_door(house, request)
    if session is not None and not _permitted(session, right, request):
        raise Refused(403, "Your role does not allow this.")
    form = await _form(house, session, request) if request.method == "POST" else {}
    if house.apart is not None and session is not None and _is_read(route, request):
        return await run_in_threadpool(_fetched, house.apart, route, request, session, form)
    return await run_in_threadpool(answered, Visit(house, request, session or _NOBODY, form), page)


def _is_read(route: tuple[str, str], request: Request) -> bool:
    """Whether the reading room answers: every page but the door's, and the verbs that go over the whole study."""
    if route[0] == "POST":
        return request.path_params.get("verb") in WHOLE
    return route[1] not in AT_THE_DOOR


def _fetched(room: Apart, route: tuple[str, str], request: Request, session: Session, form: dict[str, Any]) -> Response:
    try:
        page = room.page(route, request, session, form)
    except BusyError as error:
        raise Refused(503, f"{error.what}; {error.hint}") from error
    if page.refused:
        raise Refused(page.status, page.refused)
    return Response(page.body, status_code=page.status, headers=dict(page.headers))


def _permitted(session: Session, right: Right, request: Request) -> bool:
    asked = {right}
    if verb := request.path_params.get("verb"):
        of_verb = right_of(verb)
        if of_verb is None:
            raise Refused(404, "There is no such verb.")
        asked |= {of_verb, Right.NAMES} if verb in UNSEALED else {of_verb}
    return all(one is Right.PUBLIC or session.may(one) for one in asked)


def _entered(house: House, token: str) -> Response:
    session = house.sessions.redeem(token[:200], house.user) if house.is_local else None
    if session is None:
        raise Refused(
            403, "This address opens the desk once, and it was used. Start `testimonia review` again for a new one."
        )
    return signed_in(house, session, "/")


def signed_in(house: House, session: Session, to: str) -> Response:
    """Off to a page, with the session's cookie."""
    response = RedirectResponse(to, status_code=303)
    response.set_cookie(house.cookie, session.id, httponly=True, samesite="strict", secure=house.secure, path="/")
    return response


def _to_the_door(house: House, request: Request) -> Response:
    if (
        request.url.path.startswith("/api/")
        or request.method != "GET"
        or house.is_local
        or "HX-Request" in request.headers
    ):
        raise Refused(
            401,
            "Nobody is signed in here. "
            + ("Open the address that `testimonia review` printed." if house.is_local else ""),
        )
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/login?to=" + quote(here[:300], safe=""), status_code=303)


async def _form(house: House, session: Session | None, request: Request) -> dict[str, Any]:
    origin = request.headers.get("origin")
    if origin is not None and not _is_ours(house, origin, request):
        raise Refused(403, "This form comes from another site.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, "This form comes from another site.")
    fields = await _fields(request, MOST_LONG if request.path_params.get("verb") in WITH_LONG else MOST)
    token = str(request.headers.get("x-csrf-token") or fields.pop("csrf", ""))
    fields.pop("csrf", None)
    if (
        request.url.path == "/login"
    ):  # also for whoever is signed in already: no token, but a browser that says where it stands
        if origin is None and "sec-fetch-site" not in request.headers:
            raise Refused(403, "The browser does not say where this form comes from.")
    elif session is not None and not hmac.compare_digest(token.encode(), session.csrf.encode()):
        raise Refused(403, "The form is too old. Open the page again; nothing was recorded.")
    return fields


def _is_ours(house: House, origin: str, request: Request) -> bool:
    try:
        said = urlsplit(origin)
    except ValueError:
        return False
    return said.netloc == request.headers.get("host") and said.scheme == ("https" if house.secure else "http")


async def _fields(request: Request, most: int) -> dict[str, Any]:
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise Refused(413, "That is too much for one form.")
    except TimeoutError:
        raise Refused(408, "The form did not come to its end.") from None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            return msgspec.json.decode(bytes(body), type=dict[str, Any])
        if kind == "application/x-www-form-urlencoded":
            return _urlencoded(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The form cannot be read.") from error
    raise Refused(415, "A form is application/x-www-form-urlencoded or application/json.")


def _urlencoded(body: str) -> dict[str, Any]:
    from urllib.parse import parse_qsl

    fields: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=500, errors="strict"):
        held = fields.get(name)
        value = value.replace("\r\n", "\n")
        fields[name] = value if held is None else [*(held if isinstance(held, list) else [held]), value]
    return fields


def answered(visit: Visit, page: Page) -> Response:
    """The page, or what went wrong in words."""
    try:
        return page(visit)
    except TestimoniaError as error:
        is_api = visit.request.url.path.startswith("/api/")
        status = 404 if visit.request.method == "GET" and not is_api else 422
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), status)
        if is_api:
            return JSONResponse(_told(error, is_open=visit.session.may(Right.NAMES)), status)
        return visit.page(
            "error.html",
            status,
            error=error,
            back=safe_path(str(visit.form.get("back") or "/")),
            conflict=isinstance(error, ConflictError),
        )
    except Exception:  # noqa: BLE001 - told to the log, never to the browser
        _log.exception("a page failed: %s", visit.request.url.path)  # never what the form held
        raise Refused(500, "The desk made a mistake. Nothing was recorded by this page; the log is whole.") from None


def _told(error: TestimoniaError, *, is_open: bool) -> dict[str, str]:
    """An error for a program. What was got, and ids that are near it, may hold names, which the sealed do not see."""
    got = "" if error.got is None else str(error.got)
    return {"error": error.what, "got": got if is_open else "", "hint": error.hint if is_open else ""}


def _refusal(house: House, request: Request, status: int, words: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words, "got": "", "hint": ""}, status)
    if request.url.path == "/pulse":
        return PlainTextResponse(words, status)
    html = environment().get_template("closed.html").render(words=words, status=status, local=house.is_local)
    return HTMLResponse(html, status_code=status)
