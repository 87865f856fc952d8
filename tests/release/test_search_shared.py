"""A large release is searched by several processes: they find what one finds, and no file escapes when one of them dies."""

from __future__ import annotations

import pytest

from testimonia.errors import ReleaseError
from testimonia.pipeline import release_search
from testimonia.study.shield.secrets import Secrets

SECRETS = Secrets([("Marzouq al-Qasir", "P-1"), ("Wendeline Halloran", "somebody")], shown=("Omid Qasir",))


def files(count: int, *, planted: int) -> dict[str, bytes]:
    """So many files of several sizes; every so manieth holds a name."""
    return {
        f"people/p{i}.html": f"<p>{'word ' * (i * 37 % 500)}{'Marzouq <b>al-Qasir</b>' if i % planted == 0 else 'Omid Qasir'}</p>".encode()
        for i in range(count)
    }


def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_search, "BATCH", 3_000)
    held = files(120, planted=7)
    alone = release_search._found(held, SECRETS, 10**9)
    assert len({leak.where.split(" (")[0] for leak in alone}) == 18
    assert release_search._found(held, SECRETS, 0) == alone


@pytest.mark.parametrize("line", ["raise SystemExit(1)", "import sys; sys.stdin.buffer.read(200); raise SystemExit(1)",
                                  "import os; os.write(1, b'no answer at all')"])  # fmt: skip
def test_what_a_helper_does_not_answer_for_is_searched_all_the_same(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(release_search, "BATCH", 3_000)
    monkeypatch.setattr(release_search, "_HELPER", line)
    held = files(60, planted=5)
    assert release_search._found(held, SECRETS, 0) == release_search._found(held, SECRETS, 10**9)


def test_a_file_that_cannot_be_looked_into_is_told_by_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_search, "BATCH", 3_000)
    held = files(40, planted=50) | {"also/broken.zip": b"PK\x03\x04 and no more"}
    for large in (0, 10**9):
        with pytest.raises(ReleaseError, match="cannot be searched") as told:
            release_search._found(held, SECRETS, large)
        assert told.value.where == "also/broken.zip"


def test_every_file_is_in_one_batch() -> None:
    held = files(50, planted=3)
    batches = release_search._batches(held)
    assert sorted(path for batch in batches for path, _ in batch) == sorted(held)
