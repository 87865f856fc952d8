"""The desk before strangers: behind a proxy and without one, guessing, forging, going around."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_signs import HOST, PASSWORD
from starlette.requests import Request
from starlette.testclient import TestClient

from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office
from testimonia.web.rights import ROUTES, VERBS, Right
from testimonia.web.visit import safe_path
from testimonia.web.whence import address_of, is_in_the_clear

SignIn = Callable[[str | None], Any]
SITE = "https://desk.example.org"
PROXY = frozenset({"127.0.0.1"})


@pytest.fixture
def behind(study: Path) -> Iterator[House]:
    """A team's desk behind a proxy on 127.0.0.1 that speaks TLS."""
    office = Office(study)
    try:
        yield House(
            office, hosts=frozenset({"desk.example.org"}), accounts=Accounts(study), secure=True, proxies=PROXY, cookie="__Host-desk"
        )  # fmt: skip
    finally:
        office.close()


def visitor(house: House, peer: str = "127.0.0.1", base: str = SITE) -> TestClient:
    return TestClient(app(house), base_url=base, follow_redirects=False, client=(peer, 50000))


def login(client: TestClient, name: str, password: str, **headers: str) -> Any:
    origin = {"Origin": str(client.base_url).rstrip("/")}
    return client.post("/login", data={"name": name, "password": password}, headers=origin | headers)


def request(peer: str, **headers: str) -> Request:
    held = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": held, "client": (peer, 1)})


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "192.0.2.7, 127.0.0.1", "192.0.2.7"),
        ("127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "6.6.6.6, nonsense", ""),
        ("127.0.0.1", "", ""),
        ("192.0.2.9", "6.6.6.6", "192.0.2.9"),
    ],
)
def test_only_a_trusted_proxy_says_from_where_a_request_comes(peer: str, said: str, address: str) -> None:
    assert address_of(request(peer, x_forwarded_for=said), PROXY) == address


def test_only_a_trusted_proxy_says_how_a_request_came() -> None:
    assert is_in_the_clear(request("127.0.0.1", x_forwarded_proto="http"), PROXY)
    assert is_in_the_clear(request("127.0.0.1", x_forwarded_proto="https, http"), PROXY)
    assert not is_in_the_clear(request("127.0.0.1", x_forwarded_proto="https"), PROXY)
    assert not is_in_the_clear(request("127.0.0.1"), PROXY)
    assert not is_in_the_clear(request("192.0.2.9", x_forwarded_proto="http"), PROXY)


def test_behind_a_proxy_cookies_and_browsers_keep_to_tls(behind: House) -> None:
    client = visitor(behind)
    response = login(client, "coder", PASSWORD)
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith("__host-desk=") and "path=/" in cookie and "domain" not in cookie
    assert all(word in cookie for word in ("secure", "httponly", "samesite=strict"))
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert client.get("/queue").status_code == 200
    assert client.get("/queue", headers={"X-Forwarded-Proto": "http"}).status_code == 403
    assert client.get("/nowhere").headers["strict-transport-security"]


def test_without_tls_no_browser_is_told_to_keep_to_it(team: House, sign_in: SignIn) -> None:
    assert "strict-transport-security" not in sign_in("lead").get("/").headers


def test_another_name_is_refused_whatever_the_proxy_forwards(behind: House) -> None:
    assert visitor(behind, base="https://evil.invalid").get("/login").status_code == 421
    forwarded = {"X-Forwarded-Host": "desk.example.org"}
    assert visitor(behind, base="https://evil.invalid").get("/login", headers=forwarded).status_code == 421
    assert visitor(behind).get("/login", headers={"X-Forwarded-Host": "evil.invalid"}).status_code == 200


@pytest.mark.parametrize("origin", ["http://desk.example.org", "https://evil.invalid", "null", "https://desk.example.org.evil.invalid", "https://[bad"])  # fmt: skip
def test_a_form_from_another_origin_is_refused(behind: House, origin: str) -> None:
    client = visitor(behind)
    data = {"name": "coder", "password": PASSWORD}
    assert client.post("/login", data=data, headers={"Origin": origin}).status_code == 403


def test_guessing_from_one_address_waits_behind_a_proxy_and_others_do_not(behind: House) -> None:
    client = visitor(behind)
    here, there = ({"X-Forwarded-For": f"6.6.6.6, 192.0.2.{n}"} for n in (7, 8))
    statuses = [login(client, f"made-up-{n}", "wrong password", **here).status_code for n in range(21)]
    assert statuses == [401] * 20 + [429]
    assert login(client, "coder", PASSWORD, **here).status_code == 429
    assert login(client, "coder", PASSWORD, **{"X-Forwarded-For": "192.0.2.7"}).status_code == 429
    assert login(client, "coder", PASSWORD, **there).status_code == 303


