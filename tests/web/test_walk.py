"""2,000 concurrent decisions by ten clients, and the server killed in between: nothing that was acknowledged is lost."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_signs import PASSWORD
from walkers import Client, Walker

from testimonia.api import Study
from testimonia.web.rights import Role

DECISIONS, CLIENTS, KILLS = 2000, 10, 3


@contextmanager
def serving(study: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "testimonia.cli", "serve", str(study), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert re.match(r"http://", process.stdout.readline())  # type: ignore[union-attr]
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_random_walk_with_kill_9_in_between(study: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Study.open(study) as held:
        state = held.snapshot()
        things = {"people": [p.appearances[0] for p in state.persons], "codings": [k.id for k in state.codings]}
    names = [name for role in list(Role)[1:] for name in (role.value, f"sealed-{role.value}")]
    names = [names[n % len(names)] for n in range(CLIENTS)]
    left = [DECISIONS]
    walkers = [Walker(Client(port, name, PASSWORD), things, left, seed) for seed, name in enumerate(names)]
    for kill in range(KILLS + 1):
        with serving(study, port) as process:
            if kill == 0:
                for walker in walkers:
                    walker.start()
            goal = DECISIONS * (KILLS - kill) // (KILLS + 1)
            while left[0] > goal:
                assert process.poll() is None
                time.sleep(0.02)
            if kill < KILLS:
                process.send_signal(signal.SIGKILL)
            else:
                for walker in walkers:
                    walker.join(60)
    acknowledged = {number: hash for walker in walkers for number, hash in walker.acknowledged.items()}
    assert sum(len(w.acknowledged) for w in walkers) == len(acknowledged) >= DECISIONS
    assert set(Counter(s for w in walkers for s in w.statuses)) <= {201, 422, 409}
    with Study.open(study) as held:
        log = {entry.number: entry.hash for entry in held.history()}
        assert held.verify().events == len(log)
        # One whose answer was on its way when the server died may be in the log without anybody having been told.
        assert len(acknowledged) <= len(log) <= len(acknowledged) + KILLS * CLIENTS
        assert {number: log[number] for number in acknowledged} == acknowledged
        now = held.snapshot()
        with held.at(len(log)) as replayed:
            then = replayed.snapshot()
    assert now.persons == then.persons
    assert now.codings == then.codings
    assert now.count == then.count
