"""The whole story in a real browser: keys, mouse, two people merged and split, undo, double coding by two, another day."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_signs import PASSWORD
from playwright.sync_api import expect

from testimonia.api import Study
from testimonia.web.rights import ROUTES

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
    settle(page)
    assert page.locator(".rows li").count() == before - 1
    page.goto(f"{at}/history")
    page.get_by_role("button", name="Undo decision 14").click()
    page.goto(f"{at}/persons?status=candidate")
    settle(page)
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
        pages[name] = enter(browser, address, name).page
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
    expect(page.locator(".conflict")).to_have_count(2)
    page.get_by_role("button", name="coder is right").first.click()
    expect(page.locator(".conflict")).to_have_count(1)
    page.get_by_text("an answer of your own").click()  # neither's: it is denied, in the words that one of them marked
    own = page.locator(".own fieldset").first
    own.get_by_label("denied").check()
    own.locator("input[type=checkbox]").check()
    page.get_by_label("Note: why").fill("both missed the word not")
    page.get_by_role("button", name="Record this outcome").click()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator(".decided", has_text="an answer of their own")).to_contain_text("denied")
    page.goto(
        f"{at}/agreement/pilot", timeout=120_000
    )  # 400 draws of the bootstrap: seconds, and more on a busy machine
    expect(page.locator("main")).to_contain_text("Krippendorff")
    lead.goto(f"{at}/codebook")
    lead.locator("details", has_text="New version").first.evaluate("d => d.open = true")
    lead.locator("textarea[name=definition]").first.fill("Fights among the groups, as the person tells them.")
    lead.locator("form[action='/decide/define_code'] input[name=reason]").first.fill("clearer")
    lead.get_by_role("button", name="New version").first.click()
    expect(lead.locator("main")).to_contain_text("Fights among the groups, as the person tells them.")
    with Study.open(study) as held:
        assert {"round", "answer", "adjudicate", "define_code"} <= {e.kind for e in held.history()}


def enter(browser: Any, address: str, name: str) -> Watched:
    """A browser of its own in which somebody has signed in."""
    watched = Watched(browser)
    page = watched.page
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("people left")
    return watched


def settle(page: Any) -> None:
    """Reloads until the page no longer says that it stands as of an earlier decision: on a busy machine the findings follow a moment later."""
    for _ in range(60):
        if page.get_by_text(re.compile("^As of decision")).count() == 0:
            return
        page.wait_for_timeout(500)
        page.reload()


def counted(page: Any, at: str) -> int:
    """The best estimate that Home shows, in its headline or beneath it."""
    page.goto(f"{at}/figure/count.individuals")
    settle(page)
    return int(re.search(r": (\d+)", page.get_by_role("heading", level=1).text_content())[1])  # type: ignore[index]


def test_the_findings_follow_merging_splitting_undoing_and_leaving_out(
    study: Path, desk: Callable[..., Any], browser: Any
) -> None:
    _, address = desk(study)
    page, at = Watched(browser).page, base(address)
    page.goto(address)
    before = counted(page, at)
    page.goto(f"{at}/persons?status=candidate")
    first, second = [str(link.get_attribute("href")) for link in page.locator(".rows a.t").all()[:2]]

    page.goto(at + first)
    page.locator("input[name=other]").fill(second.rpartition("/")[2])
    page.get_by_role("button", name="Merge").click()
    merged = page.url
    settle(page)
    expect(page.locator(".log")).to_contain_text("merge")
    assert counted(page, at) == before - 1

    page.goto(merged)  # split again: the same two, by decision
    with page.expect_response(re.compile("/decide/split")) as answered:
        page.get_by_role("button", name="Somebody else: split off").last.click()
    assert answered.value.status == 303
    assert counted(page, at) == before

    page.goto(f"{at}/history")  # the split taken back: one person once more; and the merge too: two
    page.get_by_role("button", name="Undo decision 2").click()
    assert counted(page, at) == before - 1
    page.goto(f"{at}/history")
    page.get_by_role("button", name="Undo decision 1", exact=True).click()
    assert counted(page, at) == before

    page.goto(at + first)
    page.get_by_label("Reason for leaving them out").fill("tells of a cousin")
    page.get_by_role("button", name="No case").click()
    settle(page)
    expect(page.locator("h1 .tag")).to_have_text("excluded")
    assert counted(page, at) == before - 1

    # The day before its first article was captured there was no study yet (yesterday, unless midnight passed since); that day's figures stand beside today's.
    with Study.open(study) as held:
        begun = min(str(one.captured_on) for one in held.snapshot().articles)
    yesterday = (datetime.date.fromisoformat(begun) - datetime.timedelta(days=1)).isoformat()
    page.goto(f"{at}/history")
    page.locator("input[name=when]").fill(yesterday)
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"as it stood on {yesterday}")
    row = page.locator("tr", has_text="Individuals who left and spoke").first
    expect(row.locator("td")).to_have_text(["0", str(before - 1)])
    page.goto(f"{at}/then?when=1")  # after the merge
    expect(row.locator("td").first).to_have_text(str(before - 1))
    with Study.open(study) as held:
        assert held.verify().events == len(held.history()) == 5


def test_an_adjudicated_answer_and_a_retired_code_move_the_findings(
    study: Path, desk: Callable[..., Any], browser: Any
) -> None:
    with Study.open(study) as held:
        held.draw("pilot", coders=["coder", "lead"], n=1, by="lead")
        unit = held.assignments("pilot", "coder")[0]
        text = held.article(unit.article).text
        quote = next(part for part in text.split("\n\n")[1:] if text.count(part) == 1)
        held.answer("pilot", unit.appearance, [{"code": "joining/adventure", "quote": quote}], by="coder")
        held.answer("pilot", unit.appearance, [], by="lead")
        before = held.findings().figure("joining.adventure.count")
    _, address = desk(study, "serve")
    at = base(address)
    page = enter(browser, address, "lead").page
    page.goto(f"{at}/adjudicate/pilot")
    page.get_by_role("button", name="coder is right").click()
    expect(page.locator(".conflict")).to_have_count(0)
    page.goto(f"{at}/figure/joining.adventure.count")
    settle(page)
    assert before is None or unit.person not in before.members
    expect(page.locator(f".members a[href='/person/{unit.person}']")).to_have_count(1)
    page.goto(f"{at}/agreement/pilot", timeout=120_000)
    expect(page.locator("tr", has_text="all").first).to_contain_text("coder, lead")
    page.goto(f"{at}/codebook")
    code = page.locator("#joining-adventure")
    code.locator("details", has_text="Change").evaluate("d => d.open = true")
    code.get_by_label("Why retire it").fill("too thin")
    code.get_by_role("button", name="Retire").click()
    expect(page.locator("section[aria-labelledby=past]")).to_contain_text("too thin")
    page.goto(f"{at}/figure/joining.adventure.count")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("no such figure")


def test_two_at_one_question_see_each_other_without_reloading(
    study: Path, desk: Callable[..., Any], browser: Any
) -> None:
    _, address = desk(study, "serve")
    at = base(address)
    first, second = (enter(browser, address, name).page for name in ("coder", "lead"))
    for page in (first, second):
        page.goto(f"{at}/queue?kind=coding")
    assert first.locator("h1").text_content() == second.locator("h1").text_content()
    first.keyboard.press("y")
    expect(first.locator(".notice.done")).to_contain_text("decision 1.")
    expect(second.locator("#pulse")).to_contain_text("This question was answered", timeout=15_000)
    expect(second.locator("#pulse")).to_contain_text("coder")
    with second.expect_response(
        re.compile("/decide/reject")
    ) as late:  # who answers all the same is told, and nothing is lost
        second.keyboard.press("n")
    assert late.value.status == 409
    expect(second.locator(".kicker")).to_have_text("Somebody was quicker")
    with Study.open(study) as held:
        assert [entry.by for entry in held.history()] == ["coder"]


def test_notes_questions_to_colleagues_and_putting_off(study: Path, desk: Callable[..., Any], browser: Any) -> None:
    _, address = desk(study, "serve")
    at = base(address)
    watched = enter(browser, address, "lead")
    page, colleague = watched.page, enter(browser, address, "coder").page
    page.goto(f"{at}/queue?kind=case")
    asked = page.locator("h1").text_content().strip()
    page.locator("details.more").evaluate("d => d.open = true")
    page.get_by_label("Memo").fill("the other paper has another age")
    page.get_by_role("button", name="Keep").click()
    settle(page)
    expect(page.locator(".memo")).to_contain_text("another age")
    page.locator("details.more").evaluate("d => d.open = true")
    page.get_by_label("Ask whom").fill("coder")
    page.get_by_label("What", exact=True).fill("is this your guard?")
    page.get_by_role("button", name="Ask", exact=True).click()
    settle(page)
    expect(page.locator(".memo").last).to_contain_text("asks coder: is this your guard?")

    # Who was asked finds it on Home, answers, and who asked finds the answer there with what else is new.
    colleague.goto(at)
    settle(colleague)
    expect(colleague.locator(".asked")).to_contain_text("is this your guard?")
    colleague.locator(".asked a").click()
    expect(colleague.locator("h1")).to_have_text(asked)
    colleague.keyboard.press("y")
    expect(colleague.locator(".notice.done")).to_contain_text("decision 3.")
    colleague.goto(f"{at}/persons?status=included")
    settle(colleague)
    colleague.locator(".rows a.t").first.click()
    colleague.get_by_label("Reason for leaving them out").fill("of another group after all")
    colleague.get_by_role("button", name="No case").click()
    settle(colleague)
    expect(colleague.locator(".log")).to_contain_text("of another group after all")
    page.get_by_role("button", name="Sign out").click()
    page = enter(browser, address, "lead").page
    settle(page)
    since = page.locator(".since")
    expect(since.locator("section", has_text="Answers to your questions")).to_contain_text("coder exclude")
    expect(since.locator("section", has_text="Figures that moved")).to_contain_text("Individuals who left and spoke")
    expect(since.locator(".log")).to_contain_text("of another group after all")
    page.get_by_role("button", name="I have seen this").click()
    expect(page.locator(".since")).to_contain_text("Nothing changed.")

    # Put off, found again under "put off", and taken back.
    page.goto(f"{at}/queue?kind=coding")
    put_off = page.locator("h1").text_content()
    page.locator("details.more").evaluate("d => d.open = true")
    page.locator("input[name=until]").fill("2099-01-01")
    page.get_by_role("button", name="Snooze").click()
    expect(page.locator(".notice.done")).to_contain_text("decision 5.")
    settle(page)
    page.get_by_role("link", name="put off 1").click()
    expect(page.locator("h1")).to_have_text(put_off)
    expect(page.locator("main > .kicker")).to_contain_text("put off until 2099-01-01")
    page.goto(f"{at}/history")
    page.get_by_role("button", name="Undo decision 5").click()
    page.goto(f"{at}/queue?later=1")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits here")
    assert watched.complaints == []


def test_words_are_attached_without_a_code_beside_the_page_as_captured(
    study: Path, desk: Callable[..., Any], browser: Any
) -> None:
    _, address = desk(study)
    watched = Watched(browser)
    page, at = watched.page, base(address)
    page.goto(address)
    page.goto(f"{at}/articles?words=Haddad")
    page.locator(".rows a.t").first.click()
    page.get_by_role("link", name="The page as captured beside it").click()
    captured = page.frame_locator("iframe").locator("body")
    expect(captured).to_contain_text("killed Muslims who had done nothing")
    expect(captured).to_have_css("background-color", "rgb(255, 255, 255)")  # its style sheet came through
    words = page.locator("#text p", has_text="flog an old man")
    words.evaluate(SELECT, "flog an old man")
    page.get_by_role("button", name="Attach without a code").click()
    expect(page.locator("#notes")).to_contain_text("“flog an old man”")
    page.locator("#notes a").first.click()
    expect(page.locator("#notes .memo")).to_contain_text("“flog an old man”")
    assert [url for url in watched.asked if not url.startswith(at)] == []
    assert watched.complaints == []


ARABIC = """<html lang="ar" dir="rtl"><head><title>شهادة حارس سابق: كريم الموصلي</title></head><body><article>
<h1>شهادة حارس سابق: كريم الموصلي</h1>
<p>غازي عنتاب، ٣ آذار ٢٠١٥. 📸 قال كريم الموصلي، وهو حارس سابق في تنظيم الدولة الإسلامية، إنه تركَ التنظيم في كانون الثاني وتحدّث إلينا 🧕🏽 في بيتٍ صغير.</p>
<p>«رأيتُهم يجلدون شيخًا كبيرًا 💧 لم يفعل شيئًا»، قال الموصلي. «كان الفساد من القمة إلى القاع، ولذلك هربت». ثم أضاف أن القادة أخذوا البيوت لأنفسهم.</p>
<p>وقال جيرانه إنه عاد في الربيع إلى أهله، وإنه يعمل اليوم في دكان أبيه ولا يريد أن يذكر أحد اسم مدينته، لأن الذين تركهم وراءه ما زالوا يسألون عنه.</p>
</article></body></html>"""
"""Of an invented person."""


def test_text_from_right_to_left_is_read_and_selected_by_code_points(
    study: Path, desk: Callable[..., Any], browser: Any, tmp_path: Path
) -> None:
    (tmp_path / "arabic.html").write_text(ARABIC, encoding="utf-8")
    with Study.open(study) as held:
        held.run([tmp_path / "arabic.html"])
        id = next(one.id for one in held.snapshot().articles if "arabic" in one.source)
        text = held.article(id).text
    _, address = desk(study)
    watched = Watched(browser, viewport={"width": 390, "height": 844})
    page, at = watched.page, base(address)
    page.goto(address)
    for words in ("شيخًا كبيرًا 💧 لم يفعل", "وتحدّث إلينا 🧕🏽 في بيتٍ"):
        start = text.index(words)
        page.goto(f"{at}/article/{id}?at={start}-{start + len(words)}")
        for part in ("#text", "h1"):
            assert page.locator(part).evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert page.locator("mark.ask").text_content() == words
        # The mark begins at the right edge of what comes before it: the words run from right to left on the screen.
        boxes = [page.locator(f"[data-start='{at_}']").bounding_box() for at_ in (start, start + len(words))]
        assert boxes[0]["y"] < boxes[1]["y"] or boxes[0]["x"] + boxes[0]["width"] >= boxes[1]["x"] + boxes[1]["width"]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
        page.locator("#text p", has=page.locator("mark.ask")).evaluate(SELECT, words)
        expect(page.locator("#chosen")).to_have_text(words)
        assert page.locator("#chosen").evaluate("e => getComputedStyle(e).direction") == "rtl"
        page.get_by_role("button", name="Keep as a note").click()
        expect(page.locator("#notes")).to_contain_text(f"“{words}” ({id} {start}-{start + len(words)})")
    assert watched.complaints == []


@pytest.fixture
def furnished(study: Path) -> Path:
    """A study in which something stands on every page."""
    with Study.open(study) as held:
        held.draw("pilot", coders=["coder", "admin"], n=2, by="lead")
        for unit in held.assignments("pilot", "coder"):
            quote = held.article(unit.article).text.split("\n\n")[0]
            held.answer(
                "pilot", unit.appearance, [{"code": "leaving/corruption", "quote": quote, "start": 0}], by="coder"
            )
            held.answer("pilot", unit.appearance, [], by="admin")
        held.draw("second", coders=["coder", "admin"], n=2, by="lead", blind_to_machine=False)
        held.define_code(
            "leaving/corruption", definition="Leaders who take for themselves.", by="lead", reason="clearer"
        )
        held.retire_code("joining/other", by="lead", reason="says nothing")
        task = next(one for one in held.queue() if one.question.kind == "case")
        held.ask(task.question.id, "admin", "yours?", by="lead")
        held.memo(task.question.id, "look at the other paper", by="lead")
        held.snooze(held.queue()[-1].question.id, "2099-01-01", by="lead")
    return study


def places(page: Any, at: str) -> dict[str, str]:
    """Every page there is: name -> address."""

    def first(where: str, what: str) -> str:
        page.goto(at + where)
        return str(page.locator(what).first.get_attribute("href"))

    article = first("/articles?words=Haddad", ".rows a.t")
    return {
        **{name: f"/{name}" for name in ("queue", "persons", "articles", "codebook", "rounds", "history", "accounts", "login")},
        "home": "/",
        "queue of codings": "/queue?kind=coding",
        "queue of what is put off": "/queue?later=1",
        "person": first("/persons?status=candidate", ".rows a.t"),
        "article": article,
        "article beside the page as captured": f"{article}?beside=1",
        "round": "/round/second",
        "unit": first("/round/second", ".rows a.t"),
        "adjudicate": "/adjudicate/pilot",
        "agreement": "/agreement/pilot",
        "replay": "/then?when=1",
        "figure": "/figure/count.individuals",
        "error": "/person/nobody",
    }  # fmt: skip


@pytest.mark.parametrize(
    "way", [{}, {"viewport": {"width": 390, "height": 844}}, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"]
)
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    furnished: Path, desk: Callable[..., Any], browser: Any, way: dict[str, Any]
) -> None:
    _, address = desk(furnished, "serve")
    at = base(address)
    cookies = enter(browser, address, "admin").page.context.cookies()
    with Study.open(furnished) as held:
        held.include(held.snapshot().persons[0].id, by="lead")  # so that Home has news
    watched = Watched(browser, bypass_csp=True, **way)
    page = watched.page
    page.context.add_cookies(cookies)
    found_at = places(page, at)
    heads = {path.split("/")[1] for method, path in ROUTES if method == "GET" and not path.startswith(NO_PAGE)}
    assert heads == {where.split("/")[1].partition("?")[0] for where in found_at.values()}
    wrong = []
    for name, where in found_at.items():
        page.goto(at + where, timeout=120_000)
        for folded in page.locator("details").all():
            folded.evaluate("d => d.open = true")
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'], iframes: false})"
        )
        wrong += [(name, v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"] if v["impact"] in ("serious", "critical")]  # fmt: skip
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wrong.append((name, "sticks out", ""))
    assert wrong == [], json.dumps(wrong, indent=1)


NO_PAGE = ("/api/", "/static/", "/captured/", "/pulse")
"""What answers with no page of the desk."""
