"""A release is made in a draft folder: nobody else looks into it, nothing is left of it that could be taken for a release, and its files are never all in memory."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from plants import PLANTS
from released import publish

from testimonia.errors import ReleaseError, StoreError
from testimonia.pipeline.release_folder import DraftFolder, drafted
from testimonia.pipeline.verify_release import verify_release


def drafts(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.part"))


def test_a_draft_is_for_its_owner_alone_until_it_is_let_out(tmp_path: Path) -> None:
    with drafted(tmp_path / "out") as draft:
        draft.put("pages/one.html", [b"<p>", b"one</p>"])
        assert [stat.S_IMODE(one.stat().st_mode) for one in drafts(tmp_path)] == [0o700]
        assert not (tmp_path / "out").exists()
        draft.let_out()
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o755
    assert (tmp_path / "out/pages/one.html").read_bytes() == b"<p>one</p>"
    assert not drafts(tmp_path)


def test_a_file_can_be_made_from_the_one_that_it_replaces(tmp_path: Path) -> None:
    with drafted(tmp_path / "out") as draft:
        draft.put("page", [b"a\n" * 100_000])
        with draft.open("page") as page:
            draft.put("page", (line.replace(b"a", b"bc") for line in page))
        assert draft["page"][:6] == b"bc\nbc\n" and len(draft["page"]) == 300_000
        assert [entry.path for entry in draft.entries()] == ["page"]


def test_bytes_of_a_file_are_found_as_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"<a>\n<!-- b -->\nc" * 50
    with drafted(tmp_path / "out") as draft:
        draft.put("page", [data])
        monkeypatch.setattr("testimonia.pipeline.release_folder._AT_ONCE", 7)
        held = draft["page"]
        for what in (b"\n", b"-->", b"<!--", b"c<a>", b"nowhere"):
            for start in range(0, 60, 3):
                assert held.find(what, start) == data.find(what, start)
                assert held.rfind(what, start, 500) == data.rfind(what, start, 500)
        assert held[:3] == data[:3] and held[790:] == data[790:] and held[5:2] == b""


def test_what_goes_wrong_leaves_nothing_behind(tmp_path: Path) -> None:
    for error in (KeyboardInterrupt, ReleaseError("no")):
        with (
            pytest.raises(type(error) if isinstance(error, Exception) else error),
            drafted(tmp_path / "new/er/out") as draft,
        ):
            draft.put("page", [b"x"])
            raise error
    assert not list(tmp_path.iterdir())


def test_a_draft_that_a_killed_process_left_goes_and_one_that_is_being_made_stays(tmp_path: Path) -> None:
    dead = tmp_path / ".out.dead.part"
    dead.mkdir()
    (dead / "page").write_bytes(b"x")
    with drafted(tmp_path / "out"):
        living = drafts(tmp_path)
        assert dead not in living and len(living) == 1
        with drafted(tmp_path / "out") as other:
            other.put("page", [b"y"])
            assert len(drafts(tmp_path)) == 2 and living[0] in drafts(tmp_path)
    assert not drafts(tmp_path)


def test_a_release_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be written"), drafted(tmp_path / "file" / "out"):
        pass


def test_a_leak_found_in_the_last_file_lets_nothing_out(study: Path) -> None:
    path, data = PLANTS["EXIF"]()
    also = study.parent / "also" / path.removeprefix("also/")
    also.parent.mkdir(parents=True)
    also.write_bytes(data)
    with pytest.raises(ReleaseError, match="would show a hidden name"):
        publish(study, "new/second", also=study.parent / "also")
    assert not (study.parent / "new").exists()


class Killed(DraftFolder):
    """Makes the process end as by kill -9 when this file is put."""

    at = ""

    def put(self, path: str, pieces: object) -> None:
        super().put(path, pieces)  # type: ignore[arg-type]
        if path == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("at", ["ledger.json", "people.html", "manifest.json"])
def test_a_kill_leaves_no_release_and_the_next_publication_clears_up(study: Path, at: str) -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[3:]\n"
        "from testimonia.pipeline import release_folder\nimport test_draft\n"
        "test_draft.Killed.at = sys.argv[2]\nrelease_folder.DraftFolder = test_draft.Killed\n"
        "from released import publish\nfrom pathlib import Path\npublish(Path(sys.argv[1]), 'second', signed_by='Bo')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(study), at, str(Path(__file__).parent)], capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not (study.parent / "second").exists()
    (left,) = drafts(study.parent)
    with pytest.raises(ReleaseError):
        verify_release(left)
    again = publish(study, "second", signed_by="Bo")
    assert again.is_new and verify_release(study.parent / "second").number == again.number == 2
    assert not drafts(study.parent)
