"""Sites on loopback, and studies that may visit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from site_on_loopback import Site

from testimonia import Study


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[Site]:
    made = Site("127.0.0.2")
    yield made
    made.close()


@pytest.fixture
def new_study(tmp_path: Path, site: Site, other: Site) -> Callable[..., Path]:
    """Makes a study folder that may visit both sites; `lines`: further lines of [web]; `watch`: of [watch]."""

    def make(*lines: str, watch: str = "", name: str = "study", store: str | None = None) -> Path:
        folder = tmp_path / name
        Study.init(folder, store=store).close()
        file = folder / "study.toml"
        text = file.read_text("utf-8").replace("reader = true ", "reader = false")
        web = [
            "[web]",
            f'allow = ["{site.host}", "{other.host}"]',
            "delay = 0.0",
            "timeout = 1.0",
            "max_megabytes = 1",
            *lines,
        ]
        file.write_text("\n".join((text, *web, watch, "")), "utf-8")
        return folder

    return make
