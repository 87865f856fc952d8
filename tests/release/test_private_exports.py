"""What lies in private_names.txt stands in no export: blacked out as it is written, refused in any other spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from testimonia import Study
from testimonia.adapters.peel import peel
from testimonia.domain.exchange import FORMATS
from testimonia.errors import ReleaseError

PRIVATE = "Gulf Meridian"
"""Stands in titles, texts and as a publisher; to the team it may be somebody."""
SHARED = [f for f in FORMATS if f != "bundle"]


def said(folder: Path) -> str:
    """Everything that the files of a folder say, however packed."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    return "\n".join(text for p in files for _, text in peel(p.name, p.read_bytes()))


def exported(study: Path, format: str, out: Path) -> str:
    with Study.open(study) as held:
        held.export(format, out if format == "csv" else out / f"study.{format}")
    return said(out)


@pytest.mark.parametrize("format", SHARED)
def test_a_private_name_is_blacked_out(study: Path, tmp_path: Path, format: str) -> None:
    private = study / "private_names.txt"
    private.write_text("# none\n", encoding="utf-8")
    (tmp_path / "before").mkdir()
    before = exported(study, format, tmp_path / "before")
    private.write_text(f"{PRIVATE}\n", encoding="utf-8")
    (tmp_path / "after").mkdir()
    after = exported(study, format, tmp_path / "after")
    assert PRIVATE not in after and "Meridian" not in after
    if format in ("csv", "qdpx", "ftm", "rocrate"):
        assert PRIVATE in before, "it stood there"


def test_a_private_name_in_another_spelling_is_refused(study: Path, tmp_path: Path) -> None:
    (study / "private_names.txt").write_text("Golf Meridyan\n", encoding="utf-8")
    with Study.open(study) as held, pytest.raises(ReleaseError) as refused:
        held.export("qdpx", tmp_path / "study.qdpx")
    assert "nothing is exported" in str(refused.value) and "Meridyan" not in str(refused.value)
    assert not (tmp_path / "study.qdpx").exists()


def test_the_bundle_is_a_working_file_and_keeps_all_names(study: Path, tmp_path: Path) -> None:
    (study / "private_names.txt").write_text(f"{PRIVATE}\n", encoding="utf-8")
    with Study.open(study) as held:
        held.export("bundle", tmp_path / "study.json")
    assert PRIVATE in (tmp_path / "study.json").read_text("utf-8")
