"""What changed since somebody was last here: from their session before this one, never from what they did themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_signs import HOST
from starlette.testclient import TestClient

from testimonia.api import Study
from testimonia.review.answers import answered_by
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office
from testimonia.web.returns import FILE, Mark, Returns, digest

NEW = """<html><head><title>Baker Idris Qabbani on his year with Islamic State</title></head><body><article>
<h1>Baker Idris Qabbani on his year with Islamic State</h1>
<p>URFA, 9 June 2015. Idris Qabbani, 31, a Syrian who fought for Islamic State in Raqqa, left the group in May and spoke to us.</p>
<p>"I left because they killed Muslims who had done nothing," Qabbani said. "I saw them flog a boy."</p></article></body></html>"""
SignIn = Callable[[str | None], Any]


def mark(session: str, events: int) -> Mark:
    return Mark(at="2026-01-01T00:00:00Z", session=digest(session), events=events, order=0)


def test_the_session_before_this_one_counts_until_one_says_that_one_has_seen_it(tmp_path: Path) -> None:
    held = Returns(tmp_path)
    assert held.come("ana", mark("a", 1)) is None
    assert held.come("ana", mark("a", 2)) is None
    for events in (5, 6):  # through the whole of the second session
        before = held.come("ana", mark("b", events))
        assert before is not None
        assert before.events == 2
    held.caught_up("ana")
    assert Returns(tmp_path).come("ana", mark("b", 7)).events == 6  # type: ignore[union-attr]
    assert held.come("ben", mark("c", 7)) is None
    path = tmp_path / FILE
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("{damaged")
    assert held.come("ana", mark("d", 8)) is None


def test_no_session_can_be_taken_over_by_the_file(team: House, sign_in: SignIn) -> None:
    client = sign_in("lead")
    assert client.get("/").status_code == 200
    assert client.cookies[team.cookie] not in (team.office.folder / FILE).read_text()


@pytest.fixture
def grown(study: Path, tmp_path: Path) -> Iterator[House]:
    """A desk that ana saw once; since, an article came in and ben decided, as she did herself."""
    first = Office(study)
    house = House(first, hosts=frozenset({"127.0.0.1"}), user="ana")
    client = TestClient(app(house), base_url=HOST)
    assert "Since you were here" not in client.get(f"/?token={house.sessions.issue()}").text
    first.close()
    (tmp_path / "new.html").write_text(NEW, encoding="utf-8")
    with Study.open(study) as held:
        held.run([tmp_path / "new.html"])
        person = next(p for p in held.snapshot().persons if p.name and "Haddad" in p.name)
        held.exclude(person.id, by="ben", reason="a guard of another group")
        held.memo(person.id, "my own note", by="ana")
    office = Office(study)
    try:
        yield House(office, hosts=frozenset({"127.0.0.1"}), user="ana")
    finally:
        office.close()


def test_home_tells_new_articles_people_decisions_and_figures_with_links(grown: House) -> None:
    page = TestClient(app(grown), base_url=HOST).get(f"/?token={grown.sessions.issue()}").text
    since = page[page.index('class="since"') : page.index("I have seen this")]
    state = grown.office.board().snapshot
    article = max(state.articles, key=lambda one: one.order)
    person = next(p for p in state.persons if p.name and "Qabbani" in p.name)
    assert "1 new article" in since
    assert f'href="/article/{article.id}">Baker Idris Qabbani' in since
    assert f'href="/person/{person.id}">' in since
    assert 'href="/history#n1"' in since
    assert "a guard of another group" in since
    assert "my own note" not in since
    assert 'href="/figure/articles.in.count"' in since


def test_a_decision_answers_the_question_for_which_the_queue_offers_it(study: Path) -> None:
    tried: dict[str, int] = {}
    with Study.open(study) as held:
        for task in held.queue():
            kind = task.question.kind
            if task.choices and tried.get(kind, 0) < 2:
                tried[kind] = tried.get(kind, 0) + 1
                for choice in task.choices[:2]:
                    event = getattr(held, choice.verb)(**choice.arguments, by="ana", reason="so it is")
                    assert task.question.id in answered_by(event.action), (kind, choice.verb)
        event = held.memo(held.snapshot().persons[0].id, "no answer", by="ana")
        assert answered_by(event.action) == frozenset()
    assert {"case", "coding"} <= set(tried)
