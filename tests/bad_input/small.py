"""Small studies of good articles."""

from __future__ import annotations

from pathlib import Path

from made import GOOD

from testimonia import Study


def write_articles(folder: Path, number: int) -> Path:
    """So many articles, no two alike."""
    folder.mkdir()
    for n in range(number):
        text = GOOD.replace("Leila Mansouri", f"Leila M{'aeiou'[n % 5]}ns{'aeiou'[n // 5 % 5]}ri")
        text += f"\nShe stayed for {n + 2} weeks in a house by the river, she said.\n" * 30
        (folder / f"{n:02}.txt").write_text(text, encoding="utf-8")
    return folder


def new_study(folder: Path, store: str | None = None) -> Path:
    """A new study in which the rules read alone, for speed."""
    Study.init(folder, store=store).close()
    return rules_alone(folder)


def rules_alone(folder: Path) -> Path:
    """The study, its learned reader switched off."""
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8").replace("reader = true", "reader = false"), "utf-8")
    return folder
