"""A team's desk whose pages are made by a reading room apart, on SQLite and on PostgreSQL: many answer at once, and the room may break off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_signs import HOST, PASSWORD
from load_study import multiply
from starlette.testclient import TestClient

from testimonia.api import Study
from testimonia.domain.decision import Decision
from testimonia.errors import ConflictError, DecisionError, TestimoniaError
from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office
from testimonia.web.room import Apart, Told

ANALYSTS, EACH = 8, 6


@pytest.fixture
def stored(made: Path, tmp_path: Path, new_store_url: Callable[[], str]) -> Path:
    """The small study in either database."""
    multiply(made, tmp_path / "team", 1, new_store_url())
    accounts = Accounts(tmp_path / "team")
    accounts.put("admin", "admin", names=True, password=PASSWORD)
    accounts.put("lead", "lead", names=True, password=PASSWORD)
    return tmp_path / "team"


@pytest.fixture
def house(stored: Path) -> Iterator[House]:
    hosts = frozenset({"127.0.0.1"})
    told = Told(folder=stored, hosts=hosts, user="", secure=False, cookie="desk", has_accounts=True)
    office = Office(stored, Apart(told))
    try:
        yield House(office, hosts=hosts, accounts=Accounts(stored))
    finally:
        office.close()


def browser_of(house: House, name: str = "lead") -> TestClient:
    client = TestClient(app(house), base_url=HOST, follow_redirects=False)
    session = house.sessions.begin(name, Accounts(house.office.folder).all()[name].role, names=True)
    client.cookies.set(house.cookie, session.id)
    client.headers["X-CSRF-Token"] = session.csrf
    return client


def test_every_page_comes_from_the_room_and_an_answer_shows_on_the_next(house: House, stored: Path) -> None:
    client = browser_of(house)
    with Study.open(stored) as study:
        state, agenda = study.snapshot(), study.agenda()
        question = next(one for one in agenda.waiting() if one.kind == "coding")
        coding = agenda.task(question, 1, study.article).choices[0].arguments["coding"]
    paths = ["/", "/queue", "/articles", "/persons", "/codebook", "/rounds", "/history", "/api/status", "/api/queue"]
    paths += [f"/person/{state.persons[0].id}", f"/article/{state.articles[0].id}", "/api/openapi.json", "/login"]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get("/person/P-nobody").status_code == 404
    assert browser_of(house, "admin").get("/accounts").status_code == 200
    answered = client.post("/api/decide/accept", json={"coding": coding, "asked": question.id})
    assert answered.status_code == 201
    assert question.id not in {one["question"]["id"] for one in client.get("/api/queue?limit=500").json()["tasks"]}
    assert client.get("/api/history").json()["entries"][0]["hash"] == answered.json()["hash"]


def test_those_who_come_at_once_share_a_commit_and_are_told_apart(house: House, stored: Path) -> None:
    with Study.open(stored) as study:
        people = [p.id for p in study.snapshot().persons]
    told: list[Decision | TestimoniaError] = []

    def answer(name: str) -> None:
        for number in range(EACH):
            for way in (
                lambda study, n=number: study.include(people[n % len(people)], by=name, seen=0),
                lambda study: study.include("P-nobody", by=name),
            ):
                try:
                    told.append(house.office.decide(way, follow=False))
                except TestimoniaError as error:
                    told.append(error)

    analysts = [threading.Thread(target=answer, args=(f"analyst{n}",)) for n in range(ANALYSTS)]
    for one in analysts:
        one.start()
    for one in analysts:
        one.join()
    recorded = [one for one in told if isinstance(one, Decision)]
    refused = [one for one in told if isinstance(one, ConflictError)]
    unknown = [one for one in told if isinstance(one, DecisionError) and not isinstance(one, ConflictError)]
    assert len(unknown) == ANALYSTS * EACH
    assert len(recorded) + len(refused) == ANALYSTS * EACH
    assert refused, "who came later on the same person was told"
    with Study.open(stored) as study:
        assert study.verify().events == len(recorded)
        assert {e.number: e.hash for e in study.history()} == {e.number: e.hash for e in recorded}


def test_a_memo_on_a_question_and_a_draw_which_need_the_whole_study(house: House, stored: Path) -> None:
    client = browser_of(house)
    with Study.open(stored) as study:
        question = study.agenda().waiting()[0].id
    assert client.post("/api/decide/memo", json={"on": question, "text": "odd"}).status_code == 201
    assert client.post("/api/decide/memo", json={"on": "?nothing", "text": "odd"}).status_code == 422
    drawn = client.post("/api/decide/draw", json={"name": "one", "coders": ["lead", "admin"], "n": 1})
    assert drawn.status_code == 201, drawn.text
    assert client.get("/round/one").status_code == 200
    with Study.open(stored) as study:
        assert [entry.kind for entry in study.history()] == ["memo", "round"]


def test_a_room_that_breaks_off_is_opened_again_and_no_decision_waits_for_it(house: House, stored: Path) -> None:
    client, room = browser_of(house), house.office.room
    assert isinstance(room, Apart)
    with Study.open(stored) as study:
        person = study.snapshot().persons[0].id
    room._process.kill()
    room._process.wait()
    assert client.post("/api/decide/include", json={"id": person}).status_code == 201
    until = time.monotonic() + 60
    while (found := client.get("/")).status_code == 503 and time.monotonic() < until:
        time.sleep(0.1)
    assert found.status_code == 200
