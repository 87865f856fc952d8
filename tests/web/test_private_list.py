"""A person shown by name who stands on the team's private list is shown nowhere: pages, programs, exports, report, release, replay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testimonia.adapters.peel import peel
from testimonia.api import Study
from testimonia.domain.exchange import FORMATS
from testimonia.domain.person import Person, Status
from testimonia.study.disclosure import is_named, shown_name
from testimonia.web.house import House
from testimonia.web.rights import ROUTES

SignIn = Callable[[str | None], Any]
NAME = "Yusuf Haddad"
"""Of an invented person, shown by name but for the list."""
NAMESAKE = "Mongi Haddad"
"""Somebody else in another article of the demo, who is not on the list."""
PARTS = ("Yusuf", "Haddad", "HADDAD", "haddad")


@pytest.fixture
def study(study: Path) -> Path:
    """The desk's study, in which somebody speaks of him in every way there is; then he is put on the list."""
    with Study.open(study) as held:
        person = him(held)
        assert is_named(person, held.snapshot().settings) and person.name == NAME
        held.include(person.id, by="lead", reason=f"{NAME} is a case")
        held.memo(person.id, f"ask {NAME} again", by="lead")
        held.correct(person.id, "name", NAME, by="lead")
        held.draw("pilot", coders=["coder", "lead"], by="lead")
        unit = next(u for u in held.assignments("pilot", "coder") if u.appearance in person.appearances)
        quote = next(p for p in held.article(unit.article).text.split("\n\n") if "Haddad" in p)
        held.answer("pilot", unit.appearance, [{"code": "leaving/corruption", "quote": quote}], by="coder")
        held.answer("pilot", unit.appearance, [], by="lead")
        task = next((t for t in held.queue() if person.id == t.question.person), None)
        if task is not None:
            held.ask(task.question.id, "admin", f"is it {NAME}?", by="lead")
        held.run()
    (study / "private_names.txt").write_text("# nobody may read\n  Haddad, Yusuf \nYusuf Haddad\n", encoding="utf-8")
    return study


def him(held: Study) -> Person:
    return next(p for p in held.snapshot().persons if p.name == NAME)


def addresses(team: House) -> list[str]:
    """Every page there is, about him and his article where it is about somebody."""
    board = team.office.board()
    person = next(p for p in board.snapshot.persons if p.name == NAME)
    article = person.appearances[0].partition("@")[0]
    ids = {"/person/{id}": [p.id for p in board.snapshot.persons], "/unit/{name}/{id}": person.appearances}
    figures = [f.id for f in board.findings.figures if person.id in f.members]
    found = []
    for method, path in ROUTES:
        if method == "GET" and "static" not in path and path != "/login":
            many = figures if path == "/figure/{id}" else ids.get(path, [article])
            found += [path.replace("{id}", id).replace("{name}", "pilot") for id in (many if "{id}" in path else [""])]
    questions = [f"/queue?q={q.id}" for q in board.waiting() if set(q.appearances) & set(person.appearances)]
    return [*found, *questions, f"/article/{article}?beside=1", "/then?when=2", f"/persons?words={NAME}", "/persons?status=included", "/api/queue?limit=500"]  # fmt: skip


@pytest.mark.parametrize("who", ["admin", "sealed-admin"])
def test_no_page_and_no_answer_to_a_program_shows_the_name(team: House, sign_in: SignIn, who: str) -> None:
    client = sign_in(who)
    leaks, fine = [], 0
    for where in addresses(team):
        answer = client.get(where)
        fine += answer.status_code == 200
        body = answer.text.replace("/persons?words=", "").replace(NAMESAKE, "")
        leaks += [(where, part, body[max(0, body.index(part) - 60) : body.index(part) + 60]) for part in PARTS if part in body]  # fmt: skip
    assert leaks == []
    assert fine > 30


def test_others_stay_readable_and_offsets_hold(team: House, sign_in: SignIn) -> None:
    board = team.office.board()
    other = next(p for p in board.snapshot.persons if p.name and p.shown is None and p.status is not Status.EXCLUDED)
    client = sign_in("admin")
    assert other.name in client.get(f"/person/{other.id}").text
    hidden = next(p for p in board.snapshot.persons if p.name == NAME)
    page = client.get(f"/article/{hidden.appearances[0].partition('@')[0]}").text
    assert "██████" in page and "who had done nothing" in page
    assert f"Person {hidden.id.removeprefix('P-')}" in page


def test_an_error_does_not_tell_it_either(team: House, sign_in: SignIn) -> None:
    client = sign_in("admin")
    told = client.post("/api/decide/include", json={"id": NAME}, headers={"X-CSRF-Token": client.csrf})
    assert told.status_code == 422 and "Haddad" not in told.text
    assert int(told.headers["content-length"]) == len(told.content)
    form = client.post("/decide/include", data={"csrf": client.csrf, "id": NAME})
    assert form.status_code == 422 and "Haddad" not in form.text


def test_who_is_taken_off_the_list_is_shown_again(team: House, sign_in: SignIn, study: Path) -> None:
    (study / "private_names.txt").unlink()
    with Study.open(study) as held:
        person = him(held)
        assert person.shown is None and shown_name(person, held.snapshot().settings) == NAME
    event = team.office.decide(lambda held: held.memo(person.id, "well", by="lead"))
    assert team.office.wait_for(event.number, 60)
    assert NAME in sign_in("admin").get(f"/person/{person.id}").text


def said(*files: Path) -> str:
    return "\n".join(text for p in files for _, text in peel(p.name, p.read_bytes()))


@pytest.mark.parametrize("format", [f for f in FORMATS if f != "bundle"])
def test_no_export_shows_the_name(study: Path, tmp_path: Path, format: str) -> None:
    with Study.open(study) as held:
        files = held.export(format, tmp_path / "out" if format == "csv" else tmp_path / f"study.{format}")
        assert not is_named(him(held), held.snapshot().settings)
        with held.at(3) as past:
            assert not is_named(him(past), past.snapshot().settings), "nor as it stood"
    assert [part for part in PARTS if part in said(*files)] == []


def test_neither_report_nor_release_shows_the_name(study: Path, tmp_path: Path) -> None:
    with Study.open(study) as held:
        held.run()
        held.release(tmp_path / "release", signed_by="lead")
    files = [p for folder in (study / "report", tmp_path / "release") for p in folder.rglob("*") if p.is_file()]
    assert len(files) > 10
    leaks = [(p.name, part) for p in files for part in PARTS if part in said(p)]
    assert leaks == []
