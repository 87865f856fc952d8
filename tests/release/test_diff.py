"""What changed between two releases is said in words, with the decision or the article that caused it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from released import ids, publish
from told_stories import LATER

from testimonia import Study
from testimonia.errors import ReleaseError
from testimonia.pipeline.diff import diff_releases


def test_nothing_has_changed(release: Path, tmp_path: Path) -> None:
    again = shutil.copytree(release, tmp_path / "again")
    assert diff_releases(release, again)[-1] == "nothing that is published has changed"


def test_a_decision_and_an_article_are_named_as_causes(study: Path, release: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "clerk.txt").write_text(LATER, encoding="utf-8")
    people = ids(study)
    with Study.open(study) as held:
        held.exclude(people["Nils Brandt"], by="bo", reason="told only the court")
        held.correct(people["Samar Hilal"], "nationality", "JO", by="ana", reason="her own words")
        held.run([tmp_path / "more"])
    rashid = ids(study)["Rashid Nouri"]
    publish(study)
    told = diff_releases(release, study.parent / "second")
    new = next(line for line in told if line.strip().startswith(f"{rashid} (Rashid Nouri) is new"))
    assert "article d-" in new
    assert "read since" in new
    gone = next(line for line in told if "is not counted any more" in line)
    assert people["Nils Brandt"] in gone
    assert "decision 3 (exclude, reviewer-2" in gone
    assert "told only the court" in gone
    assert any("nationality SY -> JO" in line and "decision 4 (correct attribute" in line for line in told)
    women = next(line for line in told if line.startswith("  Persons from JO: 1 -> 2"))
    assert people["Samar Hilal"] in women
    assert any(line.strip().startswith("d-") and "was read: Former Islamic State clerk" in line for line in told)


def test_a_release_that_was_changed_is_not_compared(release: Path, tmp_path: Path) -> None:
    other = shutil.copytree(release, tmp_path / "other")
    (other / "press.txt").write_text("x")
    with pytest.raises(ReleaseError, match="not what was signed"):
        diff_releases(release, other)
