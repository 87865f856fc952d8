"""A watched feed that grows: findings and digest move, also when a pass is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from site_on_loopback import Site

from testimonia import Study
from testimonia.cli.commands import commands
from testimonia.domain.coverage import constant, covered
from testimonia.domain.visit import Visit
from testimonia.errors import UsageError
from testimonia.pipeline.coverage import compared

STORIES = (
    """TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa. "There was no pay and no
    electricity, and we were hungry every night," Mansouri told the Prairie Herald. She said she left because the life they had promised did not exist.""",
    """GAZIANTEP - Omid Karsten, a 24-year-old Jordanian, deserted Islamic State in June 2015 and crossed a river by night. "They killed innocent women and children in front of us,"
    Karsten told the Corrib Examiner. "The commanders were corrupt and took everything." He now washes dishes in a hotel by the bus station.""",
    """OSLO - Nils Brandt, a 27-year-old Norwegian who defected from Islamic State in July 2015, told the Rhine Observer about eleven weeks in Deir ez-Zor.
    "I left because I had come to fight a tyrant and found Muslims killing Muslims," Brandt said. His brother paid a smuggler to bring him over the mountains to Turkey.""",
    """JAKARTA - Ratna Wijaya, a 35-year-old Indonesian who defected from Islamic State in May 2015, has spoken publicly about her flight with two daughters.
    "The hospital had no medicine for us, only for their wounded," Wijaya told Nusantara One. "I left because nobody had told me the truth about Mosul," she said.""",
    """BERLIN - Emre Aslan, a 22-year-old German, quit the Islamic State group in 2014 when friends were put in prison by their own emir. "They called everybody a spy who asked
    a question," Aslan told the Ruhr Kurier. He surrendered to soldiers at the border and wants others to hear what he saw in Manbij.""",
)
NAMES = ("Leila Mansouri", "Omid Karsten", "Nils Brandt", "Ratna Wijaya", "Emre Aslan")


def told(number: int) -> bytes:
    """The page of the story with this number."""
    text = "".join(f"<p>{part}</p>" for part in STORIES[number].split("\n"))
    return f"<!doctype html><html><head><title>{NAMES[number]} left</title></head><body><article>{text}</article></body></html>".encode()


def count(study: Study) -> float:
    figure = study.findings().figure("count.individuals")
    return figure.value if figure else 0


def watching(feed: str, *more: str) -> str:
    return "\n".join(("[watch]", *more, "[[watch.sources]]", f'address = "{feed}"', 'name = "Paper"'))


def on(study: Study, day: str) -> Study:
    study._desk = replace(study._desk, clock=lambda: f"{day}T09:00:00Z")
    return study


def test_five_passes_with_a_kill_in_the_middle(site: Site, new_study: Callable[..., Path]) -> None:
    feed = site.url("/rss")
    folder = new_study(watch=watching(feed, f'webhook = "{site.url("/hook")}"'))
    links: list[str] = []
    for number in range(5):
        links.insert(0, site.html(f"/{number}", told(number)))
        site.feed("/rss", links, ETag=f'"{number}"')
        if number == 2:
            _killed_while_fetching(site, folder, "/2")
        with Study.open(folder) as study:
            seen = study.watch()
            assert count(study) == number + 1
            assert len(seen.digest.persons_new) == 1, seen.words
            assert seen.digest.documents == 1
            assert not seen.undelivered
    assert all(site.paths().count(f"/{number}") == (2 if number == 2 else 1) for number in range(5))
    hooks = [json.loads(headers["body"]) for path, headers in site.asked if path == "/hook"]
    assert len(hooks) == 5
    digests = (folder / "digest.md").read_text("utf-8")
    assert digests.count("1 new person") == 5
    assert not any(name in digests or name in str(hooks) for name in NAMES)
    with Study.open(folder) as study:
        quiet = study.watch()
        assert quiet.digest.is_quiet
        assert "Nothing changed" in quiet.words
    assert sum(path == "/hook" for path, _ in site.asked) == 5


