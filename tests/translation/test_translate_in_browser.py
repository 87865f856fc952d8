"""A translation supplied at the desk: by whoever codes and may see names, checked as at the command line, read by the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tongues import ENGLISH_OF_ARABIC, article_in

from testimonia import Study
from testimonia.study.private import BLOCK
from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office

HOST = "http://127.0.0.1"
SignIn = Callable[[str], TestClient]


@pytest.fixture
def house(study: Path) -> Iterator[House]:
    accounts = Accounts(study)
    for name, role, names in (
        ("lead", "admin", True),
        ("ana", "coder", True),
        ("sealed", "coder", False),
        ("reader", "reader", True),
    ):
        accounts.put(name, role, names=names, password="long enough a word")
    office = Office(study)
    try:
        yield House(office, hosts=frozenset({"127.0.0.1"}), accounts=accounts)
    finally:
        office.close()


@pytest.fixture
def sign_in(house: House) -> SignIn:
    def signed(name: str) -> TestClient:
        account = house.accounts.all()[name]  # type: ignore[union-attr]
        session = house.sessions.begin(name, account.role, names=account.names)
        client = TestClient(app(house), base_url=HOST, follow_redirects=False, headers={"Origin": HOST})
        client.cookies.set(house.cookie, session.id)
        client.csrf = session.csrf  # type: ignore[attr-defined]
        return client

    return signed


def supply(client: TestClient, article: str, words: str, supplier: str = "") -> tuple[int, str]:
    form = {
        "csrf": client.csrf,
        "back": f"/article/{article}",
        "article": article,
        "translation": words,
        "supplier": supplier,
    }  # type: ignore[attr-defined]
    answer = client.post("/decide/translate", data=form)
    return answer.status_code, answer.text


def test_a_coder_supplies_it_and_the_next_run_reads_the_article(house: House, sign_in: SignIn, study: Path) -> None:
    client, id = sign_in("ana"), house.office.read(lambda held: article_in(held, "ar"))
    assert "not read: waits for a translation" in client.get("/articles").text
    page = client.get(f"/article/{id}").text
    assert "It waits for a translation" in page and "4 paragraphs, as many as the original has" in page
    assert supply(client, id, ENGLISH_OF_ARABIC.replace("\n", "\r\n"), supplier="Odo Lindqvist")[0] == 303
    assert "One is recorded" in client.get(f"/article/{id}").text
    with Study.open(study) as held:
        event = held.event(1)
        assert event is not None and (event.by, event.action.supplier) == ("ana", "Odo Lindqvist")  # type: ignore[union-attr]
        held.run()
        assert [p.name for p in held.snapshot().persons] == ["Khalid al-Marzouqi"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("One paragraph where the article has four.", "not as many paragraphs"),
        (
            "\n\n".join(["Der Koch sprach mit der Zeitung über seine Monate in der Stadt."] * 4),
            "a language that is not read",
        ),
    ],
)
def test_what_does_not_fit_is_refused_as_at_the_command_line(
    house: House, sign_in: SignIn, words: str, said: str
) -> None:
    id = house.office.read(lambda held: article_in(held, "ar"))
    status, page = supply(sign_in("ana"), id, words)
    assert (status, said in page) == (422, True)
    assert house.office.head == 0


@pytest.mark.parametrize("name", ["sealed", "reader"])
def test_who_may_not_see_names_or_not_code_supplies_none(house: House, sign_in: SignIn, name: str) -> None:
    client, id = sign_in(name), house.office.read(lambda held: article_in(held, "ar"))
    assert 'action="/decide/translate"' not in client.get(f"/article/{id}").text
    assert supply(client, id, ENGLISH_OF_ARABIC)[0] == 403
    assert house.office.head == 0


def test_the_sealed_see_nothing_of_an_article_that_nobody_has_read(house: House, sign_in: SignIn) -> None:
    client = sign_in("sealed")
    for language, name in (("ar", "المرزوقي"), ("fr", "Belvaux")):
        id = house.office.read(lambda held, language=language: article_in(held, language))
        page = client.get(f"/article/{id}").text
        assert name not in page and BLOCK * 5 in page
        assert name in sign_in("ana").get(f"/article/{id}").text
    assert "raconte" not in client.get("/articles").text
