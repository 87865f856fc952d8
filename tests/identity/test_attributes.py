"""Attributes: a table of invented sentences a field; what cannot be told is missing rather than wrong."""

import pytest

from testimonia.config import load_lexicon
from testimonia.domain.appearance import Appearance, Basis
from testimonia.domain.article import Article
from testimonia.domain.settings import Group, Settings
from testimonia.identity.detect import read
from testimonia.text import sha256

STUDY = Settings(title="test", groups=(Group(name="Islamic State"),))
LEFT = "Karim Belhaj left Islamic State in May. "


def person(body: str, published: str = "2015-06-01") -> Appearance:
    title = "A man who left"
    text = f"{title}\n\n{body}"
    article = Article(
        id="d-test", capture="c-test", source="t.txt", text=text, sha256=sha256(text), body_start=len(title) + 2, title=title,
        published=published, language="en", cleaner="test",
    )  # fmt: skip
    found = read(article, STUDY, load_lexicon()).appearances
    return next(a for a in found if any("Karim" in m.span.quote for m in a.mentions))


AGES = (
    ("26", "26-year-old Karim Belhaj left Islamic State in May."),
    ("26", "Karim Belhaj, a 26 year old from Sfax, left Islamic State."),
    ("26", "Now 26, Karim Belhaj left Islamic State in May."),
    ("26", "Karim Belhaj (26) left Islamic State in May."),
    ("26", "Karim Belhaj, Tunisian, 26, left Islamic State in May."),
    ("26", "Karim Belhaj, as they call him here, is 26 and left Islamic State in May."),
    ("21", "Karim Belhaj, 21 (his family name has been changed), left Islamic State."),
    ("26", LEFT + "The 26-year-old flew home."),
    ("26", LEFT + "He is a quiet man of 26."),
    ("26", LEFT + "He is twenty-six and married."),
    ("26", LEFT + "Belhaj, now 26 and a father, is tired."),
    ("26", LEFT + "He gives his age as 26."),
    ("26", LEFT + "He has just turned twenty-six."),
    ("26", LEFT + "He will be 27 in August."),
    ("26", LEFT + '"I am 26 years old and I am tired," he said.'),
    ("26", LEFT + '"How old are you?" I ask. "Twenty-six," he says.'),
    ("25", "Karim Belhaj, born in 1989, left Islamic State in May."),
    ("26", "Name: Karim Belhaj\n\nAge: 26\n\nHe left Islamic State in May and said so."),
    (None, LEFT + "His mother, Samira, is 52. He has a son of 9."),
    (None, "Karim Belhaj is in his mid-twenties. He left Islamic State in May."),
)


@pytest.mark.parametrize(("age", "told"), AGES)
def test_ages(age: str | None, told: str) -> None:
    assert person(told).value("age") == age


def test_an_age_told_roughly_says_so() -> None:
    held = person(LEFT + "He is a baker of about forty.").strongest("age")
    assert held is not None
    assert (held.value, held.rule) == ("40", "age-about")


COUNTRIES = (
    ("GB", LEFT + "Back in Birmingham, he sleeps badly. He works nights. He came home in June."),
    ("FR", "Karim Belhaj, 26, a baker, left Islamic State and flew home. He sells bread in Lyon. He sleeps badly."),
    ("IQ", LEFT + "He was a grocer in Mosul. The group overran his city in June. He is tired."),
    ("SY", LEFT + "He had lived in Raqqa all his life. His shop stood by the clock tower."),
    ("SE", LEFT + "He came home in June. He is one of 300 Swedes who went to Syria. He is tired."),
    ("SY", LEFT + "He is 31, a tractor mechanic from the countryside east of Deir ez-Zor in Syria."),
    ("SY", "Karim Belhaj, an engineer from the countryside of Al Mayadeen, left Islamic State."),
    ("BE", LEFT + "He was born in Tangier and raised in Antwerp."),
    ("DK", "Karim Belhaj is a Danish citizen of Moroccan descent. He left Islamic State in May."),
    ("TN", LEFT + "He is 23, Tunisian and tired."),
    ("TR", LEFT + "The 26-year-old Turk said he was tired."),
    (None, LEFT + "He answered in French, a language that he had from a neighbour. He is tired."),
    (None, "Karim Belhaj, 21, of Mafeking Street, left Islamic State in May."),
    (None, LEFT + "He crossed into Turkey. He lives in Gaziantep. He is tired of it."),
)


