"""The page of history says that the chain holds: once for each event, over no lock of the readers, and never of a log that was changed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testimonia.api import Study
from testimonia.errors import TamperError
from testimonia.web.house import House
from testimonia.web.proof import Proof

SignIn = Callable[[str | None], Any]


def decide(study: Path, times: int) -> None:
    with Study.open(study) as held:
        people = held.snapshot().persons
        for n in range(times):
            held.memo(people[n % len(people)].id, f"note {n}", by="lead")


def change(study: Path, statement: str) -> None:
    with sqlite3.connect(next(study.glob("*.db"))) as store:
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {name}")
        store.execute(statement)


def test_what_was_verified_is_gone_on_from(study: Path) -> None:
    proof = Proof(study)
    assert (proof.now().events, proof.now().head) == (0, "")
    decide(study, 3)
    first = proof.now()
    decide(study, 2)
    with Study.open(study) as held:
        assert proof.now() == held.verify() == held.verify(first)
        assert held.verify().events == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET reason = 'another' WHERE number = 4",
        "DELETE FROM decisions WHERE number = 4",
        "DELETE FROM decisions WHERE number > 2",
        "UPDATE decisions SET hash = 'ff' WHERE number = 3",
    ],
    ids=["a new event changed", "a new event taken out", "cut off before what was verified", "the last verified event changed"],
)  # fmt: skip
def test_a_changed_log_is_told(study: Path, statement: str) -> None:
    decide(study, 3)
    proof = Proof(study)
    assert proof.now().events == 3
    if "number = 4" in statement:
        decide(study, 2)
    change(study, statement)
    with pytest.raises(TamperError):
        proof.now()


def test_an_old_event_changed_is_told_by_the_whole_verification(study: Path) -> None:
    decide(study, 3)
    proof = Proof(study)
    proof.now()
    change(study, "UPDATE decisions SET reason = 'another' WHERE number = 1")
    with Study.open(study) as held, pytest.raises(TamperError, match="decision 1"):
        held.verify()
    with pytest.raises(TamperError):
        Proof(study).now()


def test_the_page_verifies_while_readers_are_held_up(study: Path, team: House) -> None:
    decide(study, 3)
    done = threading.Event()

    def verify() -> None:
        assert team.proof.now().events == 3
        done.set()

    with team.office.looking():  # somebody reads for long
        reader = threading.Thread(target=verify, daemon=True)
        reader.start()
        assert done.wait(60)


def test_the_page_counts_what_it_does_not_tell(team: House, sign_in: SignIn) -> None:
    person = team.office.board().snapshot.persons[0].id
    for n in range(205):
        event = team.office.decide(lambda study, n=n: study.memo(person, f"note {n}", by="lead"), follow=False)  # type: ignore[misc]
    assert team.office.wait_for(event.number, 60)
    last = team.office.decide(lambda study: study.include(person, by="coder"), follow=False)
    client = sign_in("lead")
    for _ in range(2):  # the board may be behind at first, and is not at last
        page = client.get("/history").text
        assert '<span class="soft">206</span>' in page and page.count('<li id="n') == 200
        assert "The chain of 206 hashes holds" in page
        only = client.get("/history?by=coder").text
        assert '<span class="soft">1</span>' in only
        assert '<span class="soft">205</span>' in client.get("/history?kind=memo").text
        assert team.office.wait_for(last.number, 60)
    assert client.get("/history?since=2001&until=2002").text.count('<li id="n') == 0
