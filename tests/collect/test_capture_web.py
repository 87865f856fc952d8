"""From addresses to captures: the test site against a study."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from site_on_loopback import Site, story

from testimonia import Study
from testimonia.adapters.warc import records
from testimonia.text import sha256


def sources(study: Study) -> list[str]:
    return [one.source for one in study._desk.store.captures()]


def reasons(study: Study) -> dict[str, str]:
    return {one.source: one.reason.value for one in study._desk.store.set_asides("capture")}


def test_a_page_is_kept_with_request_response_hash_and_time(site: Site, new_study: Callable[..., Path]) -> None:
    folder = new_study()
    page = story("Leila Mansouri")
    with Study.open(folder) as study:
        assert study.capture([site.html("/leila", page)]).kept == 1
        (held,) = study._desk.store.captures()
        assert held.sha256 == sha256(page)
        assert study._desk.store.blob(held.sha256) == page
    data = (folder / held.headers["x-warc"]).read_bytes()
    (response,) = records(data)
    assert response.body == page
    assert response.uri == site.url("/leila")
    assert response.headers["warc-date"].startswith(held.captured_at[:10])
    kinds = [
        (one.record_type, one.verify_block_digest()) for one in ArchiveIterator(io.BytesIO(data), parse_http=False)
    ]
    assert kinds == [(WarcRecordType.response, True), (WarcRecordType.request, True)]
    assert b"Testimonia" in data or b"User-Agent" in b"".join(
        one.reader.read()
        for one in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.request, parse_http=False)
    )


def test_a_visited_page_is_not_asked_for_again_unless_told_and_then_by_its_etag(
    site: Site, new_study: Callable[..., Path]
) -> None:
    address = site.html("/a", story("Leila Mansouri"), ETag='"1"')
    with Study.open(new_study()) as study:
        study.capture([address])
        assert study.capture([address]).new == 0
        assert site.paths() == ["/a"]
        assert study.capture([address], again=True).new == 0
        assert site.asked[-1][1]["if-none-match"] == '"1"'
        site.html(
            "/a", story("Leila Mansouri", extra="<p>Corrected: she was 32 years old at that time.</p>"), ETag='"2"'
        )
        assert study.capture([address], again=True).kept == 1
        assert sources(study) == [address, address]


def test_feeds_and_sitemaps_bring_their_pages_and_nothing_else(
    site: Site, other: Site, new_study: Callable[..., Path]
) -> None:
    names = ["Leila Mansouri", "Omid Karsten", "Sami Haddad", "Nils Brandt"]
    a, b, c, d = (
        site.html(
            f"/{number}",
            story(name, extra=f'<p><a href="{other.url("/never")}">x</a><img src="{other.url("/pic.png")}"></p>'),
        )
        for number, name in enumerate(names)
    )
    rss = site.feed("/rss", [a, "javascript:alert(1)", "file:///etc/passwd"])
    atom = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{b}"/></entry></feed>'
    site.pages["/atom"] = (200, {"Content-Type": "application/atom+xml"}, atom.encode())
    site.pages["/json"] = (
        200,
        {"Content-Type": "application/json"},
        f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{c}"}}]}}'.encode(),
    )
    site.pages["/index.xml"] = (
        200,
        {},
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{site.url("/map.xml")}</loc></sitemap></sitemapindex>'.encode(),
    )
    site.pages["/map.xml"] = (
        200,
        {},
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{d}</loc></url><url><loc>{a}</loc></url></urlset>'.encode(),
    )
    with Study.open(new_study()) as study:
        assert study.capture([rss, site.url("/atom"), site.url("/json"), site.url("/index.xml")]).kept == 4
        assert sources(study) == [a, b, c, d]
    assert not other.asked


def test_an_xml_bomb_in_a_sitemap_is_no_bomb(site: Site, new_study: Callable[..., Path]) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    body = f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a0 "ha"><!ENTITY x SYSTEM "file:///etc/hostname">{levels}]><urlset><url><loc>http://x.example/&a8;&x;</loc></url></urlset>'
    site.pages["/map"] = (200, {}, body.encode())
    with Study.open(new_study()) as study:
        assert study.capture([site.url("/map")]).kept == 0


def test_versions_of_a_page_are_folded_and_a_wrong_canonical_folds_nothing(
    site: Site, new_study: Callable[..., Path]
) -> None:
    canonical = f'<link rel="canonical" href="{site.url("/leila")}">'
    addresses = [
        site.html("/leila", story("Leila Mansouri", head=canonical)),
        site.html("/leila?utm_source=x", story("Leila Mansouri", head=canonical)),
        site.html("/leila/amp", story("Leila Mansouri", head=canonical)),
        site.html("/print/leila", story("Leila Mansouri")),
        site.redirect("/short", "/leila", 301),
    ]
    other = site.html(
        "/omid",
        "<html><body><p>{}</p></body></html>".format(
            "Entirely different words stand in here, about football and weather. " * 8
        )
        .encode()
        .replace(b"<body>", f"<head>{canonical}</head><body>".encode()),
    )
    with Study.open(new_study()) as study:
        assert study.capture([*addresses, other]).kept == 2
        assert sources(study) == [site.url("/leila"), other]
        assert not reasons(study)


def test_walls_wrong_types_and_errors_are_set_aside_as_what_they_are(
    site: Site, new_study: Callable[..., Path]
) -> None:
    form = b"<html><body><h1>Before you continue</h1><p>We value your privacy. Accept all cookies of our 812 partners or reject.</p><button>Accept</button></body></html>"
    teaser = b'<html><head><script type="application/ld+json">{"isAccessibleForFree": false}</script></head><body><p>He left the group. More after the break.</p></body></html>'
    expected = {
        site.html("/form", form): "consent_wall",
        site.redirect("/sent", "/consent/collect"): "consent_wall",
        site.html("/pay", teaser): "paywall",
        site.html("/subscribe", b"<html><body><p>He left. Subscribe to continue reading.</p></body></html>"): "paywall",
        site.html("/picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"): "binary",
        site.html("/empty", b""): "empty",
        site.url("/missing"): "vanished",
    }
    site.html("/consent/collect", b"<html><body><p>ok</p></body></html>")
    for status, reason in (
        (401, "refused"),
        (402, "paywall"),
        (403, "refused"),
        (429, "unreachable"),
        (500, "unreachable"),
    ):
        site.pages[f"/{status}"] = (status, {}, b"no")
        expected[site.url(f"/{status}")] = reason
    with Study.open(new_study()) as study:
        outcome = study.capture(list(expected))
        assert (outcome.new, outcome.kept) == (len(expected), 0)
        assert reasons(study) == expected
        site.html("/missing", story("Leila Mansouri"))
        assert study.capture([site.url("/missing")]).kept == 1
        assert site.url("/missing") not in reasons(study)


def test_charsets_types_pdf_and_transcripts(site: Site, new_study: Callable[..., Path]) -> None:
    demo = Path("src/testimonia/data/demo/articles")
    pdf = next(demo.glob("*.pdf")).read_bytes()
    vtt = next(demo.glob("*.vtt")).read_bytes()
    page = story("Zoë Müller").decode().encode("windows-1252")
    site.pages["/latin"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page)
    site.pages["/pdf"] = (200, {"Content-Type": "text/html"}, pdf)
    site.pages["/talk"] = (200, {"Content-Type": "text/vtt"}, vtt)
    with Study.open(new_study()) as study:
        assert study.capture([site.url(path) for path in ("/latin", "/pdf", "/talk")]).kept == 3
        assert [one.media_type for one in study._desk.store.captures()] == ["text/html", "application/pdf", "text/vtt"]
        assert study.clean().kept == 3
        first = next(iter(study._desk.store.articles()))
        assert "Zoë Müller" in first.text
        assert first.published == "2015-05-02"


def test_a_stopped_round_goes_on_where_it_was(site: Site, new_study: Callable[..., Path]) -> None:
    links = [
        site.html(f"/{number}", story(name))
        for number, name in enumerate(("Leila Mansouri", "Omid Karsten", "Sami Haddad"))
    ]
    feed = site.feed("/rss", links, ETag='"1"')
    good = site.pages["/1"]

    def stop(handler: object) -> None:
        raise OSError

    with Study.open(new_study()) as study:
        desk = study._desk
        from testimonia.pipeline import web

        fetch = web.fetcher_of(desk)

        def killed(address: str, known: dict[str, str]) -> object:
            if address.endswith("/1"):
                raise KeyboardInterrupt
            return fetch(address, known)

        with pytest.raises(KeyboardInterrupt):
            web.collect(desk, [feed], fetch=killed)  # type: ignore[arg-type]
        assert len(sources(study)) == 1
        site.pages["/1"] = good
        assert study.capture([feed]).kept == 2
        assert sources(study) == links
        assert site.paths().count("/0") == 1


def test_no_page_of_this_machine_without_being_allowed(site: Site, tmp_path: Path) -> None:
    Study.init(tmp_path / "plain").close()
    with Study.open(tmp_path / "plain") as study:
        assert study.capture([site.html("/", story("Leila Mansouri"))]).kept == 0
        assert list(reasons(study).values()) == ["forbidden_address"]
    assert not site.asked
