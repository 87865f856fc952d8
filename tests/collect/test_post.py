"""A digest by mail: encrypted where the server can, with a password only then; what went wrong is told without what is secret."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from mail_on_loopback import Post
from site_on_loopback import Site, story

from testimonia import Study
from testimonia.adapters.post import PASSWORD_VARIABLE, mail

SENDER, TO, WORD = "desk@example.org", "team@example.org", "S3cret-Wort"


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server with a certificate that this machine trusts."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    authority.issue_cert("127.0.0.1").configure_cert(context)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return context


@pytest.fixture
def server() -> Iterator[Callable[..., Post]]:
    made: list[Post] = []

    def make(**options: object) -> Post:
        made.append(Post(**options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def sent(host: str) -> str:
    return mail(host, SENDER, TO, "Testimonia: 1 new\nperson", "New: p-12 “left”.\n.\nEnd.\n")


def test_a_mail_in_the_clear_where_the_server_can_no_more(server: Callable[..., Post]) -> None:
    post = server()
    assert sent(post.host) == ""
    (got,) = post.got
    assert (got["From"], got["To"], got["Subject"]) == (SENDER, TO, "Testimonia: 1 new person")
    assert got.get_content().replace("\r\n", "\n") == "New: p-12 “left”.\n.\nEnd.\n"


@pytest.mark.parametrize("whole", [False, True], ids=["STARTTLS", "smtps"])
def test_encrypted_and_with_a_password(
    server: Callable[..., Post], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, WORD)
    post = server(tls=tls, whole=whole, login=(SENDER, WORD))
    assert sent(("smtps://" if whole else "") + post.host) == ""
    assert post.tried == [(SENDER, WORD)]
    assert len(post.got) == 1
    assert whole or post.encrypted == [True]


def test_a_refused_login_is_told_without_the_password(
    server: Callable[..., Post],
    tls: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, WORD)
    post = server(tls=tls, login=(SENDER, "another"))
    with caplog.at_level(logging.DEBUG):
        said = sent(post.host)
    assert "refuses user and password (535)" in said
    assert not post.got
    out, err = capfd.readouterr()
    logged = "".join(one.getMessage() for one in caplog.records if not one.name.startswith("mail.log"))
    assert not any(WORD in text for text in (said, out, err, logged))


def test_no_password_goes_over_an_open_line(server: Callable[..., Post], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, WORD)
    post = server()
    assert "no encryption" in sent(post.host)
    assert not post.got
    assert not post.tried


@pytest.mark.parametrize("whole", [False, True], ids=["STARTTLS", "smtps"])
def test_a_server_that_is_somebody_else_gets_nothing(
    server: Callable[..., Post], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(other)
    monkeypatch.setenv(PASSWORD_VARIABLE, WORD)
    post = server(tls=other, whole=whole, login=(SENDER, WORD))
    said = sent(("smtps://" if whole else "") + post.host)
    assert "certificate does not hold" in said
    assert not post.tried
    assert not post.got


def test_who_is_refused_and_who_is_not_there(server: Callable[..., Post]) -> None:
    post = server(refuses=f"550 no such user {TO} here")
    assert sent(post.host) == "the server refuses who is to get it (550)"
    assert sent("127.0.0.1:1") == "cannot be reached (ConnectionRefusedError)"


def test_a_login_that_the_server_does_not_take(
    server: Callable[..., Post], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, WORD)
    assert "takes no login" in sent(server(tls=tls).host)


def test_a_pass_tells_by_mail_and_says_what_it_could_not_deliver(
    site: Site, new_study: Callable[..., Path], server: Callable[..., Post], tls: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv(PASSWORD_VARIABLE, WORD)
    post = server(tls=tls, login=(SENDER, WORD))
    key = site.url("/hook/KEY")
    site.pages["/hook/KEY"] = (410, {}, b"")
    feed = site.feed("/rss", [site.html("/0", story("Leila Mansouri"))])
    watch = f'[watch]\nmail_to = "{TO}"\nmail_from = "{SENDER}"\nsmtp = "{post.host}"\nwebhook = "{key}"\n[[watch.sources]]\naddress = "{feed}"'
    folder = new_study(watch=watch)
    with Study.open(folder) as study:
        done = study.watch()
        assert done.undelivered == ("webhook: it says 410",)
        (got,) = post.got
        assert "1 new person" in got["Subject"] + got.get_content()
        assert "Mansouri" not in got.as_string()
        assert study.watch().digest.is_quiet
    assert len(post.got) == 1
    assert not any(WORD in file.read_text("utf-8", "replace") for file in folder.rglob("*") if file.is_file())
