"""Who is one person in an article, and who is another: names that only the text tells, names of war, newcomers, whom a paragraph is about."""

import pytest

from testimonia.config import load_lexicon
from testimonia.domain.appearance import Appearance, MentionKind
from testimonia.domain.article import Article, Form
from testimonia.domain.reading import Reading
from testimonia.domain.settings import Group, Settings
from testimonia.identity.detect import detect
from testimonia.text import sha256

STUDY = Settings(title="test", groups=(Group(name="Islamic State", aliases=("ISIS",), case_sensitive=("IS",)),))
LEXICON = load_lexicon()
HEAD = "Voices from the river"
TOLD = "Islamic State (IS) held the town until the spring."


def people(*paragraphs: str) -> tuple[Appearance, ...]:
    """Everybody in the article, in order of first mention."""
    text = "\n\n".join((HEAD, *paragraphs, TOLD))
    one = Article(
        id="d-1", capture="c-1", source="x", text=text, sha256=sha256(text), body_start=len(HEAD) + 2, language="en", form=Form.PROSE, cleaner="x"
    )  # fmt: skip
    found = next(detect([one], STUDY, LEXICON))
    assert isinstance(found, Reading)
    return found.appearances


def called(who: Appearance) -> set[str]:
    """All that the article calls the person, but pronouns."""
    return {m.span.quote for m in who.mentions if m.kind is not MentionKind.PRONOUN}


def bearer(found: tuple[Appearance, ...], name: str) -> set[str]:
    """What else the one person is called who is called so."""
    (who,) = (called(a) for a in found if name in called(a))
    return who


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # No list holds these names: the article goes on with one of their words, as with people alone.
        ("In a library in Drammen, Torvunn Eikbeland orders books by colour. Eikbeland passed the square and found the pupil.", "Torvunn Eikbeland"),
        ("Zhibbek Tolgatova knows the hour. In January Tolgatova was told that nobody leaves.", "Zhibbek Tolgatova"),
        ("The woman from Aktobe, Zhibbek Tolgatova, twenty-seven, had packed it.", "Zhibbek Tolgatova"),
        ("The first was a seamstress. She is Dilyuza in this account; she is about twenty-eight.", "Dilyuza"),
        ("There was Shermba from Biche. Shermba came in because she was wet. Shermba counted the stairs.", "Shermba"),
        ("Some had left by then, Chief Inspector Torvunn Harmse said.", "Chief Inspector Torvunn Harmse"),
        ("It was a rule, Economist Nabbil Tarzi wrote.", "Economist Nabbil Tarzi"),
    ],
)  # fmt: skip
def test_a_name_is_known_by_what_the_article_does_with_it(text: str, name: str) -> None:
    assert any(c == name or name.endswith(f" {c}") or c.endswith(name) for a in people(text) for c in called(a))


@pytest.mark.parametrize(
    "text",
    [
        "They walked to Qarrabiya. In Qarrabiya there was bread. The road to Qarrabiya was closed when he came.",
        "You've seen it, he said. You've been there.",
        "Whoever came was counted. Whoever left was counted twice, she said.",
    ],
)
def test_a_place_or_a_word_is_nobody(text: str) -> None:
    named = {m.span.quote for a in people(text) for m in a.mentions if m.kind in (MentionKind.NAME, MentionKind.ALIAS)}
    assert not named


@pytest.mark.parametrize(
    "told",
    [
        "Omar served with them under the name Abu Fathi until March.",
        "Omar was nineteen. They called him Abu Fathi.",
        "Omar was sworn in and given the name Abu Fathi.",
        "Known inside the group as Abu Fathi, Omar said he left in March.",
        "Omar, then Abu Fathi, left in March.",
        "Omar was in Raqqa by June, as Abu Fathi, and kept the books.",
        "In the camp, Omar became Abu Fathi and learned to clean a rifle.",
        "Omar gave his hand to a man with a list and was Abu Fathi from then on.",
    ],
)
def test_a_name_of_war_said_in_passing_is_of_whom_the_sentence_tells(told: str) -> None:
    found = people("Omar Nasser, 24, from Lyon, left Islamic State in March.", told, '"I was a cook," Omar said.')
    assert "Omar Nasser" in bearer(found, "Abu Fathi")


