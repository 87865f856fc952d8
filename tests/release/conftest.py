"""One study with a pseudonym that a second article betrays, published once; each test that changes it works on a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from told_stories import write_articles

from testimonia import Study

PRIVATE = "# names that the team knows\nFaruq Tal'at Zidan\n"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `study` (two accounts of one man joined by decision) and `release`, its first."""
    home = tmp_path_factory.mktemp("release")
    articles = write_articles(home / "articles")
    with Study.init(home / "study") as study:
        study.run([articles])
        people = {p.name: p.id for p in study.snapshot().persons}
        study.merge(people["Idris"], people["Marzouq al-Qasir"], by="ana", reason="same prison, same words")
        study.include(people["Leila Mansouri"], by="bo", reason="own account, heard the recording")
        study.run()
    (home / "study" / "private_names.txt").write_text(PRIVATE, encoding="utf-8")
    with Study.open(home / "study") as study:
        study.release(home / "release", signed_by="Ana Lind")
    return home


@pytest.fixture(scope="session")
def release(home: Path) -> Path:
    """The first release; not to be changed."""
    return home / "release"


@pytest.fixture
def study(home: Path, tmp_path: Path) -> Path:
    """A copy of the study, its first release recorded."""
    shutil.copytree(home / "study", tmp_path / "study")
    return tmp_path / "study"
