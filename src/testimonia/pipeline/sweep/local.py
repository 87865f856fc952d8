"""The units of a sweep on one machine: a pool of processes. One that dies takes one document with it, not the sweep."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

import msgspec

from testimonia.domain.candidate import Tally
from testimonia.domain.setaside import Reason, SetAside
from testimonia.pipeline.sweep.sifted import Account, Task, at, do

DEATHS = 20
"""Documents of one unit over which a process may die; then the rest of the unit is set aside."""
Step = Callable[[Task, Account], None]


def sift(tasks: Sequence[Task], workers: int, step: Step) -> None:
    """Does all tasks; `step` hears of each that is done."""
    left = {task.key: task for task in tasks}

    def through(task: Task, account: Account) -> None:
        del left[task.key]
        step(task, account)

    try:
        _together(list(tasks), workers, through)
    except BrokenProcessPool:
        # Which of them killed its process nobody can say: those begun are done one by one, in a process each.
        for task in [task for task in left.values() if at(task).exists()]:
            through(task, _alone(task))
        if left:
            sift(list(left.values()), workers, step)


def _together(tasks: list[Task], workers: int, through: Step) -> None:
    if workers <= 1 and len(tasks) == 1:
        workers = 1
    pool = _pool(workers)
    try:
        queue = iter(tasks)
        running: dict[Future[Account], Task] = {}
        for task in queue:
            running[pool.submit(do, task)] = task
            if len(running) < 2 * workers:
                continue
            _reap(running, through)
        while running:
            _reap(running, through)
    except BaseException:
        for process in list(pool._processes.values()):  # a stopped sweep does not wait for its files
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()


def _reap(running: dict[Future[Account], Task], through: Step) -> None:
    ready, _ = wait(running, return_when=FIRST_COMPLETED)
    broken = None
    for future in ready:
        task = running.pop(future)
        try:
            through(task, future.result())
        except BrokenProcessPool as error:
            broken = error
    if broken:
        raise broken


def _alone(task: Task) -> Account:
    """Does one task, passing over the documents that kill."""
    for _ in range(DEATHS):
        try:
            with _pool(1) as pool:
                return pool.submit(do, task).result()
        except BrokenProcessPool:
            number = int(at(task).read_text() or 0)
            task = msgspec.structs.replace(task, skip=(*task.skip, number))
    return given_up(task)


def given_up(task: Task) -> Account:
    """The account of a unit that kills whatever reads it: set aside as a whole."""
    why = SetAside(
        stage="sift",
        subject=task.unit.name,
        source=task.unit.name,
        reason=Reason.FAILED,
        detail=f"{DEATHS} of its documents killed the process that read them; the file is left",
    )
    return Account(name=task.unit.name, tally=Tally(read=1, set_aside={"sift failed": 1}), told=(why,))


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_quiet)


def _quiet() -> None:
    """Ctrl-C is for the sweep as a whole, which then stops us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
