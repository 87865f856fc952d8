"""The whole story in a real browser: keys, mouse, two people merged and split, undo, double coding by two, another day."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_signs import PASSWORD
from playwright.sync_api import expect

from testimonia.api import Study

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")

# Also across the edges of marks: "an old man" is a person of his own.
SELECT = """(p, words) => {
  const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = document.createRange();
  const from = p.textContent.indexOf(words), to = from + words.length;
  for (let node, at = 0; (node = walk.nextNode()); at += node.data.length) {
    if (at <= from && from < at + node.data.length) range.setStart(node, from - at);
    if (at < to && to <= at + node.data.length) range.setEnd(node, to - at);
  }
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


class Watched:
    """A page, with everything it asks for and complains of."""

    def __init__(self, browser: Any, **context: Any) -> None:
        self.page = browser.new_context(**context).new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))


def base(address: str) -> str:
    return address.split("/?")[0].rstrip("/")


def test_an_analyst_by_keyboard_and_mouse(study: Path, desk: Callable[..., Any], browser: Any) -> None:
    _, address = desk(study)
    watched = Watched(browser)
    page, at = watched.page, base(address)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("people left and spoke")

    # Ten questions by keyboard, and the last taken back.
    page.keyboard.press("q")
    page.wait_for_url("**/queue")
    page.goto(f"{at}/queue?kind=coding")
    for number in range(1, 11):
        page.keyboard.press("y" if number % 3 else "n")
        expect(page.locator(".notice.done")).to_contain_text(f"decision {number}.")
    page.keyboard.press("u")
    page.wait_for_url(re.compile("done=11"))

    # Nobody is left out without a reason.
    page.goto(f"{at}/queue?kind=case")
    page.keyboard.press("n")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("he is an expert")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done")).to_contain_text("decision 12.")

    # Words coded by mouse, beyond an emoji and a combining character.
    page.goto(f"{at}/articles?words=Haddad")
    page.locator(".rows a.t").first.click()
    words = page.locator("#text p", has_text="flog an old man")
    words.evaluate("p => p.scrollIntoView({block: 'center'})")
    words.evaluate(SELECT, "flog an old man")
    expect(page.locator("#chosen")).to_have_text("flog an old man")
    page.locator("#coder select[name=code]").select_option("leaving/brutality")
    page.get_by_role("button", name="Code these words").click()
    expect(page.locator("blockquote", has_text=re.compile("^flog an old man$"))).to_have_count(1)

    # Two people merged, and taken apart again by undo.
    page.goto(f"{at}/persons?status=candidate")
    links = [link.get_attribute("href") for link in page.locator(".rows a.t").all()[:2]]
    other = str(links[1]).rpartition("/")[2]
    before = page.locator(".rows li").count()
    page.goto(at + str(links[0]))
    page.locator("input[name=other]").fill(other)
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".log")).to_contain_text("merge")
    page.goto(f"{at}/persons?status=candidate")
    assert page.locator(".rows li").count() == before - 1
    page.goto(f"{at}/history")
    page.get_by_role("button", name="Undo decision 14").click()
    page.goto(f"{at}/persons?status=candidate")
    assert page.locator(".rows li").count() == before

    # The study as it stood after the first decision, and the log whole.
    page.goto(f"{at}/then?when=1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("as it stood")
    with Study.open(study) as held:
        log = held.history()
        assert held.verify().events == len(log) == 15
        coded = next(e for e in log if e.kind == "add_coding")
        text = held.article(coded.documents[0]).text
        assert text[int(coded.said["start"]) : int(coded.said["end"])] == "flog an old man"
    assert watched.complaints == []
    assert [url for url in watched.asked if not url.startswith(at)] == []


def test_two_coders_two_browsers_one_adjudicator(study: Path, desk: Callable[..., Any], browser: Any) -> None:
    _, address = desk(study, "serve")
    pages = {}
    for name in ("coder", "adjudicator", "lead"):
        page = Watched(browser).page
        page.goto(address)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("people left")
        pages[name] = page
    lead, at = pages["lead"], base(address)
    lead.goto(f"{at}/rounds")
    lead.get_by_label("Name, one word").fill("pilot")
    lead.get_by_label("Coders, one a line").fill("coder\nadjudicator")
    lead.get_by_label("How many units").fill("2")
    lead.get_by_role("button", name="Draw").click()
    expect(lead.locator(".rows")).to_contain_text("pilot")
    for name in ("coder", "adjudicator"):
        page = pages[name]
        for unit in range(2):
            page.goto(f"{at}/round/pilot")
            page.locator(".rows a.t").nth(unit).click()
            if name == "coder":
                words = page.locator("#text p").nth(1).text_content().strip()
                page.locator("#text p").nth(1).evaluate(SELECT, words)
                page.get_by_role("button", name="Mark", exact=True).click()
                expect(page.locator("#marked li")).to_have_count(1)
            with page.expect_response(re.compile("/decide/answer")) as answered:
                page.get_by_role("button", name="Done").click()
            assert answered.value.status == 303
    page = pages["adjudicator"]
    page.goto(f"{at}/adjudicate/pilot")
    for left in (2, 1):
        expect(page.locator(".conflict")).to_have_count(left)
        page.get_by_role("button", name="coder is right").first.click()
    expect(page.locator(".conflict")).to_have_count(0)
    page.goto(f"{at}/agreement/pilot")
    expect(page.locator("main")).to_contain_text("Krippendorff")
    lead.goto(f"{at}/codebook")
    lead.locator("details", has_text="New version").first.evaluate("d => d.open = true")
    lead.locator("textarea[name=definition]").first.fill("Fights among the groups, as the person tells them.")
    lead.locator("form[action='/decide/define_code'] input[name=reason]").first.fill("clearer")
    lead.get_by_role("button", name="New version").first.click()
    expect(lead.locator("main")).to_contain_text("Fights among the groups, as the person tells them.")
    with Study.open(study) as held:
        assert {"round", "answer", "adjudicate", "define_code"} <= {e.kind for e in held.history()}


@pytest.mark.parametrize(
    "way", [{}, {"viewport": {"width": 390, "height": 844}}, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"]
)
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    study: Path, desk: Callable[..., Any], browser: Any, way: dict[str, Any]
) -> None:
    _, address = desk(study)
    watched = Watched(browser, bypass_csp=True, **way)
    page, at = watched.page, base(address)
    page.goto(address)
    page.goto(f"{at}/persons")
    person = page.locator(".rows a.t").first.get_attribute("href")
    page.goto(f"{at}/articles?words=Haddad")
    article = page.locator(".rows a.t").first.get_attribute("href")
    wrong = []
    for where in (
        "/",
        "/queue",
        "/queue?kind=coding",
        "/persons",
        person,
        "/articles",
        article,
        "/codebook",
        "/rounds",
        "/history",
        "/figure/count.individuals",
        "/person/nobody",
    ):
        page.goto(at + str(where))
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'], iframes: false})"
        )
        wrong += [
            (where, v["id"], v["nodes"][0]["html"][:120])
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wrong.append((where, "sticks out", ""))
    assert wrong == [], json.dumps(wrong, indent=1)
