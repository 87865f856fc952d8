"""While people answer nothing looks through the whole study for garbage; when nobody does, it is looked through after all."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator

import pytest

from testimonia.web.calm import AGAIN, QUIET, Calm
from testimonia.web.server import _bound


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    held = gc.get_threshold()
    yield
    gc.set_threshold(*held)
    gc.unfreeze()


def test_what_is_there_is_set_aside_and_the_old_are_left_alone() -> None:
    held = [[] for _ in range(1000)]
    calm, before = Calm(), gc.get_threshold()
    calm.begin()
    assert gc.get_freeze_count() >= len(held)
    assert gc.get_threshold()[:2] == before[:2] and gc.get_threshold()[2] > 100 * before[2]
    frozen = gc.get_freeze_count()
    more = [[n] for n in range(1000)]
    calm.settled()
    assert gc.get_freeze_count() >= frozen + len(more)


def test_all_is_looked_through_when_nobody_asks() -> None:
    now = [0.0]
    calm = Calm(lambda: now[0])
    calm.begin()
    ring: list[object] = []
    ring.append(ring)
    calm.settled()
    now[0] = AGAIN + 1
    calm.asked()
    now[0] += QUIET - 1
    assert not calm.rest(), "somebody asked a moment ago"
    now[0] += 2
    assert calm.rest()
    assert not calm.rest(), "not twice in a row"
    now[0] += AGAIN + 1
    assert calm.rest()


def test_small_answers_are_sent_at_once() -> None:
    with _bound("127.0.0.1", 0) as bound:
        assert bound.proto == socket.IPPROTO_TCP
        with socket.create_connection(bound.getsockname()) as client, bound.accept()[0] as taken:
            assert taken.proto == socket.IPPROTO_TCP, "by which asyncio sees that it may set TCP_NODELAY"
            assert client.fileno() > 0
