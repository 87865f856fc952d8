"""What can be wrong with a store's file or server, and what the user then reads."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from testimonia.domain.origin import OriginLink
from testimonia.errors import StoreError
from testimonia.store import create_store, open_store

LINK = OriginLink(article="d", origin="d", reasons=("x" * 4000,))


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: for the block, be somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    path.write_bytes(b"these are my notes, not a database " * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        open_store(url_of(path))


def test_an_empty_file_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    path.touch()
    with pytest.raises(StoreError, match="no study's store"):
        open_store(url_of(path))


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    store = create_store(url_of(path))
    for n in range(50):
        store.put("s", str(n), "f", LINK)
    store.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        open_store(url_of(path)).done("s")


def test_a_full_disk_stops_in_words_and_nothing_written_is_lost(tmp_path: Path) -> None:
    store = create_store(url_of(tmp_path / "study.db"))
    store._say("PRAGMA max_page_count = 60")
    done = 0
    with pytest.raises(StoreError, match="full"):
        for done in range(1000):
            store.put("s", str(done), "f", LINK)
    store._say("PRAGMA max_page_count = 100000")
    assert len(store.done("s")) == done > 0
    store.put("s", "more", "f", LINK)
    store.close()


def test_a_folder_one_may_not_write_to() -> None:
    home = Path(tempfile.mkdtemp(prefix="testimonia-ro-"))
    try:
        create_store(url_of(home / "study.db")).close()
        home.chmod(0o555)
        (home / "study.db").chmod(0o444)
        with as_nobody(), pytest.raises(StoreError, match=r"who owns|may read and write"):
            open_store(url_of(home / "study.db")).put("s", "x", "f", LINK)
    finally:
        home.chmod(0o755)
        shutil.rmtree(home)


def test_no_server_there_and_no_password_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTIMONIA_STORE_PASSWORD", "hunter2secret")
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://ann:other3secret@127.0.0.1:1/study")
    assert "cannot be reached" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", ""])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(StoreError, match="no address"):
        open_store(url)
