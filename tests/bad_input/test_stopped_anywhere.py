"""Ctrl-C and kill -9 anywhere, a second process on the same study: the store stays whole, the next run finishes the job."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small import write_articles

SEED = 58
EACH = 4


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, postgres: Any) -> dict[str, Any]:
    """Everything that happened, in one go: the processes are forked from one that has all in memory."""
    home = tmp_path_factory.mktemp("strikes")
    write_articles(home / "articles", 6)
    job = {
        "home": str(home),
        "seed": SEED,
        "strikes": [
            *((where, how, [None] * EACH) for where in ("anywhere", "store") for how in ("SIGKILL", "SIGINT")),
            *(("store", how, [postgres.new_database() for _ in range(2)]) for how in ("SIGKILL", "SIGINT")),
        ],
    }
    program = [sys.executable, str(Path(__file__).with_name("strikes.py"))]
    done = subprocess.run(program, input=json.dumps(job), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_moments_lie_in_the_midst_of_the_work(told: dict[str, Any]) -> None:
    assert told["calls"]["anywhere"] > told["calls"]["store"] > 500
    assert len({(one["name"], one["at"]) for one in told["struck"]}) == len(told["struck"]) == 4 * EACH + 4


def test_kill_9(told: dict[str, Any]) -> None:
    killed = [one for one in told["struck"] if one["how"] == "SIGKILL"]
    assert [one["code"] for one in killed] == [-signal.SIGKILL] * len(killed)


def test_ctrl_c_says_that_it_stopped(told: dict[str, Any]) -> None:
    for one in told["struck"]:
        if one["how"] == "SIGINT":
            assert one["code"] == 130, one
            assert one["words"].endswith("\nstopped; run again to go on\n"), one
            assert "Traceback" not in one["words"], one


def test_the_next_run_finishes_the_job(told: dict[str, Any]) -> None:
    """The same bundle, byte for byte, and the same report as of a run that nothing disturbed."""
    for one in told["struck"]:
        assert one["again"] == 0, one["then"]
        assert one["decisions"] == 0
        for what in ("bundle", "report"):
            assert one[what] == told["undisturbed"][what], (one["name"], one["at"], what)


def test_a_beginning_that_was_stopped_can_be_begun_again(told: dict[str, Any]) -> None:
    for one in told["begun"]:
        assert one["code"] in (130, -signal.SIGKILL), one
        assert "Traceback" not in one["words"]
        assert one["again"] == 0 or "there is already a study here" in one["then"], one
        assert one["bundle"] == told["undisturbed"]["bundle"], one["at"]


def test_a_second_process_is_told_who_is_at_work_and_disturbs_nothing(told: dict[str, Any]) -> None:
    story = told["stopped"]
    code, words = story["second"]
    assert code == 6
    assert f"process {story['pid']} holds it" in words
    assert "another process is working on this study" in words
    assert "wait until it is through" in words
    assert story["look"][0] == 0, story["look"][1]
    assert story["first"] == 0
    assert story["bundle"] == told["undisturbed"]["bundle"]
