"""Ctrl-C at any moment: what is half done is undone, the lock is free, and the same session works on."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from testimonia.domain.origin import OriginLink
from testimonia.errors import StoreError
from testimonia.store import create_store, open_store
from testimonia.store.shield import uninterrupted
from testimonia.store.sql import SqlStore

NewUrl = Callable[[], str]
ITEM = OriginLink(article="d", origin="d")


@contextlib.contextmanager
def pressed(after: float, *, times: int = 1, clock: int = signal.ITIMER_REAL) -> Iterator[None]:
    """Ctrl-C after so many seconds of this clock, so many times."""
    number = signal.SIGALRM if clock == signal.ITIMER_REAL else signal.SIGVTALRM

    def press(*_: object) -> None:
        nonlocal times
        times -= 1
        signal.setitimer(clock, after if times else 0)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(number, press)
    signal.setitimer(clock, after)
    try:
        yield
    finally:
        signal.setitimer(clock, 0)
        signal.signal(number, before)


def write_pairs(store: SqlStore, name: str) -> None:
    for n in range(100_000):
        store.done("s")
        with store.transaction():
            store.put("s", f"a{name}-{n}", "f", ITEM)
            store.put("s", f"b{name}-{n}", "f", ITEM)


def test_anywhere_in_a_loop_of_writes(new_store_url: NewUrl) -> None:
    url = new_store_url()
    store, other = create_store(url), open_store(url)
    for turn in range(60):
        # Of the processor's time, not the wall's: in the middle of the loop also where the machine is busy.
        with pytest.raises(KeyboardInterrupt), pressed(0.002 + 0.0003 * turn, clock=signal.ITIMER_VIRTUAL):
            write_pairs(store, f"{turn}")
        done = set(store.done("s"))
        assert {name[1:] for name in done if name[0] == "a"} == {name[1:] for name in done if name[0] == "b"}
        other.put("s", "last", "f", ITEM)  # BusyError where the lock was kept
        other.drop("s", ["last"])
    with store.transaction():
        store.put("s", "last", "f", ITEM)
    assert "last" in other.done("s")
    store.close()
    other.close()


def test_a_long_block_can_be_stopped(new_store_url: NewUrl) -> None:
    store = create_store(new_store_url())
    for block in (store.transaction, store.exclusive, store.reading):
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt), pressed(0.05), block():
            time.sleep(20)
        assert time.monotonic() - began < 10
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.put("s", "x", "f", ITEM)
        raise KeyboardInterrupt
    assert store.done("s") == {}
    store.put("s", "y", "f", ITEM)
    assert list(store.done("s")) == ["y"]
    store.close()


def test_pressed_twice_it_breaks_into_a_statement_that_hangs(postgres: object) -> None:
    store = create_store(postgres.new_database())  # type: ignore[attr-defined]
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), pressed(0.3, times=2), store.transaction():
        store.put("s", "x", "f", ITEM)
        store._rows(text("SELECT pg_sleep(60)"))
    assert time.monotonic() - began < 30
    assert store.done("s") == {}
    store.put("s", "y", "f", ITEM)
    assert list(store.done("s")) == ["y"]
    store.close()


def test_whoever_lost_the_lock_with_the_connection_does_not_write_on(postgres: object) -> None:
    url = postgres.new_database()  # type: ignore[attr-defined]
    store, other = create_store(url), open_store(url)
    with store.exclusive():
        store.put("s", "x", "f", ITEM)
        other._rows(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
        with pytest.raises(StoreError):
            store.put("s", "y", "f", ITEM)
        with pytest.raises(StoreError, match="connection to the store was lost"):
            store.put("s", "y", "f", ITEM)
    store.put("s", "z", "f", ITEM)
    assert list(store.done("s")) == ["x", "z"]
    store.close()
    other.close()


def test_a_connection_that_is_replaced_has_the_same_rules(tmp_path: object) -> None:
    store = create_store(f"sqlite:///{tmp_path}/study.db")
    store._connection.invalidate()
    store._connection.rollback()
    assert store._rows(text("PRAGMA foreign_keys")) == [(1,)]
    store.close()


def test_one_press_waits_and_a_second_does_not() -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        steps.append("through")
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        steps.append("never")
    assert steps == ["through"]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as under nohup
    try:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
