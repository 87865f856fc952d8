"""The desk shows an article that was read in a translation: the original, the translation beside it, and to the sealed no name in either."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tongues import article_in

from testimonia import Study
from testimonia.study.private import BLOCK
from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.house import House
from testimonia.web.office import Office

HOST = "http://127.0.0.1"
Page = Callable[..., str]


@pytest.fixture
def house(translated: Path) -> Iterator[House]:
    accounts = Accounts(translated)
    accounts.put("open", "admin", names=True, password="long enough a word")
    accounts.put("sealed", "coder", password="long enough a word")
    office = Office(translated)
    try:
        yield House(office, hosts=frozenset({"127.0.0.1"}), accounts=accounts)
    finally:
        office.close()


@pytest.fixture
def page(house: House) -> Page:
    def fetched(address: str, name: str = "open") -> str:
        client = TestClient(app(house), base_url=HOST, follow_redirects=False)
        account = house.accounts.all()[name]  # type: ignore[union-attr]
        client.cookies.set(house.cookie, house.sessions.begin(name, account.role, names=account.names).id)
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    return fetched


@pytest.fixture
def ids(translated: Path) -> dict[str, str]:
    """Ids of the articles by language, and of the people by name."""
    with Study.open(translated) as study:
        found = {p.name: p.id for p in study.snapshot().persons if p.name}
        return {**found, "fr": article_in(study, "fr"), "ar": article_in(study, "ar")}


def test_the_article_shows_the_original_and_the_translation(page: Page, ids: dict[str, str]) -> None:
    shown = page(f"/article/{ids['ar']}")
    assert "translated from Arabic by the team" in shown
    assert 'dir="rtl" lang="ar"' in shown
    assert "قتلوا نساء" in shown
    assert "after recruiters offered him money and a house" in shown
    assert "translated from French by Odo Lindqvist" in page(f"/article/{ids['fr']}")


def test_the_dossier_shows_each_quote_with_its_translation(page: Page, ids: dict[str, str]) -> None:
    shown = page(f"/person/{ids['Khalid al-Marzouqi']}")
    original = shown.index("قتلوا نساء")
    beside = shown.index("They killed innocent women", original)
    assert "translated from Arabic by the team" in shown[beside : beside + 200]
    assert '<blockquote dir="rtl">' in shown


def test_the_sealed_read_a_translation_without_names_and_nothing_of_an_original_that_writes_them_otherwise(
    page: Page, ids: dict[str, str]
) -> None:
    for address in (f"/article/{ids['ar']}", f"/person/{ids['Khalid al-Marzouqi']}", "/articles", "/queue", "/history"):
        shown = page(address, "sealed")
        assert "خالد" not in shown
        assert "المرزوقي" not in shown
        assert "Khalid" not in shown
        assert "Marzouqi" not in shown
    shown = page(f"/article/{ids['ar']}", "sealed")
    assert "قتلوا" not in shown
    assert BLOCK * 5 in shown
    assert "They killed innocent women" in shown


def test_the_sealed_read_an_original_that_writes_the_names_alike_without_them(page: Page, ids: dict[str, str]) -> None:
    shown = page(f"/article/{ids['fr']}", "sealed")
    assert "électricité" in shown
    assert "Belvaux" not in shown
    assert "Karim" not in shown


def test_the_log_says_that_there_is_a_translation_and_not_its_words(page: Page) -> None:
    shown = page("/history")
    assert "translate" in shown
    assert "5 paragraphs" in shown
    assert "took everything for themselves" not in shown


def marked(page: str, kind: str) -> dict[str, str]:
    """Words marked as of this kind alone -> what the mark says."""
    found = re.findall(rf'<mark class="{kind}" data-start="\d+" title="([^"]*)">([^<]*)</mark>', page)
    return {words: unescape(title) for title, words in found}


def test_who_stands_somewhere_in_a_sentence_is_not_marked_as_if_the_sentence_were_the_name(
    page: Page, ids: dict[str, str]
) -> None:
    shown = page(f"/article/{ids['ar']}")
    names = marked(shown, "person") | marked(shown, "person speech")
    assert "خالد المرزوقي" in names and all(len(words.split()) <= 2 for words in names)
    somewhere = marked(shown, "somewhere") | marked(shown, "somewhere speech")
    assert somewhere and all("somewhere in these words: “" in title for title in somewhere.values())
    assert '<mark class="somewhere">somebody, somewhere in these words</mark>' in shown  # the legend


def test_a_coder_sees_the_same_on_the_unit(house: House, page: Page, ids: dict[str, str]) -> None:
    house.office.decide(lambda study: study.draw("one", coders=["open", "ana"], by="open"))
    units = house.office.read(lambda study: study.assignments("one", "open"))
    shown = page(f"/unit/one/{next(u.appearance for u in units if u.article == ids['ar'])}")
    assert marked(shown, "somewhere") and '<mark class="somewhere">somewhere in these words</mark>' in shown
    assert all(len(words.split()) <= 2 for words in marked(shown, "person"))
