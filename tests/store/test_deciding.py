"""Many people decide at once: every event is in the log once, in one chain; who comes later on the same question is told; a run is no obstacle."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from testimonia import Study
from testimonia.domain.decision import Exclude, Include
from testimonia.errors import BusyError, ConflictError, StoreError
from testimonia.store import create_store, open_store

NewUrl = Callable[[], str]
WRITERS, EACH = 6, 12


def test_threads_and_processes_append_to_one_chain(new_store_url: NewUrl) -> None:
    url = new_store_url()
    create_store(url).close()
    faults: list[BaseException] = []

    def write(name: str) -> None:
        store = open_store(url)
        try:
            for n in range(EACH):
                store.append(Include(appearance=f"{name}-{n}"), by=name, reason="", at="2026-05-03T12:00:00Z")
        except BaseException as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=write, args=(f"thread{n}",)) for n in range(WRITERS // 2)]
    processes = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(WRITE), url, f"process{n}", str(EACH)])
        for n in range(WRITERS // 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait() for process in processes] == [0] * len(processes)
    assert faults == []
    store = open_store(url)
    assert store.verify() == WRITERS * EACH
    assert Counter(event.by for event in store.decisions()) == Counter(
        dict.fromkeys({x.by for x in store.decisions()}, EACH)
    )
    assert len({e.action.appearance for e in store.decisions() if isinstance(e.action, Include)}) == WRITERS * EACH
    store.close()


WRITE = """
    import sys
    from testimonia.domain.decision import Include
    from testimonia.store import open_store

    store = open_store(sys.argv[1])
    for n in range(int(sys.argv[3])):
        store.append(Include(appearance=f"{sys.argv[2]}-{n}"), by=sys.argv[2], reason="", at="2026-05-03T12:00:00Z")
    store.close()
"""


def test_a_decision_does_not_wait_for_a_run_and_results_do(new_store_url: NewUrl) -> None:
    url = new_store_url()
    running, desk = create_store(url), open_store(url)
    with running.exclusive():
        running.put("s", "x", "f", Include(appearance="x"))
        desk.append(Include(appearance="a"), by="ann", reason="", at="2026-05-03T12:00:00Z")
        with pytest.raises(BusyError):
            desk.put("s", "y", "f", Include(appearance="y"))
        running.append(Exclude(appearance="a"), by="bo", reason="r", at="2026-05-03T12:00:01Z")
    assert [event.by for event in desk.decisions(after=0)] == ["ann", "bo"]
    assert [event.by for event in desk.decisions(after=1)] == ["bo"]
    assert desk.head() == (2, list(desk.decisions())[-1].hash) and desk.verify() == 2
    with pytest.raises(RuntimeError), desk.deciding():
        desk.append(Include(appearance="b"), by="ann", reason="", at="2026-05-03T12:00:02Z")
        raise RuntimeError
    assert running.verify() == 2, "taken back with its block"
    desk.freeze()
    with pytest.raises(StoreError, match="past"):
        desk.append(Include(appearance="c"), by="ann", reason="", at="2026-05-03T12:00:03Z")
    running.close()
    desk.close()


def _answer(folder: str, url: str, who: str, seen: int, barrier: object, told: object) -> None:
    """One analyst, in a process of their own: answers the same question as all others, from the same state."""
    with Study.open(folder) as study:
        person = study.snapshot().persons[0].id
        barrier.wait(60)  # type: ignore[attr-defined]
        try:
            event = study.exclude(person, by=who, reason=f"so says {who}", seen=seen)
            told.put((who, "recorded", event.number))  # type: ignore[attr-defined]
        except ConflictError as error:
            told.put((who, "told", error.theirs))  # type: ignore[attr-defined]


def test_of_many_who_answer_one_question_at_once_one_is_recorded_and_all_others_are_told(
    new_store_url: NewUrl, tmp_path: Path
) -> None:
    article = tmp_path / "cook.txt"
    article.write_text(COOK, "utf-8")
    url = new_store_url()
    with Study.init(tmp_path / "study", store=url) as study:
        study.run([article])
        assert study.snapshot().persons
    context = multiprocessing.get_context("spawn")
    barrier, told = context.Barrier(4), context.Queue()
    team = [
        context.Process(target=_answer, args=(str(tmp_path / "study"), url, f"coder{n}", 0, barrier, told))
        for n in range(4)
    ]
    for one in team:
        one.start()
    found = [told.get(timeout=120) for _ in team]
    for one in team:
        one.join()
    (recorded,) = [one for one in found if one[1] == "recorded"]
    assert [number for _, what, number in found if what == "told"] == [recorded[2]] * 3
    with Study.open(tmp_path / "study") as study:
        (event,) = study.history()
        assert (event.by, event.reason) == (recorded[0], f"so says {recorded[0]}")
        assert study.verify().events == 1


COOK = """Former Islamic State cook speaks out

By Nora Whitfield, Prairie Herald, 2 May 2015

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist."
"""
