"""A study of three tiny articles, run once; each test works on its own copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_study import Terminal, write_articles

from testimonia import Study


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("USER", "ann")
    return Terminal(capsys)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("finished")
    articles = write_articles(home / "articles")
    with Study.init(home / "study") as study:
        study.run([articles])
    return home


@pytest.fixture
def study(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path / "study"
