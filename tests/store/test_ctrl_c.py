"""Ctrl-C at every single step of the store's work: what is half done is undone, the lock is free, the same session works on."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from testimonia.domain.origin import OriginLink
from testimonia.errors import StoreError
from testimonia.store import create_store, lock, open_store, results, session, shield
from testimonia.store.shield import Shield
from testimonia.store.sql import SqlStore
from testimonia.store.statement import text

NewUrl = Callable[[], str]
ITEM = OriginLink(article="d", origin="d")
WATCHED = frozenset(str(module.__file__) for module in (lock, results, session, shield))


class Finger:
    """Presses Ctrl-C (a real one) before the given instruction of the watched files, counted from 0."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> Finger:
        frame.f_trace_opcodes = frame.f_code.co_filename in WATCHED
        if event == "opcode":
            self.seen += 1
            if self.seen == self.at + 1:
                signal.raise_signal(signal.SIGINT)
        return self

    def watch(self, work: Callable[..., None], *arguments: Any) -> None:
        before = sys.gettrace()
        sys.settrace(self)
        try:
            work(*arguments)
        finally:
            sys.settrace(before)


def write_two(store: SqlStore, name: str) -> None:
    """One block of the kind that a stage makes of every item."""
    with store.exclusive(), store.transaction():
        store.put("s", f"a{name}", "f", ITEM)
        store.put("s", f"b{name}", "f", ITEM)


def steps(store: SqlStore) -> int:
    finger = Finger(-1)
    finger.watch(write_two, store, "counted")
    return finger.seen


def test_at_every_instruction(new_store_url: NewUrl) -> None:
    """Also at those where the interpreter would never let a signal in: so the next version of it may."""
    url = new_store_url()
    store, other = create_store(url), open_store(url)
    number = steps(store)
    assert number > 500
    for at in range(0, number, 1 if store._is_sqlite else 7):
        with pytest.raises(KeyboardInterrupt):
            Finger(at).watch(write_two, store, f"{at}")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        names = store.done("s", [f"a{at}", f"b{at}"])
        assert len(names) in (0, 2), at
        other.put("s", "other", "f", ITEM)  # BusyError where the lock was kept
    write_two(store, "last")
    assert {"alast", "blast", "other"} <= set(other.done("s"))
    store.close()
    other.close()


@pytest.fixture(params=["transaction", "exclusive", "reading"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_callers_own_code_is_stopped_at_once(new_store_url: NewUrl, kind: str) -> None:
    """A block that would last for ever, were Ctrl-C to wait for its end."""
    url = new_store_url()
    store, other = create_store(url), open_store(url)
    with pytest.raises(KeyboardInterrupt), getattr(store, kind)():
        signal.raise_signal(signal.SIGINT)
        threading.Event().wait()
    other.put("s", "x", "f", ITEM)
    assert list(store.done("s")) == ["x"]
    store.close()
    other.close()


def test_reading_at_every_instruction(new_store_url: NewUrl) -> None:
    store = create_store(new_store_url())
    write_two(store, "")

    def look() -> None:
        with store.reading():
            assert len(list(store.all("s", OriginLink))) == store.count("s") == 2

    finger = Finger(-1)
    finger.watch(look)
    for at in range(0, finger.seen, 1 if store._is_sqlite else 7):
        with pytest.raises(KeyboardInterrupt):
            Finger(at).watch(look)
        look()
    store.close()


def test_pressed_twice_it_breaks_into_a_server_that_does_not_answer(postgres: Any) -> None:
    url = postgres.new_database()
    store, other, third = create_store(url), open_store(url), open_store(url)
    finger = threading.Thread(target=_press_twice, args=(store, third))
    finger.start()
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.put("s", "x", "f", ITEM)
        store._rows(text("SELECT pg_sleep(100000)"))
    finger.join()
    with pytest.raises(StoreError, match="connection to the store was lost"):
        store.put("s", "y", "f", ITEM)
    store.close()
    while not _free(other):
        pass  # the server learns a moment later that nobody is there any more
    assert other.done("s") == {}
    other.close()


def _press_twice(store: SqlStore, third: SqlStore) -> None:
    """Once the server sleeps; and again once the first was held back."""
    main = threading.main_thread().ident
    assert main is not None
    while not third._rows(text("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")):
        pass
    signal.pthread_kill(main, signal.SIGINT)
    while not store._shield._held:
        pass
    signal.pthread_kill(main, signal.SIGINT)
    third.close()


def _free(store: SqlStore) -> bool:
    try:
        with store.exclusive():
            return True
    except StoreError:
        return False


def test_whoever_lost_the_lock_with_the_connection_does_not_write_on(postgres: Any) -> None:
    url = postgres.new_database()
    store, other = create_store(url), open_store(url)
    with store.exclusive():
        store.put("s", "x", "f", ITEM)
        other._rows(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
        for _ in range(2):
            with pytest.raises(StoreError):
                store.put("s", "y", "f", ITEM)
    with pytest.raises(StoreError, match=r"lost[\s\S]*run it again"):
        store.put("s", "z", "f", ITEM)
    assert list(other.done("s")) == ["x"]
    store.close()
    other.close()


@pytest.fixture
def presses() -> Iterator[list[int]]:
    """Who listens to Ctrl-C in a way of their own, and what they heard."""
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    yield heard
    signal.signal(signal.SIGINT, before)


def test_who_handles_ctrl_c_in_their_own_way_is_heard(tmp_path: Any, presses: list[int]) -> None:
    store = create_store(f"sqlite:///{tmp_path}/study.db")
    number = steps(store)
    Finger(number // 2).watch(write_two, store, "x")
    assert presses == [signal.SIGINT]
    assert set(store.done("s")) == {"acounted", "bcounted", "ax", "bx"}
    store.close()


def test_where_nobody_listens_nothing_is_held_back() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as under nohup
    try:
        with Shield():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_thread_is_never_interrupted(tmp_path: Any) -> None:
    store = create_store(f"sqlite:///{tmp_path}/study.db")
    seen: list[Any] = []

    def work() -> None:
        with store.transaction():
            seen.append(signal.getsignal(signal.SIGINT))
            write_two(store, "x")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
    assert set(store.done("s")) == {"ax", "bx"}
    store.close()
