"""`testimonia watch --loop`: pass after pass until it is told to stop, wherever it is; and a new start goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from site_on_loopback import Site
from test_watch import NAMES, count, told, watching

from testimonia import Study

EVERY = 0.005
"""Minutes: a third of a second."""


@contextmanager
def looping(folder: Path, out: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A loop in a process of its own, killed at the end whatever comes."""
    with out.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "testimonia.cli", "watch", "--loop", str(folder)],
            env=os.environ | {"PYTHONPATH": "src"},
            stdout=stream,
            stderr=stream,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


def until(holds: Callable[[], bool], seconds: float = 40.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def asked(site: Site, path: str) -> int:
    return sum(one == path for one, _ in site.asked)


@pytest.fixture
def folder(site: Site, new_study: Callable[..., Path]) -> Path:
    return new_study(watch=watching(site.url("/rss"), f"every = {EVERY}"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_between_passes_and_the_next_start_goes_on(
    site: Site, folder: Path, tmp_path: Path, number: signal.Signals
) -> None:
    text = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(text.replace(f"every = {EVERY}", "every = 60.0"), "utf-8")
    site.feed("/rss", [site.html("/0", told(0))])
    with looping(folder, tmp_path / "out") as process:
        until(lambda: b"1 new person" in (tmp_path / "out").read_bytes())
        time.sleep(0.3)  # now it sleeps for an hour
        process.send_signal(number)
        assert process.wait(20) == 130
    assert b"Traceback" not in (tmp_path / "out").read_bytes()
    assert b"stopped; run again to go on" in (tmp_path / "out").read_bytes()
    (folder / "study.toml").write_text(text, "utf-8")
    with looping(folder, tmp_path / "out") as process:
        site.feed("/rss", [site.html("/1", told(1)), site.url("/0")])
        until(lambda: asked(site, "/1") == 1)
        before = asked(site, "/rss")
        until(lambda: asked(site, "/rss") >= before + 3)  # pass after pass
        process.send_signal(number)
        assert process.wait(20) == 130
    with Study.open(folder) as study:
        study.run()
        assert count(study) == 2
    assert asked(site, "/0") == 1


def test_a_signal_in_the_middle_of_a_page_loses_nothing(site: Site, folder: Path, tmp_path: Path) -> None:
    (folder / "study.toml").write_text(
        (folder / "study.toml").read_text("utf-8").replace("timeout = 1.0", "timeout = 30.0"), "utf-8"
    )
    good = told(1)
    site.feed("/rss", [site.html("/0", told(0)), site.url("/1")])
    site.pages["/1"] = lambda handler: time.sleep(20)
    with looping(folder, tmp_path / "out") as process:
        until(lambda: asked(site, "/1") == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 130  # not after the page's thirty seconds
    site.html("/1", good)
    with looping(folder, tmp_path / "out") as process:
        until(lambda: (folder / "digest.md").exists() and "2 new people" in (folder / "digest.md").read_text("utf-8"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
    with Study.open(folder) as study:
        assert count(study) == 2
    assert (asked(site, "/0"), asked(site, "/1")) == (1, 2)
    assert not any(name.encode() in (tmp_path / "out").read_bytes() for name in NAMES)


def test_a_feed_that_grows_over_five_passes_with_a_kill_in_the_middle(site: Site, folder: Path, tmp_path: Path) -> None:
    links = [site.html("/0", told(0))]
    site.feed("/rss", links)
    digest = folder / "digest.md"

    def heard(number: int) -> bool:
        return digest.exists() and digest.read_text("utf-8").count("1 new person") >= number

    with looping(folder, tmp_path / "out") as process:
        until(lambda: heard(1))
        links.insert(0, site.html("/1", told(1)))
        site.feed("/rss", links)
        until(lambda: heard(2))
        links.insert(0, site.html("/2", told(2)))
        site.feed("/rss", links)
        until(lambda: asked(site, "/2") == 1)  # its page is fetched, or just being kept
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    with looping(folder, tmp_path / "out") as process:
        until(lambda: heard(3))
        for number in (3, 4):
            links.insert(0, site.html(f"/{number}", told(number)))
            site.feed("/rss", links)
            until(lambda number=number: heard(number + 1))  # type: ignore[misc]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
    with Study.open(folder) as study:
        assert count(study) == 5
        assert study.watch().digest.is_quiet
    assert digest.read_text("utf-8").count("1 new person") == 5


def test_a_pass_that_fails_does_not_end_it_and_a_mistake_does(site: Site, folder: Path, tmp_path: Path) -> None:
    site.feed("/rss", [site.html("/0", told(0))])
    file = folder / "study.toml"
    text = file.read_text("utf-8")
    with looping(folder, tmp_path / "out") as process:
        until(lambda: b"1 new person" in (tmp_path / "out").read_bytes())
        file.write_text(text + "\nnonsense = 1\n", "utf-8")  # somebody is editing it
        until(lambda: b"this pass failed" in (tmp_path / "out").read_bytes())
        assert process.poll() is None
        file.write_text(text, "utf-8")
        before = asked(site, "/rss")
        until(lambda: asked(site, "/rss") >= before + 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
    file.write_text(text + "\nnonsense = 1\n", "utf-8")
    with looping(folder, tmp_path / "out2") as process:
        assert process.wait(20) not in (0, 130)
    assert b"nonsense" in (tmp_path / "out2").read_bytes()
