"""Whatever byte of whatever file of a release is changed, taken out or added, whatever is put beside its files: `verify` tells it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testimonia.errors import ReleaseError
from testimonia.pipeline.verify_release import verify_release

MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PROOFS = ("manifest.json", "manifest.json.minisig")


@pytest.fixture(scope="module")
def copied(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy that every example leaves as it was."""
    folder = shutil.copytree(release, tmp_path_factory.mktemp("whole") / "r")
    yield folder
    assert verify_release(folder).number == 1


def paths(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def is_told(folder: Path) -> bool:
    try:
        verify_release(folder)
    except ReleaseError as error:
        assert str(error)
        return True
    return False


@MANY
@given(st.data())
def test_any_byte_that_is_changed_taken_out_or_put_in_is_told(copied: Path, data: st.DataObject) -> None:
    name = data.draw(st.one_of(st.sampled_from(PROOFS), st.sampled_from(paths(copied))))
    file = copied / name
    held = file.read_bytes()
    at = data.draw(st.integers(0, len(held) - 1))
    what = data.draw(st.sampled_from(("change", "take", "put", "cut", "append")))
    byte = bytes([data.draw(st.integers(0, 255))])
    changed = {
        "change": held[:at] + byte + held[at + 1 :],
        "take": held[:at] + held[at + 1 :],
        "put": held[:at] + byte + held[at:],
        "cut": held[:at],
        "append": held + byte,
    }[what]
    try:
        file.write_bytes(changed)
        assert is_told(copied) == (changed != held), (name, what, at)
    finally:
        file.write_bytes(held)


@MANY
@given(st.data())
def test_whatever_is_put_beside_the_files_is_told(copied: Path, data: st.DataObject) -> None:
    folder = copied / data.draw(st.sampled_from(("", "data", "people", "charts", "assets", "new", "data/new", ".git")))
    name = data.draw(st.one_of(st.sampled_from((*PROOFS, ".hidden", "index.html ", "INDEX.HTML", "Thumbs.db", "a\nb", "\udcff")),
                               st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)))  # fmt: skip
    place = folder / name
    if name in (".", "..") or len(os.fsencode(name)) > 200 or os.path.lexists(place):
        return
    made = [p for p in (folder, folder.parent) if not p.exists()]
    kind = data.draw(st.sampled_from(("file", "empty file", "folder", "link to a file", "link to a folder", "link to nothing")))  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if kind == "folder":
            place.mkdir()
        elif kind.startswith("link"):
            place.symlink_to({"link to a file": copied / "press.txt", "link to a folder": copied / "data"}.get(kind, copied / "none"))  # fmt: skip
        else:
            place.write_bytes(b"" if kind == "empty file" else b"x")
        assert is_told(copied), (place, kind)
    finally:
        place.rmdir() if kind == "folder" else place.unlink()
        for one in made:
            one.rmdir()


@MANY
@given(st.data())
def test_any_file_that_is_missing_or_in_the_place_of_another_is_told(copied: Path, data: st.DataObject) -> None:
    here, there = data.draw(st.lists(st.sampled_from(paths(copied)), min_size=2, max_size=2, unique=True))
    one, two = copied / here, copied / there
    aside = copied.parent / "aside"
    one.rename(aside)
    try:
        assert is_told(copied)
        one.symlink_to(aside)
        assert is_told(copied)
        one.unlink()
        shutil.copyfile(two, one)
        if aside.read_bytes() != two.read_bytes():
            assert is_told(copied)
        one.unlink()
        one.mkdir()
        assert is_told(copied)
        one.rmdir()
    finally:
        aside.rename(one)


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file_and_what_cannot_be_looked_into_is_told(copied: Path) -> None:
    os.mkfifo(copied / "data" / "pipe")
    assert is_told(copied)
    (copied / "data" / "pipe").unlink()
    (copied / "shut" / "in").mkdir(parents=True)
    (copied / "shut" / "in" / "note.txt").write_text("x", encoding="utf-8")
    (copied / "shut").chmod(0)
    assert is_told(copied)
    (copied / "shut").chmod(0o700)
    shutil.rmtree(copied / "shut")


def test_a_release_whose_folder_is_a_link_is_the_release(copied: Path) -> None:
    link = copied.parent / "link"
    link.symlink_to(copied)
    assert verify_release(link).number == 1
    link.unlink()
