"""Writes what a bench measured into docs/bench.md (or another page), with the machine, the versions and the load, between the marks of its block."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def told(
    name: str,
    run: Callable[[], None],
    packages: tuple[str, ...],
    measured: str = "CPU seconds of one process",
    page: str = "bench",
) -> None:
    """Runs the bench and keeps what it printed as the block of this name; it is printed as well."""
    before, out = os.getloadavg()[0], io.StringIO()
    with contextlib.redirect_stdout(out):
        run()
    block = f"{_where(before, packages, measured)}\n\n{out.getvalue().strip()}\n"
    print(block)
    begin, end = f"<!-- begin: {name} -->\n", f"<!-- end: {name} -->\n"
    file = DOCS / f"{page}.md"
    words = file.read_text("utf-8")
    if begin not in words:
        words += f"\n{begin}{end}"
    first, rest = words.split(begin, 1)
    file.write_text(first + begin + block + end + rest.split(end, 1)[1], "utf-8")


def _where(before: float, packages: tuple[str, ...], measured: str) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with contextlib.suppress(OSError):
        system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    command = " ".join(["python", "tools/" + Path(sys.argv[0]).name, *sys.argv[1:]])
    return (
        f"`{command}`, {datetime.datetime.now(datetime.UTC):%d %B %Y}: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, {system}, "
        f"Python {platform.python_version()}; {', '.join(map(_version, packages))}. Load {before:.1f} before, {os.getloadavg()[0]:.1f} after; {measured}."
    )


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} missing"
