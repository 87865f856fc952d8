"""The report in a browser: on its own, by keyboard, on a phone, without a script."""

from __future__ import annotations

from typing import Any

import pytest
from report_study import traps, twenty

from testimonia.study.count import count
from testimonia.study.publish import report


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for name, study in (("twenty", twenty), ("traps", traps)):
        snapshot, texts = study()
        path = folder / f"{name}.html"
        path.write_text(report(snapshot, count(snapshot), texts), encoding="utf-8")
        found[name] = path.as_uri()
    return found


def visit(browser: Any, url: str, **context: Any) -> tuple[Any, list[str], list[str]]:
    """An open page, with the requests and complaints that it makes from now on."""
    page = browser.new_context(**context).new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("dialog", lambda d: (complaints.append(d.message), d.dismiss()))
    page.goto(url)
    return page, requests, complaints


@pytest.mark.parametrize("name", ["twenty", "traps"])
def test_it_asks_the_network_for_nothing_and_complains_of_nothing(
    browser: Any, files: dict[str, str], name: str
) -> None:
    page, requests, complaints = visit(browser, files[name])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(100)
    assert requests == [files[name]]
    assert complaints == []


@pytest.mark.parametrize("name", ["twenty", "traps"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_runs_over_the_edge(browser: Any, files: dict[str, str], name: str, width: int) -> None:
    page, _, _ = visit(browser, files[name], viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def follow(page: Any, key: str = "Enter") -> None:
    page.keyboard.press(key)
    page.wait_for_timeout(60)


def tab_to(page: Any, selector: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


@pytest.mark.parametrize("script", [True, False])
def test_number_to_person_to_quote_to_article_by_keyboard(browser: Any, files: dict[str, str], script: bool) -> None:
    page, _, complaints = visit(browser, files["twenty"], java_script_enabled=script)
    tab_to(page, ".headline a.n")
    follow(page)
    panel = page.locator(".panel:target")
    assert panel.is_visible()
    assert "each once" in panel.inner_text()
    tab_to(page, ".panel:target .members li > a")
    follow(page)
    assert page.locator(".panel:target").count() == 0
    person = page.locator(".person:target")
    assert person.is_visible()
    tab_to(page, ".person:target .context figcaption a")
    follow(page)
    assert page.locator(".articles li:target").is_visible()
    assert complaints == []


def test_quotes_of_a_figure_lead_to_the_words(browser: Any, files: dict[str, str]) -> None:
    page, _, _ = visit(browser, files["twenty"] + "#f-leaving.brutality.count", java_script_enabled=False)
    page.locator(".panel:target .members .src a").first.click()
    box = page.locator(":target + mark").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 800


def test_a_panel_closes_and_gives_the_place_back(browser: Any, files: dict[str, str]) -> None:
    page, _, _ = visit(browser, files["twenty"])
    page.locator("#leaving .stat a.n").first.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.locator("#leaving .stat a.n").first.click()
    assert page.locator(".panel:target").is_visible()
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.panel:target')")
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.activeElement.matches('a.n')")


def test_a_panel_closes_without_a_script(browser: Any, files: dict[str, str]) -> None:
    page, _, _ = visit(browser, files["twenty"] + "#f-leaving.any.count", java_script_enabled=False)
    page.locator(".panel:target .close").click()
    assert page.locator(".panel:target").count() == 0
    assert page.locator("a.n:target").is_visible()


def test_what_is_folded_opens_when_it_is_led_to(browser: Any, files: dict[str, str]) -> None:
    page, _, _ = visit(browser, files["twenty"] + "#aside-clean")
    assert page.locator("#aside-clean").is_visible()


def test_printing_shows_the_folded(browser: Any, files: dict[str, str]) -> None:
    page, _, _ = visit(browser, files["twenty"], java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.locator("#chart-growth details table").bounding_box()["height"] > 50
    assert page.locator("[id='f-count.individuals']").is_visible()


CONTRAST = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const over = (top, under) => { const a = top.length > 3 ? top[3] : 1; return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a)); };
  const ground = e => { const stack = []; for (let n = e; n; n = n.parentElement) stack.unshift(rgb(getComputedStyle(n).backgroundColor));
    return stack.reduce((under, top) => over(top, under), [255, 255, 255]); };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    const text = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!text || !e.getClientRects().length || e.closest('script, style, .skip')) continue;
    const style = getComputedStyle(e), back = ground(e), front = over(rgb(e.closest('svg') ? style.fill : style.color), back);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) bad.push(e.className + ': ' + e.textContent.slice(0, 40));
  }
  return bad;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Any, files: dict[str, str], scheme: str) -> None:
    page, _, _ = visit(browser, files["twenty"], color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(CONTRAST) == []


def test_focus_shows(browser: Any, files: dict[str, str]) -> None:
    page, _, _ = visit(browser, files["twenty"])
    tab_to(page, ".headline a.n")
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
