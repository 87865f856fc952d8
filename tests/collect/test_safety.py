"""Nothing is fetched from where the analyst may not be led, and nothing takes more than its share."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_on_loopback import Site, bomb, cut_off, drip, drip_head, endless

from testimonia.adapters.fetch import Limits, WebFetcher
from testimonia.adapters.fetch.address import is_public
from testimonia.domain.setaside import Reason
from testimonia.ports.fetch import NoPage, Page

LIMITS = Limits(max_bytes=1_000_000, seconds=0.6, delay=0.0)


def fetcher(*sites: Site, **options: object) -> WebFetcher:
    return WebFetcher(agent="test", limits=LIMITS, allowed=frozenset(one.host for one in sites), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/", "http://172.16.9.9/", "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/", "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/", "http://127.1/", "http://0/",
        "http://0.0.0.0/", "http://100.100.100.200/", "http://168.63.129.16/", "http://224.0.0.1/", "http://255.255.255.255/", "http://①②⑦.0.0.1/",
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "http://user:word@example.org/", "http://example.org:25/", "http://", "http://exa mple/", "http://[", "data:text/html,x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("proxy", ["", "socks5h://127.0.0.1:9"])
def test_forbidden_addresses_are_not_connected_to(address: str, proxy: str) -> None:
    found = fetcher(proxy=proxy)(address)
    assert isinstance(found, NoPage)
    assert found.reason is Reason.FORBIDDEN_ADDRESS, found


def test_a_redirect_to_a_forbidden_address_is_not_followed(site: Site, other: Site) -> None:
    for number, to in enumerate(
        ("http://169.254.169.254/x", other.url("/secret"), "file:///etc/passwd", "http://2130706433/", "//[::1]/")
    ):
        found = fetcher(site)(site.redirect(f"/{number}", to))
        assert isinstance(found, NoPage)
        assert found.reason is Reason.FORBIDDEN_ADDRESS, to
    assert not other.asked


def test_an_allowed_port_allows_no_other(site: Site, other: Site) -> None:
    assert isinstance(fetcher(site)(site.html("/", b"<html>hello")), Page)
    assert isinstance(fetcher(other)(site.url("/")), NoPage)


def test_a_name_that_changes_its_mind_is_pinned(site: Site) -> None:
    """DNS rebinding: public when looked at, private when connected to. Every look-up is checked, and the checked address is connected to."""
    site.html("/", b"<html>inside")
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    found = fetcher(resolve=lambda host, port: next(answers))(f"http://rebind.example:{site.host.split(':')[1]}/")
    assert isinstance(found, NoPage)
    assert not site.asked


def test_a_name_with_one_private_address_among_public_ones_is_refused(site: Site) -> None:
    found = fetcher(resolve=lambda host, port: ["93.184.216.34", "127.0.0.1"])("http://mixed.example/")
    assert isinstance(found, NoPage)
    assert found.reason is Reason.FORBIDDEN_ADDRESS


def test_the_name_stays_the_name_when_the_address_is_pinned(site: Site) -> None:
    site.html("/", b"<html>hello")
    port = site.host.split(":")[1]
    found = fetcher(site, resolve=lambda host, port: ["127.0.0.1"])(f"http://paper.example:{port}/")
    assert isinstance(found, Page)
    assert site.asked[-1][1]["host"] == f"paper.example:{port}"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (drip, Reason.UNREACHABLE),
        (drip_head, Reason.UNREACHABLE),
        (endless, Reason.TOO_LARGE),
        (bomb, Reason.BOMB),
        (cut_off, Reason.UNREACHABLE),
    ],
)
def test_a_hostile_server_costs_no_more_than_the_limits(site: Site, answer: object, reason: Reason) -> None:
    site.pages["/"] = answer  # type: ignore[assignment]
    found = fetcher(site)(site.url("/"))
    assert isinstance(found, NoPage)
    assert found.reason is reason, found


def test_redirects_end(site: Site) -> None:
    site.redirect("/a", "/b")
    circle = fetcher(site)(site.redirect("/b", "/a"))
    for number in range(20):
        site.redirect(f"/long{number}", f"/long{number + 1}")
    long = fetcher(site)(site.url("/long0"))
    assert isinstance(circle, NoPage) and "circle" in circle.why
    assert isinstance(long, NoPage) and "8 redirects" in long.why


def test_no_cookie_is_ever_sent(site: Site, other: Site) -> None:
    other.html("/page", b"<html>hello", **{"Set-Cookie": "a=b"})
    site.redirect("/", other.url("/page"))
    ask = fetcher(site, other)
    assert isinstance(ask(site.url("/")), Page)
    assert isinstance(ask(other.url("/page")), Page)
    assert all("cookie" not in headers for _, headers in (*site.asked, *other.asked))


def test_robots_are_obeyed_and_a_failing_robots_is_a_no(site: Site, other: Site) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /closed\n")
    site.html("/closed/x", b"<html>no")
    site.html("/open", b"<html>yes")
    other.pages["/robots.txt"] = (503, {}, b"")
    other.html("/", b"<html>no")
    ask = fetcher(site, other)
    assert isinstance(ask(site.url("/open")), Page)
    for address in (site.url("/closed/x"), other.url("/")):
        found = ask(address)
        assert isinstance(found, NoPage)
        assert found.reason is Reason.ROBOTS
    assert site.paths() == ["/open"]


def test_a_host_is_left_alone_between_two_visits(site: Site) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7\n")
    site.html("/", b"<html>hello")
    slept: list[float] = []
    ask = fetcher(site, sleep=slept.append)
    for _ in range(3):
        ask(site.url("/"))
    assert len(slept) == 2
    assert all(6 < one <= 7 for one in slept)


@given(st.ip_addresses(v=4))
def test_an_address_in_whatever_wrapping_is_judged_as_itself(ip: ipaddress.IPv4Address) -> None:
    number = int(ip)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    nat64 = ipaddress.IPv6Address((0x64FF9B << 96) | number)
    assert is_public(str(mapped)) == is_public(str(nat64)) == is_public(str(ip))
    assert not is_public(str(ip)) or ip.is_global
