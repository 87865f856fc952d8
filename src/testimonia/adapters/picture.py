"""A picture of a page as it was captured: rendered from the stored bytes, without scripts, without any network, without other files.

Debian's Chromium shows the page in a frame of ours that is sandboxed (no script, no navigation, no refresh) under a policy that lets
nothing load but what the page carries in itself. Should that fail, names lead nowhere, everything goes to a proxy that is not
there, and where the system lets us, the browser has no network at all. Pictures and styles that lie elsewhere are missing, therefore.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1280, 2400
_SECONDS = 40.0
_MOST = 5 * 2**20
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_FLAGS = (
    "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--no-default-browser-check", "--incognito", "--mute-audio", "--disable-extensions",
    "--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-domain-reliability", "--disable-breakpad", "--no-pings",
    "--dns-prefetch-disable", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip


class NoPicture(Exception):  # noqa: N818 (a reason, not a bug)
    """Why there is no picture."""


def browser() -> str:
    """The browser at hand, or ""."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def picture(source: str) -> bytes:
    """The first screens of the page as PNG; NoPicture says why not. `source`: its HTML, decoded."""
    command = browser()
    if not command:
        raise NoPicture("no browser is at hand (Debian: chromium)")
    if len(source) > _MOST:
        raise NoPicture(f"the page has more than {_MOST:,} characters")
    with tempfile.TemporaryDirectory(prefix="testimonia-picture-") as name:
        folder = Path(name)
        page, out = folder / "page.html", folder / "page.png"
        page.write_text(_framed(source), "utf-8")
        given = [
            *_alone(), command, *_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else []), f"--user-data-dir={folder / 'profile'}",
            f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={out}", page.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(given, check=False, capture_output=True, timeout=_SECONDS, cwd=folder, env=_env(folder))  # noqa: S603
        except (subprocess.TimeoutExpired, OSError) as error:
            raise NoPicture(f"the browser gave none ({type(error).__name__})") from None
        if not out.exists():
            raise NoPicture("the browser gave none")
        return out.read_bytes()


def _framed(source: str) -> str:
    """The page in a sandboxed frame, which inherits the policy."""
    return (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<style>html,body{{margin:0}}iframe{{border:0;width:{WIDTH}px;height:{HEIGHT}px;background:#fff}}</style>"
        f'<iframe sandbox="" srcdoc="{html.escape(source, quote=True)}"></iframe>'
    )


def _env(folder: Path) -> dict[str, str]:
    """Nothing of ours: no session bus, no proxy settings, no home."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}


@lru_cache(maxsize=1)
def _alone() -> tuple[str, ...]:
    """What runs a program without a network, where the system lets us."""
    tool = shutil.which("unshare")
    for given in ((tool, "--net"), (tool, "--map-root-user", "--net")) if tool else ():
        if os.geteuid() and "--map-root-user" in given:
            continue  # as root of a namespace the browser would not run in its own sandbox
        if subprocess.run([*given, "true"], check=False, capture_output=True).returncode == 0:  # noqa: S603
            return tuple(map(str, given))
    return ()
