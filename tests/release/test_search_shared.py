"""A large release is searched by several processes: they find what one finds, and no file escapes when one of them dies."""

from __future__ import annotations

import pytest

from testimonia.errors import ReleaseError
from testimonia.pipeline import release_search
from testimonia.pipeline.release_search import Searching
from testimonia.study.shield import Leak
from testimonia.study.shield.secrets import Secrets

ALONE, SHARED = 10**9, 0
"""From so many bytes on a second process helps."""

SECRETS = Secrets([("Marzouq al-Qasir", "P-1"), ("Wendeline Halloran", "somebody")], shown=("Omid Qasir",))


def files(count: int, *, planted: int) -> dict[str, bytes]:
    """So many files of several sizes; every so manieth holds a name."""
    return {
        f"people/p{i}.html": f"<p>{'word ' * (i * 37 % 500)}{'Marzouq <b>al-Qasir</b>' if i % planted == 0 else 'Omid Qasir'}</p>".encode()
        for i in range(count)
    }


def found(held: dict[str, bytes], large: int) -> list[Leak]:
    """What a search finds that is told of one file after the other."""
    with Searching(held, SECRETS, large) as search:
        for path in held:
            search.add(path)
        return search.found()


def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_search, "BATCH", 3_000)
    held = files(120, planted=7)
    alone = found(held, ALONE)
    assert len({leak.where.split(" (")[0] for leak in alone}) == 18
    assert found(held, SHARED) == alone


@pytest.mark.parametrize("line", ["raise SystemExit(1)", "import sys; sys.stdin.buffer.read(200); raise SystemExit(1)",
                                  "import os; os.write(1, b'no answer at all')"])  # fmt: skip
def test_what_a_helper_does_not_answer_for_is_searched_all_the_same(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(release_search, "BATCH", 3_000)
    monkeypatch.setattr(release_search, "_HELPER", line)
    held = files(60, planted=5)
    assert found(held, SHARED) == found(held, ALONE)


def test_a_file_that_cannot_be_looked_into_is_told_by_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_search, "BATCH", 3_000)
    held = files(40, planted=50) | {"also/broken.zip": b"PK\x03\x04 and no more"}
    for large in (SHARED, ALONE):
        with pytest.raises(ReleaseError, match="cannot be searched") as told:
            found(held, large)
        assert told.value.where == "also/broken.zip"


def test_every_file_is_in_one_batch() -> None:
    held = files(50, planted=3)
    waiting = release_search.Waiting()
    for path, data in held.items():
        waiting.put(release_search.Part(path, 0, len(data), is_whole=True))
    waiting.close()
    batches = list(iter(waiting.take, []))
    assert sorted(part.path for batch in batches for part in batch) == sorted(held)


def test_a_search_that_is_given_up_leaves_no_process_behind() -> None:
    held = files(60, planted=5)
    with pytest.raises(ZeroDivisionError), Searching(held, SECRETS, SHARED) as search:
        search.add("people/p0.html")
        helpers = list(search._helpers)
        raise ZeroDivisionError
    assert helpers and all(one._process is None or one._process.returncode is not None for one in helpers)
