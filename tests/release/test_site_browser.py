"""The site in a browser: from a number to its question, its people, their words and the article, on paths of files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

PAGES = ("index", "reasons", "people", "sources", "method", "figures", "check", "data")


def visit(browser: Any, url: str, **context: Any) -> tuple[Any, list[str], list[str]]:
    page = browser.new_context(**context).new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(url)
    return page, requests, complaints


def test_from_a_number_to_the_quotes_and_the_article(browser: Any, release: Path) -> None:
    page, _, complaints = visit(browser, (release / "index.html").as_uri())
    page.get_by_role("navigation", name="Contents").first.get_by_role("link", name="Reasons").click()
    page.locator("#code-leaving-corruption .big a.n").click()
    page.wait_for_url("**/figures.html#f-leaving.corruption.share")
    panel = page.locator("#f-leaving\\.corruption\\.share")
    panel.wait_for()
    panel.locator(".members a", has_text="quote 1").first.click()
    page.wait_for_url("**/people/P-*.html#k-*")
    page.locator(".at:target + mark, .at:target ~ mark").first.wait_for()
    page.locator("figcaption cite a").first.click()
    page.wait_for_url("**/sources.html#d-*")
    page.locator(".articles li:target").wait_for()
    assert complaints == []


def test_every_link_of_every_page_leads_somewhere(browser: Any, release: Path) -> None:
    page, _, _ = visit(browser, (release / "index.html").as_uri())
    anchors: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for path in sorted(release.rglob("*.html")):
        page.goto(path.as_uri())
        anchors[path] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        links += [
            (path, link)
            for link in page.evaluate("[...document.querySelectorAll('a[href]')].map(e => e.getAttribute('href'))")
        ]
    assert len(links) > 300
    for path, link in links:
        if link.startswith("http"):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), (path.name, link)
        assert not anchor or anchor in anchors[target], (path.name, link)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_over_the_edge_and_nothing_is_asked_of_the_network(
    browser: Any, release: Path, name: str, width: int
) -> None:
    page, requests, complaints = visit(
        browser, (release / f"{name}.html").as_uri(), viewport={"width": width, "height": 800}
    )
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(url.startswith(release.as_uri()) for url in requests)
    assert complaints == []
    styled = page.evaluate("getComputedStyle(document.querySelector('.bar nav')).display")
    assert styled == "flex"
