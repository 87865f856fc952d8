"""A piece of work in a process of its own, where another processor is free. Whatever that process does not answer for, this one does itself."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, ParamSpec, TypeVar

from testimonia.pipeline.another import begun
from testimonia.pipeline.language import in_language

P = ParamSpec("P")
R = TypeVar("R")
_HELPER = "from testimonia.pipeline.errand import run_out; run_out()"


class Errands:
    """Hands in other processes, which end with the block. What they say is said in the study's language `code`.

    `is_worth`: whether a process is started at all; that takes about half a second of the processor.
    """

    def __init__(self, study: Path, code: str, *, is_worth: bool) -> None:
        self._study, self._code, self._is_worth = study, code, is_worth and (os.cpu_count() or 1) > 1
        self._room = tempfile.TemporaryDirectory(prefix="testimonia-") if self._is_worth else None
        # more processes than processors bring nothing, and each has its own memory
        self._turn = threading.Semaphore(max(1, (os.cpu_count() or 1) - 1))
        self._begun: list[Errand[Any]] = []

    def __enter__(self) -> Errands:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for errand in self._begun:
            errand.stop()
        for errand in self._begun:
            errand.join()
        if self._room:
            self._room.cleanup()

    def begin(self, work: Callable[P, R], *args: P.args, **options: P.kwargs) -> Callable[[], R]:
        """See `Hands`."""
        if self._room is None:
            return partial(work, *args, **options)
        errand = Errand(self._study, self._code, Path(self._room.name), self._turn, partial(work, *args, **options))
        self._begun.append(errand)
        return errand.result


class Errand(Generic[R]):
    """One of them, and the thread that hands it over when it is its turn.

    `room`: for files that are there while it is done; they go even where the process is killed. What is asked and what is answered are files without a name,
    which nobody else finds: of a large study neither has room in memory besides all else.
    """

    def __init__(self, study: Path, code: str, room: Path, turn: threading.Semaphore, work: Callable[[], R]) -> None:
        self._study, self._code, self._room, self._turn, self._work = study, code, room, turn, work
        self._answer: IO[bytes] | None = None
        self._files = ExitStack()
        self._is_stopped = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._take_turn, daemon=True)
        self._thread.start()

    def result(self) -> R:
        """What came of it; what it raised is raised here, as it is done again here."""
        self._thread.join()
        if self._answer:
            try:
                self._answer.seek(0)
                told: R = pickle.load(self._answer)  # noqa: S301 - from a process of ours
                return told
            except (OSError, ValueError, EOFError, pickle.PickleError, MemoryError):
                pass
        return self._work()

    def stop(self) -> None:
        """Ends it, whatever it is doing."""
        self._is_stopped = True
        if self._process:
            self._process.kill()

    def join(self) -> None:
        """Waits until nothing is done any more; what came of it is gone then."""
        self._thread.join()
        self._files.close()

    def _take_turn(self) -> None:
        with self._turn:
            if not self._is_stopped:
                self._hand_over()

    def _hand_over(self) -> None:
        try:
            answer = self._files.enter_context(tempfile.TemporaryFile(dir=self._room))  # noqa: SIM115 - entered here
            with tempfile.TemporaryFile(dir=self._room) as asked:
                pickle.dump((self._study, self._code, self._work), asked, protocol=pickle.HIGHEST_PROTOCOL)
                asked.seek(0)
                self._process = begun(_HELPER, asked, answer, TMPDIR=str(self._room))
            if self._is_stopped:  # meanwhile: then it was not there yet to be ended
                self._process.kill()
            if self._process.wait() == 0:
                self._answer = answer
        except (OSError, ValueError, TypeError, AttributeError, pickle.PickleError, MemoryError):
            return


def run_out() -> None:
    """The other process: what to do from standard input, what came of it to standard output."""
    study, code, work = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that began this one
    with in_language(study, code):
        done = work()
    pickle.dump(done, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
