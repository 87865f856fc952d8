"""Makes docs/images/desk/*.png: every page of the desk on the demo study, on a desktop, a phone and in the dark.

    python tools/screenshots.py [STUDY] [OUT]

Without STUDY it makes the demo study in a temporary folder.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
WAYS = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
    "dark": {"width": 1280, "height": 900},
}


def main() -> None:
    """Starts the desk, walks through it and writes the images."""
    with tempfile.TemporaryDirectory() as home:
        study = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(home) / "demo"
        out = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images/desk")
        out.mkdir(parents=True, exist_ok=True)
        if not study.exists():
            subprocess.run(
                [sys.executable, "-m", "testimonia.cli", "demo", str(study)], check=True, stdout=subprocess.DEVNULL
            )
        command = [sys.executable, "-m", "testimonia.cli", "review", str(study), "--port", "0", "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                walk(server.stdout.readline().strip(), out)
            finally:
                server.terminate()


def walk(address: str, out: Path) -> None:
    base = address.split("/?")[0]
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        first = browser.new_context()
        page = first.new_page()
        page.goto(address)
        cookies = first.cookies()
        pages = places(page, base)
        for way, size in WAYS.items():
            context = browser.new_context(
                viewport=size, color_scheme="dark" if way == "dark" else "light", device_scale_factor=1
            )
            context.add_cookies(cookies)
            page = context.new_page()
            for name, where in pages.items():
                page.goto(base + where)
                if "#" in where:
                    page.locator("details").last.evaluate("d => { d.open = true; d.scrollIntoView(); }")
                page.wait_for_timeout(150)
                page.screenshot(path=str(out / f"{name}-{way}.png"), full_page=False)
            context.close()
        browser.close()


def places(page, base: str) -> dict[str, str]:
    page.goto(base + "/persons?status=candidate")
    person = page.locator(".rows a.t").first.get_attribute("href")
    page.goto(base + "/queue?kind=coding")
    article = page.locator("figcaption a").first.get_attribute("href")
    found = {"home": "/", "queue": "/queue", "queue-code": "/queue?kind=coding", "persons": "/persons", "person": person, "articles": "/articles", "article": article, "codebook": "/codebook", "rounds": "/rounds", "history": "/history", "figure": "/figure/leaving.brutality.count"}  # fmt: skip
    page.goto(base + "/rounds")
    rounds = [link.get_attribute("href") for link in page.locator(".rows a.t").all()]
    if rounds:
        name = rounds[0].rpartition("/")[2]
        found |= {"round": rounds[0], "adjudicate": f"/adjudicate/{name}", "agreement": f"/agreement/{name}"}
    return found


if __name__ == "__main__":
    main()
