"""Every route and every verb for every role: allowed or refused as ONE table says, and the desk obeys it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from testimonia.web.app import PAGES
from testimonia.web.house import House
from testimonia.web.rights import ROLES, ROUTES, VERBS, Right, Role

# Said here once more and by hand, so that a slip in the table of the program is no slip in the test.
MAY = {
    "reader": {"read"},
    "coder": {"read", "code"},
    "adjudicator": {"read", "code", "adjudicate"},
    "lead": {"read", "code", "adjudicate", "lead"},
    "admin": {"read", "code", "adjudicate", "lead", "admin"},
}
SignIn = Callable[[str | None], Any]


def address(path: str, team: House) -> str:
    board = team.office.board()
    article, person = board.snapshot.articles[0].id, board.snapshot.persons[0].id
    if "{id}" in path:
        path = path.replace("{id}", {"/person/{id}": person, "/figure/{id}": "count.individuals"}.get(path, article))
    return path.replace("{name}", "desk.css" if "static" in path else "no-round").replace("{verb}", "memo")


def ask(client: TestClient, method: str, path: str) -> int:
    if method == "GET":
        return client.get(path).status_code
    return client.post(path, data={"csrf": client.csrf, "on": "?", "text": ""}).status_code  # type: ignore[attr-defined]


def test_every_page_has_a_line_in_the_table_and_every_line_a_page() -> None:
    assert set(ROUTES) == {*PAGES, ("GET", "/static/{name}")}


def test_every_role_has_the_rights_that_were_agreed() -> None:
    assert {role.value: {r.value for r in rights} - {"public"} for role, rights in ROLES.items()} == MAY


def test_every_route_for_every_role(team: House, sign_in: SignIn) -> None:
    wrong = []
    for names in (True, False):
        for role in Role:
            for (method, path), right in ROUTES.items():
                if path in ("/logout", "/login", "/then"):
                    continue
                client = sign_in(role.value if names else f"sealed-{role.value}")
                allowed = right is Right.PUBLIC or (names if right is Right.NAMES else right.value in MAY[role.value])
                if "{verb}" in path:
                    allowed = "code" in MAY[role.value]
                status = ask(client, method, address(path, team))
                if (status == 403) == allowed or status in (401, 500):
                    wrong.append((role.value, names, method, path, status))
    assert wrong == []


def test_every_verb_for_every_role(team: House, sign_in: SignIn) -> None:
    wrong = []
    for role in Role:
        client = sign_in(role.value)
        for verb, right in VERBS.items():
            status = client.post(f"/api/decide/{verb}", json={}, headers={"X-CSRF-Token": client.csrf}).status_code
            if (status == 403) == (right.value in MAY[role.value]) or status not in (403, 422):
                wrong.append((role.value, verb, status))
    assert wrong == []
    assert team.office.head == 0


def test_without_a_session_there_is_only_the_door(team: House, sign_in: SignIn) -> None:
    for (method, path), right in ROUTES.items():
        if right is not Right.PUBLIC:
            response = sign_in(None).request(method, address(path, team))
            door = response.status_code == 303 and response.headers["location"].startswith("/login?to=")
            assert door or response.status_code == 401, (method, path, response.status_code)


def test_a_coder_takes_back_their_own_decision_and_a_lead_anybodys(team: House, sign_in: SignIn) -> None:
    person = team.office.board().snapshot.persons[0].id
    lead, coder = sign_in("lead"), sign_in("coder")
    done = lead.post("/api/decide/include", json={"id": person}, headers={"X-CSRF-Token": lead.csrf})
    assert done.status_code == 201
    undo = {"number": done.json()["number"]}
    refused = coder.post("/api/decide/undo", json=undo, headers={"X-CSRF-Token": coder.csrf})
    assert refused.status_code == 422
    assert "another's decision" in refused.json()["error"]
    assert lead.post("/api/decide/undo", json=undo, headers={"X-CSRF-Token": lead.csrf}).status_code == 201


def test_no_name_reaches_whoever_may_not_see_names(team: House, sign_in: SignIn) -> None:
    board = team.office.board()
    names = {n for p in board.snapshot.persons for n in (p.name, *p.aliases) if n and len(n) > 4}
    assert len(names) > 5
    asked = next(one for one in board.waiting() if one.person and board.persons[one.person].name)
    name, about = board.persons[asked.person].name, asked.id
    person = next(p for p in board.snapshot.persons if p.name == name)
    for decision in (
        lambda study: study.memo(about, f"{name} again", by="lead"),
        lambda study: study.memo(person.id, f"is {name} the guard?", by="lead"),
        lambda study: study.ask(about, "sealed-lead", f"do you know {name}?", by="lead"),
    ):
        event = team.office.decide(decision, about=about)
    assert team.office.wait_for(event.number, 30)
    client = sign_in("sealed-lead")
    pages = [
        "/",
        "/queue",
        "/persons",
        "/articles",
        "/history",
        "/api/queue",
        "/figure/count.individuals",
        f"/queue?q={about}",
        "/queue?mine=1",
        "/api/history",
    ]
    pages += [f"/person/{p.id}" for p in board.snapshot.persons[:20]]
    pages += [f"/article/{a.id}" for a in board.snapshot.articles]
    leaks = [(page, name) for page in pages for name in names if name in client.get(page).text]
    assert leaks == []
