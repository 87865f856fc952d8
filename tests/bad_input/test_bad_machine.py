"""A machine that fails in the middle: the disk is full, a file vanishes, a folder is locked. Nothing is lost, the next run finishes."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from small import new_study, write_articles

from testimonia import Study
from testimonia.adapters import warc
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.domain.capture import RawCapture
from testimonia.domain.setaside import Reason, SetAside
from testimonia.errors import StoreError

OPTIONS = CaptureOptions()
TOOLS = CaptureTools(clock=lambda: "2015-06-01T00:00:00Z", warc=warc.records)
OWN_DISK = ["unshare", "--map-root-user", "--mount"]
# A real disk that is full, where this machine lets us mount one; files that may not grow, everywhere.
DISKS = [
    "limit",
    *(["tmpfs"] if subprocess.run([*OWN_DISK, "true"], check=False, capture_output=True).returncode == 0 else []),
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("undisturbed")
    articles = write_articles(home / "articles", 8)
    with Study.open(new_study(home / "study")) as study:
        study.run([articles])
        return {
            "study": home / "study",
            "articles": articles,
            "bundle": study.bundle().decode(),
            "report": study.report.read_text("utf-8"),
        }


@pytest.mark.parametrize("disk", DISKS)
def test_a_full_disk(tmp_path: Path, undisturbed: dict[str, Any], disk: str) -> None:
    """Wherever it strikes: a message, no traceback; with room again, the same bytes as ever."""
    program = [
        sys.executable,
        str(Path(__file__).with_name("full_disk.py")),
        str(undisturbed["articles"]),
        str(tmp_path),
        disk,
    ]
    if disk == "tmpfs":
        mounted = f"mount -t tmpfs -o size=8m none {shlex.quote(str(tmp_path))} && exec {shlex.join(program)}"
        program = [*OWN_DISK, "sh", "-c", mounted]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for code, words in (told["begun"], *(story["full"] for story in told["stories"])):
        assert code == 5, told
        assert "Traceback" not in words
        assert "disk" in words
        assert "next:" in words
    for story in told["stories"]:
        assert story["bundle"] == undisturbed["bundle"]
        assert story["report"] == undisturbed["report"]


FULL = ("status STUDY >/dev/full", "--help >/dev/full", "run STUDY >/dev/full", "run STUDY 2>/dev/full")


@pytest.mark.parametrize("words", FULL)
def test_an_output_that_is_full(undisturbed: dict[str, Any], words: str) -> None:
    study = shlex.quote(str(undisturbed["study"]))
    command = f"{shlex.quote(sys.executable)} -m testimonia.cli {words.replace('STUDY', study)}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert "No space left on device" in done.stderr or "2>" in words
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_file_is_exported_wholly_or_not_at_all(undisturbed: dict[str, Any], tmp_path: Path) -> None:
    """A pipe is written to; a folder in the way, and a disk that is full, leave what was there."""
    pipe, out = tmp_path / "pipe", tmp_path / "study.json"
    os.mkfifo(pipe)
    out.write_text("the one of yesterday")
    with Study.open(undisturbed["study"]) as study:
        reading = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
        study.export("bundle", pipe)
        assert reading.communicate()[0].decode() == undisturbed["bundle"]
        with pytest.raises(StoreError, match="cannot be written"):
            study.export("bundle", tmp_path)
    limited = [sys.executable, str(Path(__file__).with_name("full_disk.py")), "limited", "1000"]
    export = ["export", str(undisturbed["study"]), "--format", "bundle", "--out", str(out)]
    done = subprocess.run([*limited, *export], capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipe", "study.json"]
    assert out.read_text() == "the one of yesterday"


def test_folders_one_may_not_read(tmp_path: Path) -> None:
    """Root may read everything: a process that is nobody reads."""
    with tempfile.TemporaryDirectory(prefix="testimonia-locked-") as name:
        home = Path(name)
        home.chmod(0o755)
        folder = write_articles(home / "articles", 3)
        (folder / "inner").mkdir()
        (folder / "inner").chmod(0)
        (folder / "01.txt").chmod(0)
        found = list(capture([str(folder)], OPTIONS, TOOLS)) if os.geteuid() else as_nobody(folder)
        (folder / "inner").chmod(0o755)
    assert [one.capture.source for one in found if isinstance(one, RawCapture)] == [
        "articles/00.txt",
        "articles/02.txt",
    ]
    asides = {one.source: (one.reason, one.detail) for one in found if isinstance(one, SetAside)}
    assert asides == {
        "articles/01.txt": (Reason.UNREADABLE, "the file cannot be read: Permission denied"),
        "articles/inner": (Reason.UNREADABLE, "the folder cannot be read: Permission denied"),
    }


def as_nobody(folder: Path) -> list[RawCapture | SetAside]:
    os.seteuid(65534)
    try:
        return list(capture([str(folder)], OPTIONS, TOOLS))
    finally:
        os.seteuid(0)


def test_files_that_vanish_or_grow_while_the_folder_is_read(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", 4)
    (folder / "inner").mkdir()
    (folder / "inner/10.txt").write_text("Never seen.")
    found: list[RawCapture | SetAside] = []
    for one in capture([str(folder)], OPTIONS, TOOLS):
        if not found:
            (folder / "01.txt").unlink()
            (folder / "02.txt").write_bytes(b"")
            shutil.rmtree(folder / "inner")
        found.append(one)
    kept = [one.capture.source for one in found if isinstance(one, RawCapture)]
    assert kept == ["articles/00.txt", "articles/03.txt"]
    asides = [(one.source, one.reason) for one in found if isinstance(one, SetAside)]
    assert asides == [
        ("articles/01.txt", Reason.VANISHED),
        ("articles/02.txt", Reason.EMPTY),
        ("articles/inner", Reason.VANISHED),
    ]
