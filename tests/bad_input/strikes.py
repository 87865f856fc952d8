"""Runs of the command in processes of their own, each struck at one exact moment: at the n-th call of one of our functions.

A program by itself, so that it is small, has no threads and may fork: a job as JSON on standard input, what happened as
JSON on standard output.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from small import new_study, rules_alone

import testimonia
from testimonia import Study
from testimonia.cli import main

OURS = str(Path(testimonia.__file__).parent)
WHERE = {"anywhere": OURS, "store": str(Path(OURS) / "store")}
BUSY = 6


class Counter:
    """Counts the calls of functions in files of a folder, and does something at one of them."""

    def __init__(self, folder: str, at: int = -1, strike: Callable[[], None] = lambda: None) -> None:
        self.folder, self.at, self.strike, self.seen = folder, at, strike, 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(self.folder):
            self.seen += 1
            if self.seen == self.at:
                self.strike()


def child(arguments: Sequence[str], log: Path, counter: Counter | None = None) -> int:
    """Starts the command in a process of its own that writes to the log; its id."""
    if pid := os.fork():
        return pid
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    code = 99
    sys.setprofile(counter)
    try:
        main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        sys.setprofile(None)
        if counter:
            log.with_suffix(".count").write_text(str(counter.seen))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def ended(pid: int) -> int:
    """Exit code of a process; minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run(arguments: Sequence[str], log: Path, counter: Counter | None = None) -> tuple[int, str]:
    """Exit code and words of a command."""
    code = ended(child(arguments, log, counter))
    return code, log.read_text("utf-8")


def running(folder: Path) -> list[str]:
    """The command that fills a study."""
    return ["run", str(folder), str(folder.parent / "articles")]


def state(folder: Path) -> dict[str, Any]:
    """What must be the same after every story."""
    with Study.open(folder) as study:
        bundle = study.bundle().decode("utf-8")
        return {"bundle": bundle, "decisions": study._desk.store.verify(), "report": study.report.read_text("utf-8")}


def struck(home: Path, name: str, how: str, counter: Counter, store: str | None) -> dict[str, Any]:
    """One story: a run that is struck, and one that finishes the job."""
    command = running(new_study(home / name, store))
    number = getattr(signal, how)
    counter.strike = lambda: os.kill(os.getpid(), number)
    code, words = run(command, home / f"{name}.log", counter)
    again, then = run(command, home / f"{name}-again.log")
    while again == BUSY and store:  # a server learns a moment later that its client is no more
        again, then = run(command, home / f"{name}-again.log")
    told = {"name": name, "how": how, "at": counter.at, "code": code, "words": words, "again": again, "then": then}
    return {**told, **state(home / name)}


def begun(home: Path, how: str, at: int) -> dict[str, Any]:
    """One story: `init` is struck, and then given again."""
    folder, number = home / f"init-{how}-{at}", getattr(signal, how)
    counter = Counter(OURS, at, lambda: os.kill(os.getpid(), number))
    code, words = run(["init", str(folder)], home / "init.log", counter)
    again, then = run(["init", str(folder)], home / "again.log")
    run(running(rules_alone(folder)), home / "run.log")
    return {"how": how, "at": at, "code": code, "words": words, "again": again, "then": then, **state(folder)}


def stopped(home: Path, at: int) -> dict[str, Any]:
    """One story: a run that holds still in the middle while a second process tries the same study."""
    command = running(new_study(home / "still"))
    pid = child(command, home / "first.log", Counter(WHERE["store"], at, lambda: os.kill(os.getpid(), signal.SIGSTOP)))
    os.waitpid(pid, os.WUNTRACED)
    second = run(command, home / "second.log")
    look = run(["status", str(home / "still")], home / "look.log")
    os.kill(pid, signal.SIGCONT)
    return {"pid": pid, "second": second, "look": look, "first": ended(pid), **state(home / "still")}


def do(job: dict[str, Any]) -> dict[str, Any]:
    """The undisturbed run, then every story of the job."""
    home = Path(job["home"])
    new_study(home / "warm")
    with Study.open(home / "warm") as study:  # what is imported on first use is imported before we fork
        study.run([home / "articles"])
    calls = {}
    for where, folder in WHERE.items():
        code, words = run(running(new_study(home / f"count-{where}")), home / f"count-{where}.log", Counter(folder))
        assert code == 0, words
        calls[where] = int((home / f"count-{where}.count").read_text())
    found = []
    chance = random.Random(job["seed"])
    for number, (where, how, stores) in enumerate(job["strikes"]):
        for at, store in zip(sorted(chance.sample(range(1, calls[where]), len(stores))), stores, strict=True):
            found.append(struck(home, f"{number}-{at}", how, Counter(WHERE[where], at), store))
    run(["init", str(home / "count")], home / "count.log", Counter(OURS))
    number = int((home / "count.count").read_text())
    return {
        "undisturbed": state(home / "warm"),
        "calls": calls,
        "struck": found,
        "begun": [begun(home, how, number * at // 3) for how in ("SIGKILL", "SIGINT") for at in range(1, 3)],
        "stopped": stopped(home, calls["store"] // 2),
    }


if __name__ == "__main__":
    json.dump(do(json.load(sys.stdin)), sys.stdout)
