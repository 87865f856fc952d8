"""The language model that is kept unpacked answers as the packed one does, whatever became of the copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import py3langid.langid
import pytest

from testimonia.adapters.langid import identifier

TEXTS = (
    "He left the group in 2015 and came home.",
    "Er hat die Gruppe 2015 verlassen und kam nach Hause.",
    "Il a quitté le groupe en 2015.",
    "Abandonó el grupo en 2015.",
    "غادر المجموعة في عام 2015 وعاد إلى منزله.",
    "Он покинул группу в 2015 году.",
    "Gruptan 2015'te ayrıldı.",
    "他在2015年离开了这个组织。",
    "HE LEFT THE GROUP",
    "12 34",
    "",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    identifier.cache_clear()
    yield tmp_path / "cache"
    identifier.cache_clear()


def anew() -> Any:
    """The identifier as the next start of the program has it."""
    identifier.cache_clear()
    return identifier()


def answers(of: Any) -> list[tuple[str, float]]:
    return [of.classify(text) for text in TEXTS] + [best for text in TEXTS for best in of.rank(text)]


def files(home: Path) -> dict[str, int]:
    return {str(one.relative_to(home)): one.stat().st_mtime_ns for one in home.rglob("*") if one.is_file()}


def test_answers_are_those_of_py3langid_to_the_last_digit(home: Path) -> None:
    expected = answers(py3langid.langid.LanguageIdentifier.from_model_file(py3langid.langid.MODEL_FILE))
    assert answers(identifier()) == expected
    kept = files(home)
    assert len(kept) == 7
    assert answers(anew()) == expected
    assert files(home) == kept  # read, not written again


@pytest.mark.parametrize("name", ["ptc.npy", "nextmove.npy", "sums.json"])
@pytest.mark.parametrize("harm", ["flipped", "cut", "empty", "gone"])
def test_a_damaged_copy_is_made_anew(home: Path, name: str, harm: str) -> None:
    expected = answers(identifier())
    [file] = home.rglob(name)
    data = bytearray(whole := file.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes({"flipped": bytes(data), "cut": whole[: len(whole) // 2], "empty": b""}[harm])
    assert answers(anew()) == expected
    [again] = home.rglob(name)
    assert again.read_bytes() == whole
    assert len(files(home)) == 7  # and nothing of the damaged one is left


def test_without_a_place_for_a_copy_it_answers_all_the_same(home: Path) -> None:
    home.write_text("a file where the folder would be")
    assert identifier().classify(TEXTS[1])[0] == "de"
    assert home.read_text() == "a file where the folder would be"


def test_a_relative_cache_folder_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.chdir(tmp_path)
    assert anew().classify(TEXTS[0])[0] == "en"
    assert not home.exists()
    assert len(files(tmp_path / "me" / ".cache" / "testimonia")) == 7
