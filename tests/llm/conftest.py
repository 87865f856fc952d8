"""A study with an [llm] table, and articles to run it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import stories

from testimonia import Study


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("LEILA", "QUIET", "WEATHER"):
        (folder / f"{name.lower()}.txt").write_text(getattr(stories, name), "utf-8")
    return folder


@pytest.fixture
def new_study(tmp_path: Path) -> Callable[..., Path]:
    """Makes a study folder; `settings`: further lines of [llm]. The learned reader is off: these tests are about another."""

    def make(address: str | None, *settings: str, name: str = "study") -> Path:
        folder = tmp_path / name
        Study.init(folder).close()
        file = folder / "study.toml"
        text = file.read_text("utf-8").replace("reader = true ", "reader = false")
        if address:
            text += "\n".join(("", "[llm]", f'address = "{address}"', 'model = "test-model"', *settings, ""))
        file.write_text(text, "utf-8")
        return folder

    return make
