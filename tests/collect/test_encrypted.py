"""HTTPS: pages, redirects and webhooks come only from servers whose certificate holds; what is wrong is said in words."""

from __future__ import annotations

import datetime
import re
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from site_on_loopback import Site

from testimonia.adapters.fetch import Limits, WebFetcher
from testimonia.adapters.post import webhook
from testimonia.domain.setaside import Reason
from testimonia.ports.fetch import NoPage, Page

NAME = "paper.example"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The one authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return made


@pytest.fixture
def secure() -> Iterator[Callable[[trustme.LeafCert], Site]]:
    made: list[Site] = []

    def make(cert: trustme.LeafCert) -> Site:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cert.configure_cert(context)
        made.append(Site(tls=context))
        return made[-1]

    yield make
    for one in made:
        one.close()


def get(site: Site, host: str = NAME, path: str = "/") -> Page | NoPage:
    ask = WebFetcher(
        agent="test",
        limits=Limits(max_bytes=1_000_000, seconds=3.0, delay=0.0),
        allowed=frozenset({site.host}),
        resolve=lambda host, port: ["127.0.0.1"],
    )
    return ask(f"https://{host}:{site.port}{path}")


def test_a_page_comes_encrypted_under_its_own_name(authority: trustme.CA, secure: Callable[..., Site]) -> None:
    site = secure(authority.issue_cert(NAME))
    site.html("/", b"<html>hello")
    site.redirect("/moved", f"https://{NAME}:{site.port}/")
    for path in ("/", "/moved"):
        found = get(site, path=path)
        assert isinstance(found, Page), found
        assert found.body == b"<html>hello"
        assert found.ip == "127.0.0.1"
    assert {headers["host"] for _, headers in site.asked} == {f"{NAME}:{site.port}"}


def _yesterday() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("cert", "words"),
    [
        (lambda ca: ca.issue_cert("other.example"), "not valid for 'paper.example'"),
        (lambda ca: ca.issue_cert(NAME, not_before=_yesterday() - datetime.timedelta(days=9), not_after=_yesterday()), "expired"),
        (lambda ca: trustme.CA().issue_cert(NAME), "self-signed certificate in certificate chain|unable to get local issuer"),
    ],
    ids=["wrong host", "expired", "of nobody who is trusted"],
)  # fmt: skip
def test_a_certificate_that_does_not_hold_brings_no_page(
    authority: trustme.CA, secure: Callable[..., Site], cert: Callable[[trustme.CA], trustme.LeafCert], words: str
) -> None:
    site = secure(cert(authority))
    site.html("/", b"<html>secret")
    found = get(site)
    assert isinstance(found, NoPage)
    assert found.reason is Reason.UNREACHABLE
    assert not found.again  # asking again mends no certificate
    assert "certificate or encryption does not hold" in found.why
    assert re.search(words, found.why), found.why
    assert not site.asked
    said = webhook(f"https://127.0.0.1:{site.port}/hook/KEY", b"{}")
    assert "certificate does not hold" in said
    assert "KEY" not in said
    assert not site.asked


def test_a_certificate_for_the_number_does_not_do_for_the_name(
    authority: trustme.CA, secure: Callable[..., Site]
) -> None:
    """The address is pinned, and still it is the name that is checked."""
    site = secure(authority.issue_cert("127.0.0.1"))
    found = get(site)
    assert isinstance(found, NoPage)
    assert "certificate" in found.why
    site.html("/", b"<html>hello")
    assert isinstance(get(site, host="127.0.0.1"), Page)


def test_plain_words_behind_https_are_told(site: Site) -> None:
    found = WebFetcher(agent="t", limits=Limits(seconds=2.0, delay=0.0), allowed=frozenset({site.host}))(
        site.url("/").replace("http:", "https:")
    )
    assert isinstance(found, NoPage)
    assert found.reason is Reason.UNREACHABLE
    assert "encryption" in found.why


def test_a_webhook_over_https(authority: trustme.CA, secure: Callable[..., Site]) -> None:
    site = secure(authority.issue_cert("127.0.0.1"))
    assert webhook(f"https://{site.host}/hook?key=KEY", b'{"text": "x"}') == ""
    assert site.asked == [("/hook?key=KEY", {"body": '{"text": "x"}'})]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:1/KEY", "cannot be reached (ConnectionRefusedError)"),
        ("http://127.0.0.1:99999/KEY", "its address is none"),
        ("http://127.0.0.1:1/with space/KEY", "cannot be reached (InvalidURL)"),
    ],
)
def test_a_webhook_that_does_not_answer_is_told_without_its_key(address: str, said: str) -> None:
    assert webhook(address, b"{}") == said


def test_a_webhook_is_not_followed_elsewhere(site: Site, other: Site) -> None:
    site.redirect("/hook", other.url("/hook"), status=307)
    assert webhook(site.url("/hook"), b"{}") == "it says 307"
    assert not other.asked
