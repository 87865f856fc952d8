"""Looks for hidden names in every file that is to leave the house, each in one process; other processors begin while the release is still made.

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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, NamedTuple

import msgspec

from testimonia.adapters.peel import peel, peel_part
from testimonia.adapters.peel.parts import Data, parts_of
from testimonia.errors import ReleaseError
from testimonia.pipeline.another import begun
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

Files = Mapping[str, Data]
_SIZE = struct.Struct("<Q")
_HELPER = "from testimonia.pipeline.release_search import help_out; help_out()"


class Part(NamedTuple):
    """What is looked into at once: a file, or a part of a large text."""

    path: str
    start: int
    stop: int
    is_whole: bool


Batch = list[Part]
Told = dict[Part, "list[Leak] | Closed"]


class Closed(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A file that cannot be looked into, and so cannot go out."""

    where: str
    what: str
    got: str


def searched(files: Files, secrets: Secrets, done: str = "published") -> None:
    """ReleaseError with every place where a hidden name was found, however it is written there; never the name."""
    with Searching(files, secrets) as search:
        for path in files:
            search.add(path)
        search.finish(done)


class Searching:
    """A search through files that come one after the other; others look into those that are there while the next are made."""

    def __init__(self, files: Files, secrets: Secrets, large: int = LARGE) -> None:
        self._files, self._secrets, self._large = files, secrets, large
        self._all: Batch = []
        self._told: Told = {}
        self._size = 0
        self._waiting = Waiting()
        self._helpers: list[Helper] = []

    def __enter__(self) -> Searching:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.close(drop=True)
        for helper in self._helpers:
            helper.stop()

    def add(self, path: str) -> None:
        """A file that is as it goes out."""
        data = self._files[path]
        parts = parts_of(data)
        for start, stop in parts:
            self._waiting.put(Part(path, start, stop, len(parts) == 1))
        self._all += (Part(path, start, stop, len(parts) == 1) for start, stop in parts)
        self._size += len(data)
        if self._size > self._large and not self._helpers:
            number = min(os.cpu_count() or 1, MOST) - 1
            self._helpers = [Helper(self._waiting, self._files, self._secrets, self._told) for _ in range(number)]

    def finish(self, done: str = "published") -> None:
        """Looks into the rest. ReleaseError where something was found."""
        found = self.found()
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

    def found(self) -> list[Leak]:
        """Every leak of every file, in order, whichever process found it."""
        self._waiting.close()
        search = Search(self._secrets)
        while batch := self._waiting.take():
            self._told |= _looked_into(_read(batch, self._files), search)
        for helper in self._helpers:
            helper.join()
        left = [part for part in self._all if part not in self._told]
        self._told |= _looked_into(_read(left, self._files), search)
        self._look_again(search)
        closed = sorted(one for one in self._told.values() if isinstance(one, Closed))
        if closed:
            raise ReleaseError(
                closed[0].what,
                where=closed[0].where,
                got=closed[0].got,
                hint="leave it out, or save it anew without a password",
            )
        return sorted({leak for one in self._told.values() if not isinstance(one, Closed) for leak in one})

    def _look_again(self, search: Search) -> None:
        """What was found in a part of a file holds where it is found in the whole: a name that is shown may have been cut in two."""
        again = {part.path for part, told in self._told.items() if told and not part.is_whole}
        for path in sorted(again):
            self._told = {part: told for part, told in self._told.items() if part.path != path}
            whole = Part(path, 0, len(self._files[path]), is_whole=True)
            self._told |= _looked_into(_read([whole], self._files), search)


class Waiting:
    """The batches that nobody has taken yet; small files are put together."""

    def __init__(self) -> None:
        self._batches: deque[Batch] = deque()
        self._last: Batch = []
        self._size = 0
        self._is_closed = False
        self._changed = threading.Condition()

    def put(self, part: Part) -> None:
        """One more to be looked into."""
        with self._changed:
            size = part.stop - part.start
            if self._last and self._size + size > BATCH:
                self._hand_over()
            self._last.append(part)
            self._size += size

    def close(self, *, drop: bool = False) -> None:
        """Nothing more comes; `drop`: and nothing of what waits is wanted any more."""
        with self._changed:
            if drop:
                self._batches.clear()
                self._last = []
            if self._last:
                self._hand_over()
            self._is_closed = True
            self._changed.notify_all()

    def take(self) -> Batch:
        """The next batch, when there is one; an empty one when nothing more comes."""
        with self._changed:
            while not self._batches and not self._is_closed:
                self._changed.wait()
            return self._batches.popleft() if self._batches else []

    def _hand_over(self) -> None:
        self._batches.append(self._last)
        self._last, self._size = [], 0
        self._changed.notify()


def _read(batch: Iterable[Part], files: Files) -> Iterator[tuple[Part, bytes]]:
    """Each part with what stands in it."""
    for part in batch:
        yield part, files[part.path][part.start : part.stop]


def _looked_into(batch: Iterable[tuple[Part, bytes]], search: Search) -> Told:
    """What was found in each part, or why it could not be looked into."""
    told: Told = {}
    for part, data in batch:
        try:
            texts = peel(part.path, data) if part.is_whole else peel_part(part.path, data, is_first=not part.start)
            told[part] = search.leaks(texts)
        except ReleaseError as error:
            told[part] = Closed(what=error.what, where=error.where, got=str(error.got or ""))
    return told


# -- another process
class Helper:
    """A process that looks into one batch after the other, as long as it answers, and the thread that hands them over."""

    def __init__(self, waiting: Waiting, files: Files, secrets: Secrets, told: Told) -> None:
        self._waiting, self._files, self._secrets, self._told = waiting, files, secrets, told
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Waits until it is through."""
        self._thread.join()

    def stop(self) -> None:
        """Ends it, whatever it is doing."""
        if self._process:
            self._process.kill()
        self._thread.join()

    def _work(self) -> None:
        try:
            self._process = begun(_HELPER)
        except (OSError, ValueError):
            return
        try:
            self._hand_over(self._process)
        except (OSError, ValueError, EOFError, pickle.PickleError, OverflowError, MemoryError):
            return  # its batch is looked into at the end
        finally:
            self._process.kill()
            self._process.communicate()

    def _hand_over(self, helper: subprocess.Popen[bytes]) -> None:
        assert helper.stdin is not None
        assert helper.stdout is not None
        _send(helper.stdin, self._secrets)
        while batch := self._waiting.take():
            _send(helper.stdin, batch)
            for _, data in _read(batch, self._files):
                helper.stdin.write(data)  # as they are: a copy of a large file is as large
            helper.stdin.flush()
            self._told.update(_receive(helper.stdout))


def help_out() -> None:
    """The helper: secrets, then batches from standard input; what was found in each to standard output, until the input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, BrokenPipeError):
        search = Search(_receive(stdin))
        while True:
            batch = _receive(stdin)
            _send(stdout, _looked_into([(part, _exactly(stdin, part.stop - part.start)) for part in batch], search))


def _send(stream: IO[bytes], what: object) -> None:
    data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    return pickle.loads(_exactly(stream, _SIZE.unpack(head)[0]))  # noqa: S301 - from a process of ours


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
