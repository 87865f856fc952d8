"""The door of a team's desk: signing in and out."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import HTMLResponse, RedirectResponse, Response

from testimonia.web.gate import signed_in
from testimonia.web.visit import Visit, environment, safe_path
from testimonia.web.whence import address_of


@dataclass(frozen=True, kw_only=True)
class DoorView:
    """The form. `to`: the page that was asked for. `words`: why it did not open, "" at first."""

    to: str
    words: str
    local: bool


def door(visit: Visit) -> Response:
    """The form."""
    return _form(visit, visit.query("to"), "", 200)


def login(visit: Visit) -> Response:
    """Opens a session under a new id, if the password is right; who tries too often waits."""
    house, to = visit.house, str(visit.form.get("to") or "/")
    name, password = str(visit.form.get("name") or "")[:40], str(visit.form.get("password") or "")
    if house.accounts is None:
        return _form(visit, to, "This desk has no accounts.", 403)
    address = address_of(visit.request, house.proxies)
    if wait := house.tries.admit(name, address):
        return _form(visit, to, f"Too many tries. Wait {max(1, round(wait))} seconds.", 429)
    account = house.accounts.check(name, password)
    if account is None:
        return _form(visit, to, "Name or password is wrong.", 401)
    house.tries.passed(name, address)
    house.sessions.end(visit.request.cookies.get(house.cookie, ""))
    session = house.sessions.begin(account.name, account.role, names=account.names, stamp=account.stamp)
    return signed_in(house, session, safe_path(to))


def logout(visit: Visit) -> Response:
    """Ends the session."""
    visit.house.sessions.end(visit.session.id)
    response = RedirectResponse("/login" if not visit.house.is_local else "/", status_code=303)
    response.delete_cookie(visit.house.cookie, path="/", secure=visit.house.secure, httponly=True, samesite="strict")
    return response


def _form(visit: Visit, to: str, words: str, status: int) -> Response:
    view = DoorView(to=safe_path(to), words=words, local=visit.house.is_local)
    return HTMLResponse(environment().get_template("door.html").render(view=view), status_code=status)
