"""A picture of a page comes from its stored bytes alone: nothing is fetched, no script runs, no file is shown."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from site_on_loopback import Site, story

from testimonia import Study
from testimonia.adapters import picture as pictures
from testimonia.adapters.warc import records
from testimonia.cli.commands import commands
from testimonia.cli.frame import guarded
from testimonia.errors import ConfigError


def page(words: str) -> str:
    return f"<!doctype html><html><body><h1>Account</h1>{words}<p>The end.</p></body></html>"


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture(params=["as the system lets us", "by the browser's own means"])
def means(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "as the system lets us":
        monkeypatch.setattr(pictures, "_alone", lambda: ())


def test_nothing_is_fetched(site: Site, means: None) -> None:
    at = site.url
    words = f"""<link rel=stylesheet href="{at("/css")}"><link rel=prefetch href="{at("/prefetch")}"><link rel=preconnect href="{at("/pre")}"><img src="{at("/img")}">
    <img srcset="{at("/set")} 2x"><iframe src="{at("/frame")}"></iframe><object data="{at("/object")}"></object><embed src="{at("/embed")}"><video src="{at("/video")}" autoplay></video>
    <meta http-equiv=refresh content="0;url={at("/refresh")}"><script src="{at("/script")}"></script><script>fetch("{at("/fetch")}"); location = "{at("/location")}"</script>
    <style>@import "{at("/import")}"; body {{ background: url({at("/background")}) }} @font-face {{ font-family: x; src: url({at("/font")}) }} h1 {{ font-family: x }}</style>
    <form action="{at("/form")}" id=f><input type=image src="{at("/input")}"></form><svg><image href="{at("/svg")}" /><use href="{at("/use")}#a" /></svg><body background="{at("/old")}">"""
    assert size(pictures.picture(page(words))) == (pictures.WIDTH, pictures.HEIGHT)
    assert site.asked == []


def alike(one: str, other: str) -> bool:
    """Whether two pages look the same. A busy machine now and then paints letters a shade otherwise, so each is looked at up to three times."""
    seen = pictures.picture(one), pictures.picture(other)
    if seen[0] == seen[1]:
        return True
    return bool(
        {seen[0], *(pictures.picture(one) for _ in range(2))} & {seen[1], *(pictures.picture(other) for _ in range(2))}
    )


def test_no_script_runs_and_no_file_of_this_machine_is_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("<body style='background: red'>secret")
    for hidden in (
        "<script>document.body.innerHTML = 'changed'</script>",
        f"<meta http-equiv=refresh content='0;url={secret.as_uri()}'>",
        f"<link rel=stylesheet href='{secret.as_uri()}'>",
    ):
        assert alike(page(hidden), page("")), hidden
    frame = "<iframe src='{}' style='border: 0'></iframe>"
    assert alike(page(frame.format(secret.as_uri())), page(frame.format("about:blank")))
    assert not alike(page("<p>other words</p>"), page(""))


def test_a_page_cannot_break_out_of_its_frame(tmp_path: Path, site: Site) -> None:
    words = f"""&quot;></iframe><img src="{site.url("/out")}"><script>fetch("{site.url("/js")}")</script>'"><a target=_top href="{site.url("/top")}">x</a>"""
    assert pictures.picture(page(words))
    assert site.asked == []


@pytest.mark.parametrize("is_option", [False, True])
def test_a_captured_page_has_its_picture_beside_it_and_in_its_warc(
    site: Site, new_study: Callable[..., Path], is_option: bool
) -> None:
    folder = new_study("" if is_option else "screenshot = true")
    address = site.html("/0", story("Leila Mansouri"))
    if is_option:
        assert guarded(lambda: commands(["capture", str(folder), address, "--screenshot"], standalone_mode=False)) == 0
    with Study.open(folder) as study:
        if not is_option:
            study.capture([address])
        (held,) = study._desk.store.captures()
    assert site.paths() == ["/0"]
    shown = folder / held.headers["x-picture"]
    assert size(shown.read_bytes()) == (pictures.WIDTH, pictures.HEIGHT)
    warc = folder / held.headers["x-warc"]
    kinds = [(r.headers["WARC-Type"], r.headers["WARC-Target-URI"]) for r in ArchiveIterator(warc.open("rb"))]
    assert kinds[0] == ("response", site.url("/0"))
    assert kinds[2] == ("resource", f"urn:view:{site.url('/0')}")
    assert shown.read_bytes() in [r.reader.read() for r in ArchiveIterator(warc.open("rb"))]
    assert len(list(records(warc.read_bytes()))) == 1  # capture reads the page alone


def test_without_a_browser_it_is_told_before_anything_is_fetched(
    site: Site, new_study: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "BROWSERS", ("no-such-browser",))
    with Study.open(new_study("screenshot = true")) as study, pytest.raises(ConfigError, match="no browser is at hand"):
        study.capture([site.html("/0", story("Leila Mansouri"))])
    assert site.asked == []


def test_a_browser_that_fails_loses_no_page(
    site: Site, new_study: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "BROWSERS", ("true",))
    with Study.open(new_study("screenshot = true")) as study:
        study.capture([site.html("/0", story("Leila Mansouri"))])
        (held,) = study._desk.store.captures()
    assert held.headers["x-picture"] == "none: the browser gave none"
