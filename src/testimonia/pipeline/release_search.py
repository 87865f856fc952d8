"""Looks for hidden names in every file that is to leave the house; of a large release on all processors, each file in one process.

files, secrets -> nothing, or a ReleaseError with every place. What a process does not answer for, this one looks into itself.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from typing import IO, Any

import msgspec

from testimonia.adapters.peel import peel
from testimonia.errors import ReleaseError
from testimonia.study.shield import Leak, Secrets
from testimonia.study.shield.leaks import Search

LARGE = 24_000_000
"""Bytes of a release that is worth a second process: starting one takes as long as to search a megabyte or two."""
BATCH = 2_000_000
"""Small files are handed over together up to so many bytes."""
MOST = 8
"""So many processes at most, each with one batch in hand."""
TOLD = 20
"""So many leaks are told in words; the rest are counted."""

Batch = list[tuple[str, bytes]]
Told = dict[str, "list[Leak] | Closed"]
_SIZE = struct.Struct("<Q")
_HELPER = "from testimonia.pipeline.release_search import help_out; help_out()"


class Closed(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A file that cannot be looked into, and so cannot go out."""

    where: str
    what: str
    got: str


def searched(files: Mapping[str, bytes], secrets: Secrets, done: str = "published") -> None:
    """ReleaseError with every place where a hidden name was found, however it is written there; never the name."""
    found = _found(files, secrets)
    if found:
        lines = [f"{one.where}: a name of {one.owner}, {one.how}" for one in found]
        more = [f"and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
        raise ReleaseError(
            f"nothing is {done}: {len(found)} place{'s' * (len(found) > 1)} would show a hidden name",
            where="disclosure check",
            got="\n            ".join([*lines[:TOLD], *more]),
            expected="no form of a hidden name in any file, in any spelling",
            hint="take it out of the file, memo or reason; is it a common word? then the setting `disclosure` decides",
        )


def _found(files: Mapping[str, bytes], secrets: Secrets, large: int = LARGE) -> list[Leak]:
    """Every leak of every file, in order, whichever process found it."""
    waiting = deque(_batches(files))
    told: Told = {}
    helpers = min(os.cpu_count() or 1, MOST, len(waiting)) - 1 if sum(map(len, files.values())) > large else 0
    threads = [threading.Thread(target=_handed_over, args=(waiting, told, secrets)) for _ in range(helpers)]
    for thread in threads:
        thread.start()
    search = Search(secrets)
    while batch := _next(waiting):
        told |= _looked_into(batch, search)
    for thread in threads:
        thread.join()
    told |= _looked_into([(path, data) for path, data in files.items() if path not in told], search)
    closed = sorted(one for one in told.values() if isinstance(one, Closed))
    if closed:
        raise ReleaseError(
            closed[0].what,
            where=closed[0].where,
            got=closed[0].got,
            hint="leave it out, or save it anew without a password",
        )
    return sorted({leak for one in told.values() if not isinstance(one, Closed) for leak in one})


def _next(waiting: deque[Batch]) -> Batch | None:
    """The next batch that nobody has taken."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _batches(files: Mapping[str, bytes]) -> list[Batch]:
    """All files once: the largest first, each by itself; small ones together."""
    made: list[Batch] = []
    size = BATCH
    for path, data in sorted(files.items(), key=lambda one: (-len(one[1]), one[0])):
        if size + len(data) > BATCH:
            made.append([])
            size = 0
        made[-1].append((path, data))
        size += len(data)
    return made


def _looked_into(batch: Batch, search: Search) -> Told:
    """What was found in each file, or why it could not be looked into."""
    told: Told = {}
    for path, data in batch:
        try:
            told[path] = search.leaks(peel(path, data))
        except ReleaseError as error:
            told[path] = Closed(what=error.what, where=error.where, got=str(error.got or ""))
    return told


# -- another process
def _handed_over(waiting: deque[Batch], told: Told, secrets: Secrets) -> None:
    """Has a helper look into one batch after the other, as long as it answers."""
    path = os.pathsep.join(dict.fromkeys(one for one in sys.path if one))
    try:
        helper = subprocess.Popen(  # noqa: S603 - this interpreter with a line of ours
            [sys.executable, "-c", _HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
    except (OSError, ValueError):
        return
    assert helper.stdin is not None
    assert helper.stdout is not None
    try:
        _send(helper.stdin, secrets)
        while batch := _next(waiting):
            _send(helper.stdin, [(path, len(data)) for path, data in batch])
            for _, data in batch:
                helper.stdin.write(data)  # as they are: a copy of a large file is as large
            helper.stdin.flush()
            told |= _receive(helper.stdout)
    except (OSError, EOFError, pickle.PickleError, OverflowError, MemoryError):
        return  # its batch is looked into at the end
    finally:
        helper.kill()
        helper.communicate()


def help_out() -> None:
    """The helper: secrets, then batches from standard input; what was found in each to standard output, until the input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    try:
        search = Search(_receive(stdin))
        while True:
            _send(stdout, _looked_into([(path, _read(stdin, size)) for path, size in _receive(stdin)], search))
    except (EOFError, BrokenPipeError):
        return


def _send(stream: IO[bytes], what: object) -> None:
    data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    return pickle.loads(_read(stream, _SIZE.unpack(head)[0]))  # noqa: S301 - from a process of ours


def _read(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
