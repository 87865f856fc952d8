"""A machine that fails in the middle: the disk is full, a file vanishes, a folder is locked. Nothing is lost, the next run finishes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bad_files import GOOD

from testimonia import Study
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.domain.capture import RawCapture
from testimonia.domain.setaside import Reason, SetAside

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from testimonia.cli import main
sys.argv = ["testimonia", *sys.argv[2:]]
main()
"""


def articles(folder: Path, number: int) -> Path:
    """So many articles, no two alike."""
    folder.mkdir()
    for n in range(number):
        text = (
            GOOD.replace("Leila Mansouri", f"Leila M{'aeiou'[n % 5]}ns{'aeiou'[n // 5 % 5]}ri")
            + f"\nShe stayed for {n + 2} weeks in a house by the river, she said.\n" * 30
        )
        (folder / f"{n:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_full_disk(tmp_path: Path) -> None:
    """The store may not grow beyond what a full disk lets it: a message, no traceback; with room again, the same bytes as ever."""
    source = articles(tmp_path / "articles", 25)
    with Study.init(tmp_path / "undisturbed") as study:
        study.run([source])
        expected = study.bundle()
    Study.init(tmp_path / "study").close()
    most = (tmp_path / "study/study.db").stat().st_size + 200_000
    command = [sys.executable, "-c", LIMITED, str(most), "run", str(tmp_path / "study"), str(source)]
    full = subprocess.run(command, capture_output=True, text=True, check=False)
    assert full.returncode not in (0, 1), full.stderr
    assert "Traceback" not in full.stderr
    assert "disk" in full.stderr, full.stderr
    with Study.open(tmp_path / "study") as study:
        assert study._desk.store.verify() == 0
        study.run([source])
        assert study.bundle() == expected


def test_a_file_that_vanishes_while_the_folder_is_read(tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 3)
    found: list[RawCapture | SetAside] = []
    for one in capture(
        [str(folder)], CaptureOptions(), CaptureTools(clock=lambda: "2015-06-01T00:00:00Z", warc=lambda data: iter(()))
    ):
        if not found:
            (folder / "01.txt").unlink()
        found.append(one)
    kept = [one.capture.source for one in found if isinstance(one, RawCapture)]
    assert kept == ["articles/00.txt", "articles/02.txt"]
    gone = [(one.source, one.reason) for one in found if isinstance(one, SetAside)]
    assert gone == [("articles/01.txt", Reason.VANISHED)]
