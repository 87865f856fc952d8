"""Work in a process of its own: what it gives and what it raises is what one process gives and raises, and nothing of it stays behind."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from testimonia.errors import ReleaseError
from testimonia.pipeline import errand
from testimonia.pipeline.errand import Errands
from testimonia.study.language import spoken


def number_of_process(add: int, *, times: int = 1) -> int:
    """Tells where it is worked."""
    return (os.getpid() + add) * times


def refused(why: str) -> str:
    """Goes wrong."""
    raise ReleaseError(why, where="here", got=[1, 2], hint="none")


def language() -> str:
    """In which language it is worked."""
    return spoken().code


def kept(path: str) -> None:
    """Leaves a file, and does not end."""
    (Path(tempfile.mkdtemp()) / "page").write_text("x")
    Path(path).write_text(tempfile.gettempdir())
    time.sleep(60)


def test_it_is_done_elsewhere_where_that_is_worth_it(tmp_path: Path) -> None:
    with Errands(tmp_path, "en", is_worth=True) as hands:
        given = hands.begin(number_of_process, 0, times=1)
        assert given() not in (os.getpid(), 0) and given() == given()
        assert hands.begin(language)() == "en"
    with Errands(tmp_path, "en", is_worth=False) as hands:
        assert hands.begin(number_of_process, 1, times=2)() == (os.getpid() + 1) * 2


def test_what_goes_wrong_there_speaks_as_it_does_here(tmp_path: Path) -> None:
    said = []
    for is_worth in (True, False):
        with pytest.raises(ReleaseError) as told, Errands(tmp_path, "en", is_worth=is_worth) as hands:
            hands.begin(refused, "no")()
        said.append(str(told.value))
    assert said[0] == said[1] != ""


@pytest.mark.parametrize("line", ["raise SystemExit(1)", "import os; os.write(1, b'no answer at all')", "import os; os.abort()"])  # fmt: skip
def test_what_is_not_answered_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(errand, "_HELPER", line)
    with Errands(tmp_path, "en", is_worth=True) as hands:
        assert hands.begin(number_of_process, 0)() == os.getpid()


def test_what_cannot_be_handed_over_is_done_here(tmp_path: Path) -> None:
    with Errands(tmp_path, "en", is_worth=True) as hands:
        assert hands.begin(lambda: 7)() == 7


def test_it_ends_with_the_block_and_leaves_no_file(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    with pytest.raises(KeyboardInterrupt), Errands(tmp_path, "en", is_worth=True) as hands:
        hands.begin(kept, str(sign))
        while not sign.exists() or not sign.read_text():
            time.sleep(0.05)
        raise KeyboardInterrupt
    assert not Path(sign.read_text()).exists()
