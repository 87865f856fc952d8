"""Makes docs/images/desk/*.png: every page of the desk on the demo study, on a desktop, a phone and in the dark.

    python tools/screenshots.py [STUDY] [OUT]

Without STUDY it makes the demo study in a temporary folder. On a copy of it an invented team (ana, ben, cleo) decides, notes, asks, codes
twice and changes a code, so that no page is empty; then the desk is opened for ana.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from testimonia.api import Study
from testimonia.web.accounts import Accounts

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
WAYS = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
    "dark": {"width": 1280, "height": 900},
}
PASSWORD = "only for the pictures"
TEAM = {"ana": "admin", "ben": "adjudicator", "cleo": "coder"}


def main() -> None:
    """Starts the desk, walks through it and writes the images."""
    with tempfile.TemporaryDirectory() as home:
        study = Path(home) / "study"
        out = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images/desk")
        out.mkdir(parents=True, exist_ok=True)
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], study)
        else:
            command = [sys.executable, "-m", "testimonia.cli", "demo", str(study)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with Study.open(study) as held:
            before(held)
        for name, role in TEAM.items():
            Accounts(study).put(name, role, names=True, password=PASSWORD)
        command = [sys.executable, "-m", "testimonia.cli", "serve", str(study), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                walk(server.stdout.readline().strip().rstrip("/"), study, out)
            finally:
                server.terminate()


def before(study: Study) -> None:
    """What was done before ana was last here."""
    persons = study.snapshot().persons
    study.include(persons[0].id, by="ana", reason="three papers name him")
    study.draw("pilot", coders=["ben", "cleo"], n=4, seed=1, by="ana", reason="how well do we agree?")
    words = {"cleo": 6, "ben": 9}
    for coder, length in words.items():
        for unit in study.assignments("pilot", coder):
            first = study.article(unit.article).text.split("\n\n")[1]
            quote = " ".join(first.split()[:length])
            code = "leaving/brutality" if unit.place % 2 or coder == "ben" else "leaving/corruption"
            study.answer("pilot", unit.appearance, [{"code": code, "quote": quote, "start": study.article(unit.article).text.index(first)}], by=coder)  # fmt: skip
    held = study.conflicts("pilot")
    study.adjudicate("pilot", held[0].appearance, take="ben", by="ben", reason="the whole clause")
    drifting(study)
    study.draw("second", coders=["ana", "cleo"], n=5, seed=2, by="ana", blind_to_machine=True)
    task = next(t for t in study.queue() if t.question.kind == "case")
    study.ask(task.question.id, "ben", "Do you know this place?", by="ana")


def drifting(study: Study) -> None:
    """A longer round in which two read alike at first, and less so later."""
    codes = ("leaving/brutality", "leaving/corruption", "leaving/quality_of_life")
    study.draw("spring", coders=["ben", "cleo"], n=32, seed=3, codes=codes, by="ana", reason="do we stay together?")
    for unit in study.assignments("spring", "ben"):
        first = study.article(unit.article).text.split("\n\n")[0]
        for coder in ("ben", "cleo"):
            apart = coder == "cleo" and unit.place % 7 < unit.place // 9
            code = codes[(unit.place + apart) % 3]
            mark = {"code": code, "quote": first[: len(first) - 9 * apart], "start": 0}
            study.answer("spring", unit.appearance, [mark] if unit.place % 4 else [], by=coder)


def after(study: Study) -> None:
    """What her colleagues did since."""
    code = study.codebook().code("leaving/brutality")
    study.define_code(code.id, definition=code.definition + " Said of what the group did to others.", by="ben", reason="two of us read it differently")  # fmt: skip
    tasks = study.queue()
    case = next(t for t in tasks if t.question.kind == "case" and t.asked)
    study.include(case.question.appearances[0], by="ben", reason="the place fits, and so does the year")
    study.memo(case.question.appearances[0], "The second paper has another age; see the dossier.", by="ben")
    other = next(t for t in study.queue() if t.question.kind == "case")
    study.ask(other.question.id, "ana", "Is this one of the five from the port?", by="cleo")
    person = next(p for p in study.snapshot().persons if p.status.value == "candidate")
    study.exclude(person.id, by="cleo", reason="tells of a cousin, not of himself")


def signed_in(browser, base: str):
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()
    return context


def walk(base: str, study: Path, out: Path) -> None:
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        signed_in(browser, base).close()
        with Study.open(study) as held:
            after(held)
        first = signed_in(browser, base)
        cookies = first.cookies()
        page = first.new_page()
        page.goto(base)
        while page.get_by_text("is being worked out").count():  # what her colleagues did is not on the pages yet
            page.wait_for_timeout(500)
            page.reload()
        pages = places(page, base)
        for way, size in WAYS.items():
            look = {"viewport": size, "color_scheme": "dark" if way == "dark" else "light", "device_scale_factor": 1}
            picture(browser.new_context(**look), base, {"sign-in": "/login"}, way, out)
            context = browser.new_context(**look)
            context.add_cookies(cookies)
            picture(context, base, pages, way, out)
        browser.close()


def picture(context, base: str, pages: dict[str, str], way: str, out: Path) -> None:
    page = context.new_page()
    for name, where in pages.items():
        page.goto(base + where)
        if "!" in where:  # what is folded up is opened
            held = page.locator(where.partition("!")[2]).first
            held.evaluate(
                "d => { d.open = true; d.closest('article, .conflict, main').scrollIntoView({block: 'start'}); }"
            )
            page.wait_for_timeout(400)
        page.wait_for_timeout(100)
        page.screenshot(path=str(out / f"{name}-{way}.png"), full_page=False)
    context.close()


def places(page, base: str) -> dict[str, str]:
    """Name of the picture -> address, and after "!" what is opened there."""

    def first(where: str, what: str) -> str:
        page.goto(base + where)
        return page.locator(what).first.get_attribute("href")

    article = first("/queue?kind=coding", "figcaption a")
    return {
        "home": "/",
        "queue": "/queue?kind=case",
        "queue-code": "/queue?kind=coding",
        "persons": "/persons",
        "person": first("/persons?status=included", ".rows a.t"),
        "articles": "/articles",
        "article": article,
        "article-captured": article.partition("?")[0] + "?beside=1",
        "codebook": "/codebook",
        "codebook-versions": "/codebook?#!article.code:has(summary:text('versions')) details",
        "rounds": "/rounds",
        "round": "/round/second",
        "unit": first("/round/second", ".rows a.t"),
        "adjudicate": "/adjudicate/pilot",
        "adjudicate-own": "/adjudicate/pilot#own!details.own",
        "agreement": "/agreement/spring",
        "agreement-over-time": "/agreement/spring#over-time",
        "history": "/history",
        "replay": "/then?when=1",
        "figure": "/figure/leaving.brutality.count",
        "accounts": "/accounts",
        "error": "/person/P-nobody",
    }


if __name__ == "__main__":
    main()
