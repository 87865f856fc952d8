"""What every test may ask for: real databases. What is missing (PostgreSQL, a browser) is a failure, never a silent skip."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# A shell that starts the tests in the background has them ignore Ctrl-C; the tests that send it need it to arrive.
signal.signal(signal.SIGINT, signal.default_int_handler)

_numbers = itertools.count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test proves nothing: it counts as failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and no test may be: {report.longrepr}\n`make test` installs what the tests need"
    return report


CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless, for the tests of one file."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium (`make test` does)", pytrace=False)
    with sync_playwright() as p:
        held = p.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield held
        held.close()


class PostgresServer:
    """A server of its own for this run: throw-away folder, unix socket only, trust within it."""

    def __init__(self) -> None:
        self.bin = self._binaries()
        self.home = Path(tempfile.mkdtemp(prefix="testimonia-pg-", dir="/tmp"))  # short: a socket path has 107 bytes
        self.data = self.home / "data"
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres")

    @staticmethod
    def _binaries() -> Path:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
        if not found:
            pytest.fail("PostgreSQL is missing: apt-get install postgresql (`make test` does)", pytrace=False)
        return found[-1].parent

    def _run(self, program: str, *arguments: str) -> str:
        as_user = "postgres" if os.geteuid() == 0 else None
        command = [str(self.bin / program), *arguments]
        with (self.home / f"{program}.log").open("a") as log:  # not a pipe: the server would hold it open
            code = subprocess.run(
                command, user=as_user, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.home
            ).returncode
        words = (self.home / f"{program}.log").read_text()
        assert code == 0, words
        return words

    def start(self, *, durable: bool = False) -> None:
        """`durable`: as on a machine that may lose its power, where the time of a commit counts."""
        self._run("initdb", "-D", str(self.data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.home} -c fsync={'on' if durable else 'off'} -c max_connections=20"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.home / "server.log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def new_database(self) -> str:
        """The URL of a new, empty database, in which text sorts as in a dictionary: what goes by the order of code points must say so."""
        name = f"study{next(_numbers)}"
        sorts = ("--locale-provider=icu", "--icu-locale=en-US", "--template=template0")
        self._run("createdb", "-h", str(self.home), "-U", "tester", *sorts, name)
        return f"postgresql://tester@/{name}?host={self.home}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes addresses of stores that do not exist yet; each test that asks runs on both databases."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/study{next(_numbers)}.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database


# The same examples each time: a suite that passes today passes tomorrow. New examples are searched for by hand, with HYPOTHESIS_PROFILE=search.
hypothesis.settings.register_profile("repeat", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


@pytest.fixture
def calls_of() -> Callable[[Callable[[], object]], int]:
    """How many calls a piece of work takes, those of patterns included: the same on every machine, whatever else it does."""

    def counted(work: Callable[[], object]) -> int:
        calls = 0

        def count(_frame: object, event: str, _arg: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            work()
        finally:
            sys.setprofile(None)
        return calls

    return counted
