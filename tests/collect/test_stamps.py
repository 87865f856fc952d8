"""Trusted timestamps: only a hash leaves, an answer that does not hold is not kept, and what was changed later is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from authority_on_loopback import Authority
from click.testing import CliRunner
from proxy_on_loopback import Proxy
from site_on_loopback import Site, story

from testimonia import Study
from testimonia.adapters.timestamp import NoStamp, stamp, stamped_at
from testimonia.cli.commands import commands
from testimonia.errors import ConfigError, TamperError
from testimonia.pipeline.stamps import stamp_all


@pytest.fixture
def authority() -> Iterator[Authority]:
    made = Authority()
    yield made
    made.close()


@pytest.fixture
def folder(authority: Authority, new_study: Callable[..., Path]) -> Path:
    made = new_study(f'timestamp = "{authority.url}"', 'timestamp_roots = "tsa.pem"')
    (made / "tsa.pem").write_bytes(authority.root)
    return made


def test_a_page_is_stamped_and_the_stamp_is_checked_offline(authority: Authority, folder: Path, site: Site) -> None:
    with Study.open(folder) as study:
        study.capture([site.html("/0", story("Leila Mansouri")), site.html("/1", story("Omid Karsten"))])
    authority.close()
    warcs = sorted((folder / "web").glob("*.warc.gz"))
    assert len(warcs) == len(authority.asked) == 2
    for query, warc in zip(sorted(authority.asked), warcs, strict=False):
        assert len(query) < 90  # a hash and a number, nothing of the page
        assert b"Mansouri" not in query
        assert warc.with_name(warc.name.replace(".warc.gz", ".tsr")).exists()
    assert {hashlib.sha256(w.read_bytes()).digest() for w in warcs} == {_hash_in(q, warcs) for q in authority.asked}
    said = CliRunner().invoke(commands, ["verify", str(folder)])
    assert said.exit_code == 0, said.output
    assert "2 fetched pages are what was stamped" in said.output


def _hash_in(query: bytes, warcs: list[Path]) -> bytes:
    return next(digest for w in warcs if (digest := hashlib.sha256(w.read_bytes()).digest()) in query)


def test_what_was_changed_later_is_told(folder: Path, site: Site) -> None:
    with Study.open(folder) as study:
        study.capture([site.html("/0", story("Leila Mansouri")), site.html("/1", story("Omid Karsten"))])
        first, second = sorted((folder / "web").glob("*.warc.gz"))
        first.write_bytes(first.read_bytes() + b"\0")
        second.unlink()
        found = study.verify()
    assert found.stamps.good == 0
    assert f"web/{first.name}" in found.stamps.bad[1]
    assert "its page is gone" in found.stamps.bad[0]
    said = CliRunner().invoke(commands, ["verify", str(folder)])
    assert isinstance(said.exception, TamperError)


def test_an_authority_that_fails_holds_nothing_up_and_is_asked_again(
    authority: Authority, folder: Path, site: Site
) -> None:
    authority.answer = (503, b"")
    with Study.open(folder) as study:
        study.capture([site.html("/0", story("Leila Mansouri"))])
        assert len(list((folder / "web").glob("*.warc.gz"))) == 1
        waits = stamp_all(study._desk)
        assert (waits.stamped, waits.waiting, waits.why) == (0, 1, "the authority says 503")
        authority.answer = (200, b"no timestamp")
        assert "no timestamp" in stamp_all(study._desk).why
        assert not list((folder / "web").glob("*.tsr"))
        authority.answer = None
        assert stamp_all(study._desk).stamped == 1
        asked = len(authority.asked)
        assert stamp_all(study._desk).stamped == 0
        assert len(authority.asked) == asked


def test_an_answer_that_does_not_hold_is_not_taken(authority: Authority) -> None:
    good = stamp(authority.url, b"these bytes", authority.root)
    assert stamped_at(good, b"these bytes", authority.root).endswith("Z")
    with pytest.raises(NoStamp, match="Mismatch"):
        stamped_at(good, b"other bytes", authority.root)
    stranger = Authority()
    with pytest.raises(NoStamp, match="does not hold"):
        stamp(authority.url, b"these bytes", stranger.root)
    stranger.close()
    authority.answer = (200, good)  # an old answer to a new question
    with pytest.raises(NoStamp, match="another question"):
        stamp(authority.url, b"these bytes", authority.root)
    bent = bytearray(good)
    bent[-20] ^= 1
    with pytest.raises(NoStamp):
        stamped_at(bytes(bent), b"these bytes", authority.root)
    with pytest.raises(NoStamp, match="cannot be reached"):
        stamp("http://127.0.0.1:1/", b"these bytes", authority.root)


def test_it_is_asked_through_the_proxy(authority: Authority) -> None:
    proxy = Proxy({"tsa.example": authority.url.split("/")[2]})
    port = authority.url.rstrip("/").rsplit(":", 1)[1]
    assert stamp(f"http://tsa.example:{port}/", b"x", authority.root, proxy=f"socks5h://{proxy.host}")
    proxy.close()
    assert [host for _, host, _ in proxy.asked] == ["tsa.example"]


def test_off_by_default_and_wrong_settings_are_told(
    new_study: Callable[..., Path], site: Site, authority: Authority
) -> None:
    with Study.open(new_study()) as study:
        study.capture([site.html("/0", story("Leila Mansouri"))])
        assert study.verify().stamps.good == 0
    assert not authority.asked
    for line, key in (
        ('timestamp = "tsa.example"', "web.timestamp"),
        ('timestamp = "http://tsa.example/"', "web.timestamp_roots"),
        ('timestamp_roots = "../tsa.pem"', "web.timestamp_roots"),
    ):
        with pytest.raises(ConfigError, match=key):
            Study.open(new_study(line, name=f"s{len(line)}"))
