"""Through a SOCKS proxy: names are looked up there and nowhere else, and what may not be visited is not asked of it either."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from proxy_on_loopback import Proxy
from site_on_loopback import Site, story

from testimonia import Study
from testimonia.adapters.fetch import Limits, WebFetcher
from testimonia.domain.setaside import Reason
from testimonia.ports.fetch import NoPage, Page

NAME = "paper.example"


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that this machine's own resolver was asked for: what would give the study away."""
    found: list[str] = []
    real = socket.getaddrinfo

    def noted(host: object, *args: object, **options: object) -> object:
        found.append(str(host))
        return real(host, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    return found


@pytest.fixture
def proxy(site: Site) -> Iterator[Proxy]:
    made = Proxy({NAME: site.host, "www.paper.example": site.host})
    yield made
    made.close()


def through(proxy: Proxy, *, user: str = "", seconds: float = 2.0) -> WebFetcher:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up on this machine")

    limits = Limits(max_bytes=1_000_000, seconds=seconds, delay=0.0)
    return WebFetcher(agent="test", limits=limits, proxy=f"socks5h://{user}{proxy.host}", resolve=resolve)


def test_names_are_looked_up_by_the_proxy_alone(site: Site, proxy: Proxy, looked_up: list[str]) -> None:
    site.html("/", b"<html>hello")
    site.redirect("/moved", f"http://www.paper.example:{site.port}/")
    found = through(proxy)(f"http://{NAME}:{site.port}/moved")
    assert isinstance(found, Page), found
    assert found.body == b"<html>hello"
    assert found.ip == ""
    assert {(kind, host) for kind, host, _ in proxy.asked} == {(3, NAME), (3, "www.paper.example")}  # 3: as names
    assert set(looked_up) == {"127.0.0.1"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://10.0.0.1/", "http://169.254.169.254/latest/", "http://0x7f.1/", "http://2130706433/", "http://[::1]/",
        "http://[::ffff:10.0.0.1]/", "http://localhost/", "http://router.lan/", "http://db.internal/", "http://intranet/", "http://printer.local./",
    ],
)  # fmt: skip
def test_what_is_private_is_not_asked_of_it(proxy: Proxy, site: Site, looked_up: list[str], address: str) -> None:
    for asked in (address, f"http://{NAME}:{site.port}{site.redirect('/x', address).removeprefix(site.url(''))}"):
        before = len(proxy.asked)
        found = through(proxy)(asked)
        assert isinstance(found, NoPage)
        assert found.reason is Reason.FORBIDDEN_ADDRESS, found
        assert all(host == NAME for _, host, _ in proxy.asked[before:])
    assert set(looked_up) <= {"127.0.0.1"}


def test_a_name_that_the_proxy_does_not_know(proxy: Proxy) -> None:
    found = through(proxy)("http://nowhere.example/")
    assert isinstance(found, NoPage)
    assert found.reason is Reason.UNREACHABLE
    assert found.again
    assert "Host unreachable" in found.why


def test_a_proxy_that_is_not_there_is_no_reason_to_go_without(site: Site, looked_up: list[str]) -> None:
    site.html("/", b"<html>hello")
    gone = Proxy({})
    gone.close()
    found = through(gone)(f"http://{NAME}:{site.port}/")
    assert isinstance(found, NoPage)
    assert found.reason is Reason.UNREACHABLE
    assert "proxy" in found.why
    assert not site.asked
    assert NAME not in looked_up


def test_a_proxy_that_says_nothing_costs_no_more_than_the_limit() -> None:
    mute = Proxy({}, mute=True)
    found = through(mute, seconds=0.4)(f"http://{NAME}/")
    mute.close()
    assert isinstance(found, NoPage)
    assert "0.4 seconds" in found.why


def test_user_and_password_of_the_proxy(site: Site) -> None:
    guarded = Proxy({NAME: site.host}, user="team", word="open:sesame/1")
    site.html("/", b"<html>hello")
    address = f"http://{NAME}:{site.port}/"
    assert isinstance(through(guarded, user="team:open%3Asesame%2F1@")(address), Page)
    found = through(guarded, user="team:Wrong-1@")(address)
    guarded.close()
    assert isinstance(found, NoPage)
    assert "Wrong-1" not in found.why
    assert "authentication" in found.why.lower()


def test_a_study_behind_a_proxy(site: Site, proxy: Proxy, new_study: object, looked_up: list[str]) -> None:
    site.html("/story", story("Leila Mansouri"))
    folder = new_study(f'proxy = "socks5h://{proxy.host}"')  # type: ignore[operator]
    with Study.open(folder) as study:
        study.capture([f"http://{NAME}:{site.port}/story"])
        assert [one.source for one in study._desk.store.captures()] == [f"http://{NAME}:{site.port}/story"]
    assert set(looked_up) == {"127.0.0.1"}
    assert {host for _, host, _ in proxy.asked} == {NAME}
