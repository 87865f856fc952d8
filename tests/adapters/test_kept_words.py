"""The lexicon that is kept packed is the one that is written in the files, whatever became of the copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from testimonia.config.lexicon import load_lexicon, read_lexicon


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load_lexicon.cache_clear()
    yield tmp_path / "cache"
    load_lexicon.cache_clear()


def test_what_is_kept_is_what_is_written(home: Path) -> None:
    written = read_lexicon()
    assert load_lexicon() == written
    [file] = home.rglob("lexicon-*")
    when = file.stat().st_mtime_ns
    load_lexicon.cache_clear()
    again = load_lexicon()
    assert again == written
    assert list(again.homes) == list(written.homes)  # the order is the one of the files
    assert file.stat().st_mtime_ns == when  # read, not written again


@pytest.mark.parametrize("harm", ["flipped", "cut", "empty", "gone"])
def test_a_damaged_copy_is_made_anew(home: Path, harm: str) -> None:
    written = load_lexicon()
    [file] = home.rglob("lexicon-*")
    data = bytearray(whole := file.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes({"flipped": bytes(data), "cut": whole[: len(whole) // 2], "empty": b""}[harm])
    load_lexicon.cache_clear()
    assert load_lexicon() == written
    assert [one.read_bytes() for one in home.rglob("*") if one.is_file()] == [
        whole
    ]  # and nothing of the damaged one is left


def test_without_a_place_for_a_copy_it_is_read_all_the_same(home: Path) -> None:
    home.write_text("a file where the folder would be")
    assert load_lexicon().titles