def test_guessing_many_at_once_is_no_way_around(team: House) -> None:
    found: list[int] = []

    def guess() -> None:
        found.append(login(TestClient(app(team), base_url=HOST), "coder", "wrong password").status_code)

    threads = [threading.Thread(target=guess, daemon=True) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    assert sorted(found) == [401] * 5 + [429] * 7


def test_an_unknown_account_costs_the_same_work(study: Path) -> None:
    held = Accounts(study)
    known = held.all()["coder"].hash
    assert held._nobody.rpartition("$")[0].rpartition("$")[0] == known.rpartition("$")[0].rpartition("$")[0], (
        "the same algorithm with the same parameters is run for both"
    )
    assert held.check("nobody-here", "a password that nobody has") is None


def test_a_session_ends_when_its_account_is_changed_elsewhere(team: House) -> None:
    accounts = team.accounts
    assert accounts is not None
    for change in (
        lambda: Accounts(team.office.folder).put("coder", "reader", names=True),
        lambda: Accounts(team.office.folder).put("coder", "reader", names=False),
        lambda: Accounts(team.office.folder).put("coder", "reader", password=PASSWORD + "?"),
        lambda: Accounts(team.office.folder).remove("coder"),
    ):
        client = TestClient(app(team), base_url=HOST, follow_redirects=False)
        known = next(p for p in (PASSWORD, PASSWORD + "?") if accounts.check("coder", p))
        assert login(client, "coder", known).status_code == 303
        assert client.get("/queue").status_code == 200
        change()
        assert client.get("/queue").status_code == 303, "to the door"
        assert client.get("/api/status").status_code == 401


def test_signing_out_ends_the_session_itself(team: House) -> None:
    client = TestClient(app(team), base_url=HOST, follow_redirects=False)
    login(client, "coder", PASSWORD)
    cookie = client.cookies[team.cookie]
    token = client.get("/api/status").json()["csrf"]
    assert client.post("/logout", data={"csrf": "guessed"}).status_code == 403
    assert client.post("/logout", data={"csrf": token}).status_code == 303
    client.cookies.set(team.cookie, cookie)
    assert client.get("/queue").status_code == 303, "the old cookie opens nothing"


def test_a_second_sign_in_is_a_second_session(team: House) -> None:
    client = TestClient(app(team), base_url=HOST, follow_redirects=False)
    login(client, "coder", PASSWORD)
    first = client.cookies[team.cookie]
    login(client, "lead", PASSWORD)
    second = client.cookies[team.cookie]
    assert first != second and team.sessions.find(first) is None


UNSAFE = [path for (method, path), right in ROUTES.items() if method == "POST" and right is not Right.PUBLIC]


@pytest.mark.parametrize("path", [*UNSAFE, *(f"/api/decide/{verb}" for verb in VERBS)])
def test_no_unsafe_route_without_its_token(team: House, sign_in: SignIn, path: str) -> None:
    client = sign_in("admin")
    where = path.replace("{verb}", "include")
    for headers, body in (
        ({}, {}),
        ({"X-CSRF-Token": "guessed"}, {}),
        ({"X-CSRF-Token": client.csrf, "Origin": "https://evil.invalid"}, {}),
        ({"X-CSRF-Token": client.csrf, "Sec-Fetch-Site": "same-site"}, {}),
        ({}, {"csrf": sign_in("lead").csrf}),
    ):
        assert client.post(where, json=body, headers=headers).status_code == 403
        assert client.post(where, data={"reason": "x", **body}, headers=headers).status_code == 403
    assert team.office.head == 0


def test_reading_changes_nothing_by_any_other_method(team: House, sign_in: SignIn) -> None:
    client = sign_in("admin")
    for method, path in ROUTES:
        for other in {"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - {method}:
            where = path.replace("{verb}", "include").replace("{id}", "x").replace("{name}", "desk.css")
            assert client.request(other, where).status_code == 405, (other, path)


@pytest.mark.parametrize(
    "to", ["///evil.invalid", "/\\\\evil.invalid", "\\evil.invalid", "/\t/evil.invalid", "/%0d%0aX: y\r\nX: y", " //evil.invalid", "/ü", "/" + "a" * 600]
)  # fmt: skip
def test_nothing_leads_elsewhere(to: str) -> None:
    assert safe_path(to) == "/"


def test_an_error_page_leads_nowhere_else(team: House, sign_in: SignIn) -> None:
    client = sign_in("lead")
    page = client.post("/decide/include", data={"csrf": client.csrf, "id": "P-nobody", "back": "javascript:alert(1)"})
    assert page.status_code == 422 and "javascript:" not in page.text


def test_a_whole_article_may_be_longer_than_a_form(team: House, sign_in: SignIn) -> None:
    client = sign_in("lead")
    for characters, status in (
        (150_000, 422),
        (210_000, 422),
        (500_000, 413),
    ):  # too long for its field: 422; for any article: 413
        form = {"csrf": client.csrf, "article": "d-nothing", "translation": "é" * characters}
        assert client.post("/decide/translate", data=form).status_code == status, characters
    assert team.office.head == 0


def test_too_much_or_unreadable_is_refused(team: House, sign_in: SignIn) -> None:
    client = sign_in("lead")
    token = {"X-CSRF-Token": client.csrf}
    form = {"Content-Type": "application/x-www-form-urlencoded"} | token
    json = {"Content-Type": "application/json"} | token
    many = "&".join(f"a{n}=1" for n in range(600))
    for body, headers, status in (
        (many, form, 400),
        ("id=%ff%fe", form, 400),
        ("[" * 100_000, json, 400),
        ("[1]", json, 400),
        ('{"id": "' + "x" * 300_000 + '"}', json, 413),
        ("--x\r\n", {"Content-Type": "multipart/form-data; boundary=x"} | token, 415),
    ):
        answer = client.post("/api/decide/include", content=body.encode("latin-1"), headers=headers)
        assert answer.status_code == status, (body[:20], answer.text)
    assert team.office.head == 0
