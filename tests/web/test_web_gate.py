"""What the gate keeps out: forged forms, other sites' frames, guessed passwords, taken-over sessions, other names, too much."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_signs import HOST, PASSWORD
from starlette.testclient import TestClient

from testimonia.errors import UsageError
from testimonia.web import captured
from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office
from testimonia.web.sessions import IDLE, Sessions, Tries
from testimonia.web.visit import safe_path

SignIn = Callable[[str | None], Any]


def test_every_answer_carries_the_headers(team: House, sign_in: SignIn) -> None:
    for client, path in (
        (sign_in("lead"), "/"),
        (sign_in("lead"), "/person/nobody"),
        (sign_in(None), "/login"),
        (sign_in(None), "/api/status"),
    ):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"


def test_a_form_without_its_token_or_from_elsewhere_records_nothing(team: House, sign_in: SignIn) -> None:
    client, person = sign_in("lead"), team.office.board().snapshot.persons[0].id
    for data, headers in (
        ({"id": person}, {}),
        ({"id": person, "csrf": "guessed"}, {}),
        ({"id": person, "csrf": client.csrf}, {"Origin": "http://evil.invalid"}),
        ({"id": person, "csrf": client.csrf}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        assert client.post("/decide/include", data=data, headers=headers).status_code == 403
    assert client.post("/decide/include", content=b"x=1", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/decide/include", data={"csrf": client.csrf, "id": "x" * 300_000}).status_code == 413
    assert team.office.head == 0
    assert client.post("/decide/include", data={"id": person, "csrf": client.csrf}).status_code == 303
    assert team.office.head == 1


def test_another_host_name_is_refused(team: House) -> None:
    assert TestClient(app(team), base_url="http://rebound.invalid").get("/login").status_code == 421


def login(client: TestClient, name: str, password: str, **more: str) -> Any:
    return client.post("/login", data={"name": name, "password": password, **more}, headers={"Origin": HOST})


def test_signing_in_gives_a_new_session_and_leads_nowhere_else(team: House, sign_in: SignIn) -> None:
    client = sign_in(None)
    client.cookies.set(team.cookie, "planted")
    response = login(client, "coder", PASSWORD, to="//evil.invalid/")
    assert response.status_code == 303
    assert response.headers["location"] == "/"
    cookie = response.headers["set-cookie"]
    assert "planted" not in cookie
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()


def test_guessing_passwords_has_to_wait_also_for_names_that_are_not_there(team: House, sign_in: SignIn) -> None:
    client = sign_in(None)
    statuses = [login(client, name, "wrong password").status_code for name in ["coder"] * 5 + ["coder"]]
    assert statuses == [401] * 5 + [429]
    assert login(client, "coder", PASSWORD).status_code == 429


def test_tries_are_forgotten_after_a_while_and_sessions_end() -> None:
    now = [0.0]
    tries, sessions = Tries(lambda: now[0]), Sessions(lambda: now[0])
    assert [tries.admit("a", "") for _ in range(5)] == [0.0] * 5
    assert tries.admit("a", "") == 60
    assert tries.admit("b", "") == 0, "another account is free"
    now[0] = 61
    assert tries.admit("a", "") == 0
    assert tries.admit("a", "") == 120, "twice as long"
    now[0] += 3 * 3600
    assert [tries.admit("a", "") for _ in range(5)] == [0.0] * 5, "an old story"
    session = sessions.begin("a", "coder", names=False)  # type: ignore[arg-type]
    assert sessions.find(session.id) is session
    now[0] += IDLE + 1
    assert sessions.find(session.id) is None


def test_an_address_waits_too_and_an_own_account_is_no_way_around() -> None:
    tries = Tries(lambda: 0.0)
    for n in range(19):
        assert tries.admit(f"name{n}", "192.0.2.7") == 0
        assert tries.admit("mine", "192.0.2.7") == 0
        tries.passed("mine", "192.0.2.7")
    assert tries.admit("other", "192.0.2.7") == 0
    assert tries.admit("another", "192.0.2.7") == 60
    assert tries.admit("another", "192.0.2.8") == 0, "from elsewhere one may"


def test_the_token_opens_the_local_desk_once(study: Path) -> None:
    office = Office(study)
    try:
        house = House(office, hosts=frozenset({"127.0.0.1"}), user="ana")
        token = house.sessions.issue()
        first, second = (TestClient(app(house), base_url=HOST, follow_redirects=False) for _ in range(2))
        assert first.get("/?token=wrong").status_code == 403
        assert first.get(f"/?token={token}").status_code == 303
        assert first.get("/").status_code == 200
        assert second.get(f"/?token={token}").status_code == 403
        assert second.get("/").status_code == 401
    finally:
        office.close()


@pytest.mark.parametrize(
    "to", ["//evil.invalid", "/\\evil.invalid", "http://evil.invalid", "javascript:1", "/a\nb", ""]
)
def test_no_open_redirect(to: str) -> None:
    assert safe_path(to) == "/"


def test_the_captured_page_is_harmless(team: House, sign_in: SignIn) -> None:
    hostile = next(a for a in team.office.board().snapshot.articles if "hostile" in a.source)
    response = sign_in("lead").get(f"/captured/{hostile.id}")
    assert response.headers["content-security-policy"] == captured.POLICY
    page = response.text.lower()
    assert "killed muslims" in page
    for bad in (
        "<script",
        "onerror",
        "<img",
        "<form",
        "<iframe",
        "javascript:",
        "tracker.invalid",
        "evil",
        "<button",
        "display:none",
    ):
        assert bad not in page, bad


def test_accounts_keep_an_admin_and_no_password(study: Path) -> None:
    (study / "accounts.json").unlink()
    held = Accounts(study)
    with pytest.raises(UsageError):
        held.put("ana", "coder", password=PASSWORD)
    held.put("ana", "admin", password=PASSWORD)
    with pytest.raises(UsageError):
        held.remove("ana")
    assert PASSWORD not in (study / "accounts.json").read_text()
    assert (study / "accounts.json").stat().st_mode & 0o077 == 0
    assert held.check("ana", PASSWORD) is not None
    assert held.check("ana", PASSWORD + "!") is None
    assert held.check("nobody", PASSWORD) is None


def test_the_later_of_two_is_told_and_overwrites_nothing(team: House, sign_in: SignIn) -> None:
    first, second, person = sign_in("coder"), sign_in("lead"), team.office.board().snapshot.persons[0].id
    assert first.post("/decide/include", data={"csrf": first.csrf, "id": person, "seen": "0"}).status_code == 303
    late = second.post("/decide/exclude", data={"csrf": second.csrf, "id": person, "seen": "0", "reason": "too thin"})
    assert late.status_code == 409
    assert "coder answered this in the meantime" in late.text.lower()
    assert team.office.head == 1
