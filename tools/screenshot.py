#!/usr/bin/env python3
"""Pictures of a report as people meet it: desk, phone, dark, paper. Needs Debian's chromium and poppler-utils.

    python tools/screenshot.py report.html [OUT_FOLDER] [--at ANCHOR ...] [--screens N]

Writes desk-01.png, desk-02.png, ... (1280 px wide, one a screen), phone-*.png (390), dark-*.png, print-*.png (A4 pages)
and, for each --at, what shows after opening `#ANCHOR` (at-ANCHOR-desk.png, at-ANCHOR-phone.png).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
VIEWS = {"desk": (1280, 1600, "light"), "phone": (390, 1600, "light"), "dark": (1280, 1600, "dark")}
SCREENS, PAGES = 40, 60


def shoot(page: Any, out: Path, name: str, height: int, screens: int) -> None:
    """One picture for each screenful of the page."""
    total = page.evaluate("document.documentElement.scrollHeight")
    for i in range(min(screens, -(-total // height))):
        page.evaluate(f"window.scrollTo(0, {i * height})")
        page.screenshot(path=str(out / f"{name}-{i + 1:02d}.png"))


def pictures(html: Path, out: Path, anchors: list[str], screens: int) -> None:
    """All pictures of one report."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (width, height, scheme) in VIEWS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(html.resolve().as_uri())
            shoot(page, out, name, height, screens)
            for anchor in anchors if name != "dark" else []:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{html.resolve().as_uri()}#{anchor}")
                page.screenshot(path=str(out / f"at-{anchor}-{name}.png"))
            page.close()
        page = browser.new_page()
        page.goto(html.resolve().as_uri())
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder) / "report.pdf"
            page.pdf(path=str(pdf), prefer_css_page_size=True, print_background=True)
            command = ["pdftoppm", "-r", "60", "-l", str(min(PAGES, screens)), "-png", str(pdf), str(out / "print")]
            subprocess.run(command, check=True)
        browser.close()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("html", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=Path("screenshots"))
    parser.add_argument("--at", action="append", default=[], metavar="ANCHOR")
    parser.add_argument("--screens", type=int, default=SCREENS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    pictures(options.html, options.out, options.at, options.screens)
    print(f"pictures in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
