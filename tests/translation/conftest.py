"""Studies of the two articles: as captured, and read in the team's translations."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tongues import translate_all, write

from testimonia import Study


@pytest.fixture(scope="session")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose two articles are set aside for their language; not to be changed."""
    home = tmp_path_factory.mktemp("tongues")
    with Study.init(home / "study") as study:
        study.run([write(home / "articles")])
    return home / "study"


@pytest.fixture(scope="session")
def read(captured: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with both translations supplied and read; not to be changed."""
    home = shutil.copytree(captured, tmp_path_factory.mktemp("read") / "study")
    with Study.open(home) as study:
        translate_all(study)
        study.run()
    return Path(home)


@pytest.fixture
def study(captured: Path, tmp_path: Path) -> Path:
    """A copy of the study as captured."""
    return Path(shutil.copytree(captured, tmp_path / "captured"))


@pytest.fixture
def translated(read: Path, tmp_path: Path) -> Path:
    """A copy of the study as read."""
    return Path(shutil.copytree(read, tmp_path / "read"))
