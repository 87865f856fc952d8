"""What is read in a translation, as places of the original."""

from __future__ import annotations

import pytest

from testimonia.domain.appearance import Appearance, Mention, MentionKind, Role, anchor
from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Coding, Passage
from testimonia.domain.reading import Reading
from testimonia.domain.span import Span
from testimonia.pipeline.translation.anchor import Anchor, anchored_coding, anchored_reading
from testimonia.text import sha256

FRENCH = "Un homme de 24 ans et une femme de 31 ans ont parlé à Khaled. Ils ont fui la ville de nuit, tous deux à pied."
ENGLISH = "A man of 24 and a woman of 31 spoke to Khalid. They fled the town at night. Both on foot."


def article(text: str, language: str) -> Article:
    return Article(id="d-x", capture="c-x", source="x", text=text, sha256=sha256(text), language=language, cleaner="x")


def way(english: str = ENGLISH, french: str = FRENCH) -> Anchor:
    return Anchor(article(english, "en"), article(french, "fr"))


def span(words: str, text: str = ENGLISH) -> Span:
    at = text.index(words)
    return Span.of(text, at, at + len(words))


def someone(words: str, kind: MentionKind = MentionKind.DESCRIPTION) -> Appearance:
    found = span(words)
    return Appearance(
        id=Appearance.id_of("d-x", found.start, found.end),
        article="d-x",
        label=words,
        mentions=(Mention(span=found, kind=kind),),
        role=Role.OTHER,
        probability=0.5,
        detector="x",
    )


def test_two_people_without_a_name_in_one_sentence_stay_two() -> None:
    people = (someone("A man of 24"), someone("a woman of 31"), someone("A man", MentionKind.PRONOUN))
    found, alike = anchored_reading(Reading(article="d-x", appearances=people, detector="x"), way())
    assert len({one.id for one in found.appearances}) == 3
    assert [one.id for one in alike] == [one.id for one in found.appearances]
    assert [one.mentions for one in alike] == [one.mentions for one in people]
    for one in found.appearances:
        founding = one.mentions[0].span
        assert FRENCH[founding.start : founding.end] == founding.quote
        assert one.id == Appearance.id_of("d-x", founding.start, founding.end)
        assert founding.loose
    # of neither it is known where in the sentence they stand, so a decision about one is never taken for one about the other
    assert anchor("d-x@0-5", found.appearances) is None


@pytest.mark.parametrize(
    ("name", "original", "found"),
    [
        ("Khalid", "Il a vu Khalid hier.", "Khalid"),
        ("Khalid", "Il a vu Khaled hier.", "Khaled"),
        ("Abu Yusuf al-Hariri", "رأى أبو يوسف الحريري أمس.", "يوسف الحريري"),
        ("Khalid Marzouqi", "Il a vu Marzouqi Khalid.", None),  # not in this order
        ("April", "Il parle de lui hier.", None),  # the same consonants, written small
        ("Li", "Il a vu Lo hier ou avant.", None),  # too short to tell in another spelling
    ],
)
def test_a_name_is_found_in_other_letters_or_not_at_all(name: str, original: str, found: str | None) -> None:
    english = f"He saw {name} there."
    got = way(english, original).name(span(name, english))
    assert (got.quote, got.loose) == ((found, False) if found else (original, True))
    assert original[got.start : got.end] == got.quote
    assert got.said == name


def test_of_several_the_one_as_far_on_is_meant() -> None:
    english, french = "Khalid met a man whose brother was Khalid.", "Khalid a vu un homme dont le frère était Khalid."
    last = Span.of(english, english.rindex("Khalid"), english.rindex("Khalid") + 6)
    assert way(english, french).name(last).start == french.rindex("Khalid")
    assert way(english, french).name(span("Khalid", english)).start == 0


def test_a_name_is_looked_for_in_its_whole_sentence_and_everything_else_beside_it_alone() -> None:
    english = 'He has written this on the wall above the bed for all of them to see: "Sam, you must never come back to this town, not even at 40."'
    french = (
        "Voici pour Sam ce qu'il a écrit sur le mur au-dessus du lit, pour que tous le voient : "
        "« Tu ne dois jamais revenir dans cette ville, même pas à 40 ans. »"
    )
    anchor = way(english, french)
    wall, quoted = span("written this on the wall", english), span("you must never come back to this town", english)
    assert (anchor.sentence(wall).quote, anchor.sentence(quoted).quote) == (
        french[: french.index(" «")],
        french[french.index("«") :],
    )
    assert anchor.name(span("Sam", english)).quote == "Sam"
    assert anchor.figure(span("40", english)).quote == "40"


def test_two_codings_in_one_sentence_of_the_original_are_one_with_the_words_of_both() -> None:
    held = [span("They fled the town at night."), span("Both on foot.")]
    codings = tuple(
        Coding(id=f"k-{n}", appearance="d-x@1-2", article="d-x", code="c", span=one, coder="m", confidence=0.9 - n / 10)
        for n, one in enumerate(held)
    )
    passages = tuple(
        Passage(appearance="d-x@1-2", article="d-x", code="c", span=one, rank=n, score=1 / n)
        for n, one in enumerate(held, 1)
    )
    coded = CodedAppearance(appearance="d-x@1-2", codings=codings, passages=passages, coder="m")
    found = anchored_coding(coded, "d-x@5-9", way())
    (only,) = found.codings
    assert only.span.quote == "Ils ont fui la ville de nuit, tous deux à pied."
    assert only.span.translation == f"{held[0].quote} {held[1].quote}"
    assert (only.appearance, only.confidence) == ("d-x@5-9", 0.9)
    assert only.id == Coding.id_of("d-x@5-9", "c", only.span)
    assert [(p.rank, p.span.quote) for p in found.passages] == [(1, only.span.quote)]