@pytest.mark.parametrize(("country", "told"), COUNTRIES)
def test_nationalities(country: str | None, told: str) -> None:
    assert person(told).value("nationality") == country


def test_what_is_inferred_says_so_and_shows_its_words() -> None:
    held = person(COUNTRIES[1][1]).strongest("nationality")
    assert held is not None
    assert held.basis is Basis.INFERRED
    assert held.span is not None
    assert held.span.quote == "Lyon"


def test_places_are_towns_not_in_everybodys_account() -> None:
    found = person(LEFT + "He kept the well in Dabiq. He was paid in Raqqa.")
    assert [v.value for v in found.values if v.field == "place"] == ["Dabiq"]


SPOKEN = (
    ("2015-03", LEFT + "He told the newspaper Het Anker in March 2015 that he was tired."),
    ("2014-11", LEFT + "He first spoke publicly in November 2014."),
    ("2015-02", LEFT + "Belhaj gave an interview in February 2015, from a kitchen."),
    ("2015-04", LEFT + "Belhaj told the Levant Wire Service in April 2015 what he had seen."),
    (None, LEFT + "He told his brother in March 2015 that he was tired."),
    (None, LEFT + "He told the newspaper that he fled in March 2015."),
)


@pytest.mark.parametrize(("spoke", "told"), SPOKEN)
def test_a_date_of_speaking_needs_words_in_public(spoke: str | None, told: str) -> None:
    assert person(told).value("spoke") == spoke


DATED = (
    ("joined", "2014-01", "Karim Belhaj joined Islamic State in January 2014 and left it in May."),
    ("joined", "2014-01-20", "Karim Belhaj joined Islamic State on January 20, 2014. He left it in May."),
    ("joined", "2014-01-03", "Karim Belhaj joined Islamic State on 3 January 2014. He left it in May."),
    ("joined", "2014", "Karim Belhaj joined Islamic State in the summer of 2014. He left it in May."),
    ("joined", "2013", "Karim Belhaj, a former member of Islamic State, set off in late 2013. He left it in May."),
    ("joined", "2013", "Karim Belhaj left for Syria in 2013. He left Islamic State in May."),
    ("joined", "2014-03", "In March 2014 Karim Belhaj flew to Istanbul. He left Islamic State in May."),
    ("joined", "2014-08", LEFT + '"In August of 2014 we flew to Antalya," he said.'),
    ("joined", None, LEFT + '"In August of 2014 my brother flew to Antalya," he said.'),
    ("left", "2014-10", "Karim Belhaj, a former fighter of Islamic State, deserted last October. He is tired."),
    ("left", "2014-06", "Karim Belhaj, a former fighter of Islamic State, deserted last June. He is tired."),
    ("left", "2014", "Karim Belhaj, a former fighter of Islamic State, deserted last summer. He is tired."),
    ("left", "2015-02", "In the second week of February Karim Belhaj walked out of Islamic State. He is tired."),
    ("left", None, "Karim Belhaj, a former fighter of Islamic State, left home. His cousin Firas deserted in March 2015."),
    ("left", "2015-03", "Karim Belhaj fought for Islamic State under the name Abu Yusuf and deserted in March 2015. He is tired."),
)  # fmt: skip


@pytest.mark.parametrize(("field", "when", "told"), DATED)
def test_dates_have_their_year_and_their_subject(field: str, when: str | None, told: str) -> None:
    assert person(told).value(field) == when