def _killed_while_fetching(site: Site, folder: Path, path: str) -> None:
    """Starts a pass in a process of its own and kills it (SIGKILL) while the page is on its way."""
    good, begun = site.pages[path], threading.Event()
    asked = len(site.asked)
    release = threading.Event()

    def hang(handler: object) -> None:
        begun.set()
        release.wait(20)
        raise OSError

    site.pages[path] = hang
    text = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(text.replace("timeout = 1.0", "timeout = 20.0"), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "testimonia.cli", "watch", str(folder)],
        env=os.environ | {"PYTHONPATH": "src"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert begun.wait(30)
    process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL
    release.set()
    (folder / "study.toml").write_text(text, "utf-8")
    site.pages[path] = good
    assert len(site.asked) > asked


def test_link_rot_is_noticed_and_what_was_kept_stays(site: Site, new_study: Callable[..., Path]) -> None:
    page = site.html("/0", told(0))
    folder = new_study(watch=watching(site.feed("/rss", [page]), "recheck = 10.0"))
    with Study.open(folder) as study:
        on(study, "2026-01-01").watch()
        del site.pages["/0"]
        assert on(study, "2026-01-05").watch().digest.is_quiet
        seen = on(study, "2026-01-20").watch()
        assert seen.digest.gone == (page,)
        assert count(study) == 1
        assert on(study, "2026-02-20").watch().digest.is_quiet


def test_coverage_knows_starts_gaps_and_feeds_that_turn_over(
    site: Site, other: Site, new_study: Callable[..., Path]
) -> None:
    pages = [site.html(f"/{number}", told(number)) for number in range(5)]
    one, two = site.feed("/rss", pages[:2]), other.feed("/rss", pages[:1])
    watch = watching(one) + f'\n[[watch.sources]]\naddress = "{two}"\nsince = "2025-06-01"'
    folder = new_study(watch=watch)
    with Study.open(folder) as study:
        on(study, "2026-01-01").watch()
        other.pages["/rss"] = (503, {}, b"")
        seen = on(study, "2026-01-08").watch()
        assert [source for source, _ in seen.digest.failed] == [two]
        other.feed("/rss", pages[:1])
        site.feed("/rss", pages[3:])
        on(study, "2026-01-15").watch()
        first, second = study.coverage()
        assert (first.start, first.until, first.gaps) == ("2026-01-01", "2026-01-15", (("2026-01-08", "2026-01-15"),))
        assert (second.start, second.back_filled, second.gaps) == ("2025-06-01", True, (("2026-01-01", "2026-01-15"),))
        assert covered(study.coverage(), "2025-12-01") == (two,)
        assert constant(study.coverage(), "2026-01-01", "2026-01-08") == (one,)


def test_a_page_that_did_not_change_was_seen_all_the_same(site: Site, new_study: Callable[..., Path]) -> None:
    page = site.html("/0", told(0), ETag='"a"')
    folder = new_study(watch=watching(site.feed("/rss", [page], ETag='"f"'), "recheck = 10.0"))

    def seen_on(study: Study) -> str:
        held = study._desk.store.get("visit", page, Visit)
        assert held is not None
        return held.at[:10]

    with Study.open(folder) as study:
        on(study, "2026-01-01").watch()
        on(study, "2026-01-20").watch()
        assert seen_on(study) == "2026-01-20"  # by a 304
        asked = len(site.asked)
        on(study, "2026-01-25").watch()
        assert [path for path, _ in site.asked[asked:]] == ["/robots.txt", "/rss"]  # not due again for five days
        good = site.pages.pop("/0")
        assert on(study, "2026-02-01").watch().digest.gone == (page,)
        site.pages["/0"] = good
        on(study, "2026-02-20").watch()
        held = study._desk.store.get("visit", page, Visit)
        assert held is not None
        assert (held.gone, held.at[:10]) == ("", "2026-02-20")


def test_which_sources_may_be_compared(site: Site, other: Site, new_study: Callable[..., Path]) -> None:
    pages = [site.html(f"/{number}", told(number)) for number in range(2)]
    one, two = site.feed("/rss", pages), other.feed("/rss", pages[:1])
    folder = new_study(watch=watching(one))
    with Study.open(folder) as study:
        on(study, "2026-01-01").watch()
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8") + f'\n[[watch.sources]]\naddress = "{two}"\nname = "Late"\n', "utf-8")
    with Study.open(folder) as study:
        on(study, "2026-02-01").watch()
        on(study, "2026-03-01").watch()
    runner = CliRunner()
    said = runner.invoke(commands, ["coverage", str(folder), "--between", "2026-01-01", "2026-02-20"])
    assert said.exit_code == 0, said.output
    assert "1 of 2 sources were watched all the time" in said.output
    assert f"{two}: watched only from 2026-02-01" in said.output
    found = json.loads(
        runner.invoke(commands, ["coverage", str(folder), "--json", "--between", "2026-02-01", "2026-02-20"]).output
    )
    assert found["is_constant"]
    assert found["constant"] == [one, two]
    beyond = json.loads(
        runner.invoke(commands, ["coverage", str(folder), "--json", "--between", "2026-01-01", "2026-04-01"]).output
    )
    assert beyond["changed"][one] == "watched only until 2026-03-01"
    assert beyond["changed"][two] == "watched only from 2026-02-01, watched only until 2026-03-01"
    with Study.open(folder) as study, pytest.raises(UsageError, match="no day"):
        compared(study.coverage(), "2026-01", "2026-02-01")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('allow = ["10.0.0.1:80"]', "web.allow[1]"), ('allow = ["example.org:80"]', "web.allow[1]"), ('proxy = "socks5://127.0.0.1:9050"', "web.proxy"),
        ("delay = -1.0", "web.delay"), ('agent = ""', "web.agent"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told(tmp_path: Path, line: str, key: str) -> None:
    from testimonia.errors import ConfigError

    Study.init(tmp_path / "s").close()
    file = tmp_path / "s" / "study.toml"
    file.write_text(file.read_text("utf-8") + f"\n[web]\n{line}\n", "utf-8")
    with pytest.raises(ConfigError, match=key.replace("[", r"\[")):
        Study.open(tmp_path / "s")