@pytest.mark.parametrize(
    "told",
    [
        "Omar left after a Tunisian whom he knew only as Abu Fathi sold the flour.",
        "Omar met a Saudi driver who went by the name of Abu Fathi.",
        "Omar carried Abu Fathi's letters. Abu Fathi beat the boys. Abu Fathi kept a list.",
    ],
)
def test_somebody_elses_name_of_war_stays_theirs(told: str) -> None:
    began = "Omar Nasser, 24, from Lyon, left Islamic State in March."
    found = people(
        began, "Omar was paid in dollars, Omar said.", "Omar slept in the kitchen.", told, '"I was a cook," Omar said.'
    )
    assert "Omar Nasser" not in bearer(found, "Abu Fathi")


def test_a_name_without_its_article_is_the_same_name() -> None:
    found = people(
        "Raed al-Shobaki, 31, an electrician, left Islamic State in 2014.",
        '"I went for the wages," Shobaki said. Mr al-Shobaki lives in Irbid.',
    )
    assert bearer(found, "Shobaki") >= {"Raed al-Shobaki", "Shobaki"}


def test_the_emir_is_not_whoever_is_near() -> None:
    found = people(
        "Omar Nasser, 24, from Lyon, left Islamic State in March. Omar was a cook.",
        "Omar was paid in dollars, Omar said.",
        "Omar slept in the kitchen.",
        "One evening the emir came into the kitchen. Omar said nothing to the emir.",
    )
    assert bearer(found, "the emir") == {"the emir"}


def test_the_former_waiter_is_whom_the_article_tells_of() -> None:
    found = people(
        "Omar Nasser, 24, from Lyon, left Islamic State in March.",
        '"I could not stay," the former waiter said.',
    )
    assert "Omar Nasser" in bearer(found, "the former waiter")


def test_who_is_introduced_without_a_name_may_have_a_name_of_war_besides() -> None:
    found = people(
        "A Windsor man who spent seven months with ISIS says he deserted after his unit was told to shoot prisoners.",
        "Kareem Osser, 24, told reporters on Tuesday that he walked back in October.",
        "Instead, he was handed a rifle, a nom de guerre \u2014 Abu Yusuf al-Kanadi \u2014 and a place in a company.",
        '"I could not stay," Osser said.',
    )
    assert bearer(found, "Abu Yusuf al-Kanadi") >= {"A Windsor man", "Kareem Osser"}


def test_he_is_the_newcomer_whom_the_paragraph_brings_in() -> None:
    found = people(
        "Omar Nasser, 24, from Lyon, left Islamic State in March. He was a cook. He was paid little. He had been a waiter.",
        "Karim Haddad left in the same week, from the same street. He had driven a truck.",
    )
    told = {a.label: {m.span.start for m in a.mentions if m.kind is MentionKind.PRONOUN} for a in found}
    assert max(told["Karim Haddad"], default=0) > max(told["Omar Nasser"])


def test_a_family_name_alone_makes_nobody_of_a_relative() -> None:
    found = people(
        "Dennis Rohlander left Islamic State in May. Rohlander says that he is tired.",
        "By then his mother Birgit Rohlander, a 53-year-old nurse, had gone to look for him.",
    )
    assert "Birgit Rohlander" not in bearer(found, "Dennis Rohlander")
    (left,) = (one for one in found if "Dennis Rohlander" in called(one))
    assert left.value("age") is None


def test_whoever_is_over_somebody_is_another() -> None:
    found = people(
        'In a camp a woman sits facing us. She has chosen to be called "Umm Rayhan". She is 36, and she left Islamic State in May.',
        "The woman in charge of her was a foreigner known as Umm Sayyal.",
        "What ended it, says Umm Rayhan, was the lying.",
    )
    assert "a woman" in bearer(found, "Umm Rayhan")
    assert bearer(found, "Umm Sayyal").isdisjoint({"a woman", "Umm Rayhan"})


def test_a_day_that_has_stayed_with_somebody_is_not_somebody_who_stayed() -> None:
    day = "Karim Belhaj left Islamic State in May. One day has stayed with Karim, the third of Ramadan."
    (who,) = (one for one in people(day) if "Karim Belhaj" in called(one))
    assert not [a for a in who.atoms if a.kind.value == "still_in"]
    held = "Karim Belhaj joined Islamic State. Karim stayed with the group."
    (who,) = (one for one in people(held) if "Karim Belhaj" in called(one))
    assert [a.span.quote for a in who.atoms if a.kind.value == "still_in"] == ["stayed with"]
