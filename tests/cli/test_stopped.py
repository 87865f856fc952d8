"""Ctrl-C, kill -9 and a second process: the store stays whole, and the next run finishes the job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_study import Terminal, write_many

from testimonia import Study
from testimonia.store import open_store

NUMBER = 40


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    home = tmp_path_factory.mktemp("undisturbed")
    articles = write_many(home / "articles", NUMBER)
    with Study.init(home / "study") as study:
        study.run([articles])
        return articles, study.bundle()


def start(study: Path, articles: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "testimonia.cli", "run", str(study), str(articles)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(study: Path, stage: str, number: int, process: subprocess.Popen[str]) -> None:
    """Until the stage has done so many items."""
    store = open_store(f"sqlite:///{study}/study.db")
    try:
        while len(store.done(stage)) < number:
            assert process.poll() is None, process.communicate()
            time.sleep(0.005)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("stage", "how"), [("clean", signal.SIGKILL), ("detect", signal.SIGKILL), ("clean", signal.SIGINT)]
)
def test_a_stopped_run_is_finished_by_the_next(
    terminal: Terminal, tmp_path: Path, undisturbed: tuple[Path, bytes], stage: str, how: signal.Signals
) -> None:
    articles, expected = undisturbed
    study = tmp_path / "study"
    Study.init(study).close()
    process = start(study, articles)
    wait_for(study, stage, 3, process)
    process.send_signal(how)
    _, err = process.communicate()
    if how is signal.SIGINT:
        assert process.returncode == 130, err
        assert "stopped; run again to go on" in err
        assert "Traceback" not in err
    with Study.open(study) as held:
        assert 3 <= len(held._desk.store.done(stage)) < NUMBER
        assert held._desk.store.verify() == 0
        new = {outcome.stage: outcome.new for outcome in held.run([articles])}
        assert new["capture"] == 0
        assert 0 < new[stage] <= NUMBER - 3
        assert held.bundle() == expected


def test_a_second_process_is_told_who_is_at_work(terminal: Terminal, study: Path) -> None:
    with Study.open(study) as held, held._desk.store.exclusive():
        ended = terminal("run", study)
        assert ended.code == 6
        assert str(os.getpid()) in ended.err
        assert terminal("decide", study, "undo", "1").code == 7  # what is refused anyway needs no lock
        terminal.ok("status", study)
        terminal.ok("show", study, "count.individuals")
    terminal.ok("run", study)
