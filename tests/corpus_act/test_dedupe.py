"""Copies to origins: planted kinds are found; a roundup, a template and a paper's own background join nobody; nothing depends on the order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.corpus.dedupe import DedupeOptions, dedupe
from testimonia.domain.article import Article
from testimonia.domain.origin import CopyKind, OriginLink

SYLLABLES = ("ba", "dor", "fe", "gil", "ka", "lum", "mi", "nos", "pe", "rud", "sa", "tiv", "vo", "wen", "za")
LONG_AFTER = "2015-09-01"


def invented(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 3)))


def sentence(dice: random.Random) -> str:
    """Some twenty words with a name, a place and a number; no other story has a run of them."""
    who, where = invented(dice).title(), invented(dice).title()
    small = [invented(dice) for _ in range(7)]
    return (
        f"The {small[0]} of {where} was {small[1]} for {dice.randint(2, 900)} days, and {who} {invented(dice).title()} carried "
        f"the {small[2]} over a {small[3]} road with {small[4]}, {small[5]} and {small[6]}."
    )


def story(number: int, sentences: int = 18) -> list[str]:
    dice = random.Random(f"story {number}")
    return [sentence(dice) for _ in range(sentences)]


def own(seed: str, sentences: int) -> list[str]:
    dice = random.Random(seed)
    return [sentence(dice) for _ in range(sentences)]


def text(sentences: Iterable[str]) -> str:
    held = list(sentences)
    return "\n\n".join(" ".join(held[at : at + 3]) for at in range(0, len(held), 3))


def article(id: str, sentences: Iterable[str] | str, published: str | None = None, paper: str | None = None) -> Article:
    body = sentences if isinstance(sentences, str) else text(sentences)
    return Article(
        id=id,
        capture=id,
        source=id,
        text=body,
        sha256="",
        language="en",
        cleaner="",
        published=published,
        publisher=paper,
    )


def links(*articles: Article) -> dict[str, OriginLink]:
    return {link.article: link for link in dedupe(articles, DedupeOptions())}


def families(*articles: Article) -> set[frozenset[str]]:
    found = links(*articles).values()
    return {frozenset(one.article for one in found if one.origin == origin) for origin in {one.origin for one in found}}


ONE, OTHER, THIRD = story(1), story(2), story(3)
HOUSE = [
    "Sign up for our daily letter and never miss a story from the whole region again.",
    "All rights reserved by the publisher, its owners and its many partners everywhere.",
]
COPIES = {
    "the same": ONE,
    "cut to half": ONE[:9],
    "paragraphs put in": [part for at in range(18) for part in (ONE[at], *own(f"in {at}", at % 2))],
    "boilerplate around": [HOUSE[0], *ONE, HOUSE[1]],
    "another agency": ["RUDBA (Nordwire) – " + ONE[0], *ONE[1:], "Aus dem Englischen von der Redaktion."],
    "in another order": random.Random(1).sample(ONE, 18),
    "a third in one block": [*own("a", 7), *ONE[6:12], *own("b", 5)],
    "a third here and there": [ONE[at] if at in (0, 3, 4, 9, 10, 15, 16) else own(f"h {at}", 1)[0] for at in range(18)],
}


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_has_its_origin(kind: str) -> None:
    found = links(article("d-1", ONE, "2015-03-01"), article("d-2", COPIES[kind], "2015-03-02"), article("d-3", OTHER))
    expected = CopyKind.EXACT if kind == "the same" else CopyKind.PART if "third" in kind else CopyKind.NEAR
    assert (found["d-2"].origin, found["d-2"].kind) == ("d-1", expected)
    assert found["d-2"].duplicate_of == "d-1"
    assert found["d-2"].reasons[0].endswith("of its 5-word runs stand in d-1")
    assert found["d-1"].kind is found["d-3"].kind is CopyKind.ORIGINAL


@pytest.mark.parametrize("dates", [("2015-03-01", "2015-03-02", LONG_AFTER), (None, None, None), ("2015-03-01",) * 3])
@pytest.mark.parametrize("share", [18, 9, 7])
@pytest.mark.parametrize("more", [0, 4, 30])
def test_a_roundup_is_an_origin_of_its_own_and_joins_nobody(
    dates: tuple[str | None, ...], share: int, more: int
) -> None:
    both = [*ONE[:share], *own("between", more), *OTHER[:share]]
    one, other = article("d-1", ONE, dates[0]), article("d-2", OTHER, dates[1])
    found = links(one, other, article("d-3", both, dates[2]))
    assert [found[id].origin for id in ("d-1", "d-2", "d-3")] == ["d-1", "d-2", "d-3"]
    leaning = {(id, other) for id, link in found.items() for other in link.takes_from}
    assert {frozenset(pair) for pair in leaning} == {frozenset(("d-1", "d-3")), frozenset(("d-2", "d-3"))}
    if dates[2] == LONG_AFTER:
        assert set(found["d-3"].takes_from) == {"d-1", "d-2"}
        assert found["d-1"].takes_from == found["d-2"].takes_from == ()


def test_a_roundup_has_its_own_reprints() -> None:
    both = [*ONE[:9], *own("between", 3), *OTHER[:9]]
    held = [article("d-1", ONE), article("d-2", OTHER), article("d-3", ONE[:9]), article("d-4", OTHER[:9])]
    again = [HOUSE[0], *both, HOUSE[1]]
    assert families(*held, article("d-5", both), article("d-6", again)) == {
        frozenset(some) for some in (("d-1", "d-3"), ("d-2", "d-4"), ("d-5", "d-6"))
    }


def test_papers_that_keep_other_parts_of_an_older_story_do_not_make_it_a_roundup() -> None:
    halves = [article("d-2", ONE[:9], "2015-03-02"), article("d-3", ONE[9:], "2015-03-02")]
    found = links(article("d-1", ONE, "2015-03-01"), *halves)
    assert {link.origin for link in found.values()} == {"d-1"}
    assert [found[id].kind for id in ("d-2", "d-3")] == [
        CopyKind.NEAR,
        CopyKind.PART,
    ]  # they are no copies of each other


@pytest.mark.parametrize("day", [None, "2015-03-01"])
def test_of_one_day_it_is_not_known_which_was_first_and_halves_stay_apart(day: str | None) -> None:
    found = links(article("d-1", ONE, day), article("d-2", ONE[:9], day), article("d-3", ONE[9:], day))
    assert [found[id].origin for id in ("d-1", "d-2", "d-3")] == ["d-1", "d-2", "d-3"]
    assert found["d-2"].takes_from == found["d-3"].takes_from == ("d-1",)  # what they tell is counted as of one origin


@pytest.mark.parametrize("days", [("2015-03-01", "2015-03-02"), (None, None)])
def test_a_story_of_which_nine_papers_keep_a_third_each_has_one_independent_origin(
    days: tuple[str | None, str | None],
) -> None:
    held = [article("d-0", ONE, days[0])]
    for number in range(1, 10):
        dice = random.Random(f"third {number}")
        kept = set(dice.sample(range(18), 7))
        some = [ONE[at] if at in kept else own(f"{number} {at}", 1)[0] for at in range(18)]
        held.append(article(f"d-{number}", some, days[1]))
    found = links(*held)
    assert {link.origin for link in found.values() if not link.takes_from} == {"d-0"}
    if days[0]:
        assert {link.origin for link in found.values()} == {"d-0"}


def test_what_a_copy_adds_makes_no_copies_of_the_story() -> None:
    new = own("new", 12)
    copy = article("d-2", [*ONE[:7], *new], "2015-03-02")
    found = links(article("d-1", ONE, "2015-03-01"), copy, article("d-3", new, "2015-03-03"))
    assert [found[id].origin for id in ("d-1", "d-2", "d-3")] == ["d-1", "d-1", "d-3"]
    assert found["d-3"].takes_from == ("d-1",)


def profile(name: str, age: int, town: str, work: str) -> str:
    return (
        f"A court in Karlsbad heard on Monday the case of {name}, a {age}-year-old {work} from {town}, who is accused of having joined Islamic State in 2014.\n\n"
        f"The prosecutor told the judges that {name} had left {town} by bus, had crossed the border near Kilis and had been given a rifle and a house. "
        f"The indictment says that {name} worked as a {work} for the group and was paid 50 dollars a month for it.\n\n"
        f"The trial goes on in June. The court press office in Karlsbad said that no photographs may be taken of the accused before then, "
        f"and asked papers not to print the street in {town} in which the family still lives."
    )


def test_articles_made_from_one_template_are_no_copies() -> None:
    people = [("Leila Mansouri", 31, "Sousse", "cook"), ("Omid Karsten", 24, "Amman", "driver"), ("Bilal Tellier", 40, "Ghent", "nurse")]  # fmt: skip
    held = [article(f"d-{n}", profile(*one)) for n, one in enumerate(people)]
    assert len(families(*held)) == 3
    again = article("d-3", profile(*people[1]).replace("on Monday", "this week"))
    assert frozenset(("d-1", "d-3")) in families(*held, again)


def test_a_copy_may_spell_names_its_own_way_and_bring_numbers_up_to_date() -> None:
    one = profile("Leila Mansouri", 31, "Sousse", "cook")
    other = one.replace("Leila Mansouri", "Layla Mansuri").replace("50 dollars", "70 dollars").replace("Monday", "Tuesday")  # fmt: skip
    assert len(families(article("d-1", one), article("d-2", other))) == 1


def test_one_long_quotation_makes_no_copy() -> None:
    quote = "“" + " ".join(own("quote", 8)) + "”"
    held = [article(f"d-{n}", f"{text(some[:9])}\n\n{quote}, he said.\n\n{text(some[9:])}") for n, some in enumerate((ONE, OTHER))]  # fmt: skip
    assert len(families(*held)) == 2


def test_a_quotation_left_open_swallows_no_more_than_its_paragraph() -> None:
    body = text(ONE)
    cut = article("d-2", text(["“" + ONE[6], *ONE[7:13], *own("c", 11)]))
    assert len(families(article("d-1", body), cut)) == 1


def test_a_paper_that_repeats_its_own_background_copies_nobody() -> None:
    background = own("background", 7)
    pair = [[*ONE[:13], *background], [*OTHER[:13], *background]]
    assert len(families(*(article(f"d-{n}", some, paper="Bench Courier") for n, some in enumerate(pair)))) == 2


def test_short_texts_are_no_copies() -> None:
    assert len(families(article("d-1", ""), article("d-2", ""), article("d-3", "one two"), article("d-4", "one two"))) == 4  # fmt: skip
    assert links() == {}


# -- whatever is in between, and in whatever order

PARTS = st.lists(st.tuples(st.sampled_from((1, 2, 3)), st.integers(0, 12), st.integers(3, 18)), min_size=1, max_size=3)
DATES = st.sampled_from((None, "2015", "2015-03", "2015-03-01", "2015-03-02", LONG_AFTER))
FIRST = (None, "2015-03", "2015-03-01")
MADE = st.lists(st.tuples(PARTS, DATES), min_size=1, max_size=9)
STORIES = {1: ONE, 2: OTHER, 3: THIRD}


def made(collection: Sequence[tuple[Sequence[tuple[int, int, int]], str | None]]) -> list[Article]:
    """Articles of pieces of three stories, put together anyhow."""
    found = []
    for number, (parts, published) in enumerate(collection):
        pieces = [some for which, start, length in parts for some in STORIES[which][start : start + length]]
        found.append(article(f"d-{number}", list(dict.fromkeys(pieces)), published))
    return found


@settings(max_examples=150, deadline=None)
@given(collection=MADE, dates=st.tuples(st.sampled_from(FIRST), st.sampled_from(FIRST)))
def test_two_stories_never_have_one_origin_whatever_lies_between_them(
    collection: list[tuple[list[tuple[int, int, int]], str | None]], dates: tuple[str | None, str | None]
) -> None:
    """But for what is known to be older than both: it is theirs."""
    found = links(*made(collection), article("d-one", ONE, dates[0]), article("d-other", OTHER, dates[1]))
    assert found["d-one"].origin != found["d-other"].origin


@settings(max_examples=100, deadline=None)
@given(collection=MADE, dice=st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_and_families_lean_on_earlier_ones_only(
    collection: list[tuple[list[tuple[int, int, int]], str | None]], dice: random.Random
) -> None:
    held = made(collection)
    found = links(*held)
    dice.shuffle(held)
    assert links(*held) == found
    for link in found.values():
        origin = found[link.origin]
        assert (origin.origin, origin.kind, origin.takes_from) == (origin.article, CopyKind.ORIGINAL, link.takes_from)
        assert link.origin not in link.takes_from
        assert all(found[other].origin == other for other in link.takes_from)
        assert all(link.origin not in found[other].takes_from for other in link.takes_from)
    sentences = {one.id: set(one.text.replace("\n\n", " ").split(". ")) for one in held}
    whole = [link for link in found.values() if link.kind is not CopyKind.PART]
    for one, other in itertools.combinations(
        whole, 2
    ):  # of whom one may say that the two articles are copies of one text
        assert one.origin != other.origin or sentences[one.article] & sentences[other.article]


def test_a_link_says_what_it_is_in_words() -> None:
    both = [*ONE, *OTHER]
    found = links(article("d-1", ONE, "2014"), article("d-2", OTHER, "2015"), article("d-3", both, "2016"))
    assert found["d-3"].reasons == ("text in common with d-1 and d-2, of which it is no copy",)
    assert msgspec.json.decode(msgspec.json.encode(found["d-3"]), type=OriginLink) == found["d-3"]
