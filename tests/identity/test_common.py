"""A name weighs by how many people bear it, and people are counted, not mentions."""

from __future__ import annotations

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance, Basis, Mention, MentionKind, Role, Value
from testimonia.domain.article import ArticleFacts
from testimonia.domain.pair import PairScore, Verdict
from testimonia.domain.span import Span
from testimonia.identity.match import MatchOptions, compare, counts, cut, is_worth, keys, match
from testimonia.identity.match.common import (
    EVERYBODY,
    LEAST,
    band,
    bands,
    beside_details,
    is_another,
    less_of_strangers,
    weighed,
)

FAMILIES = [
    f"{a}{b}{c}" for a in ("Ber", "Dol", "Fan", "Gar") for b in ("da", "ti", "po", "lu") for c in ("k", "s", "n", "m")
]


def person(number: int, name: str, **values: str) -> Appearance:
    article, span = f"d-{number:04d}", Span(start=0, end=len(name), quote=name)
    return Appearance(
        id=Appearance.id_of(article, 0, len(name)), article=article, label=name, mentions=(Mention(span=span, kind=MentionKind.NAME),),
        values=tuple(Value(field=f, value=v, basis=Basis.STATED) for f, v in values.items()), role=Role.CASE, probability=0.9, detector="test",
    )  # fmt: skip


def facts(people: list[Appearance]) -> dict[str, ArticleFacts]:
    return {
        one.article: ArticleFacts(
            id=one.article, order=n, source="", published="2015-03", language="en", origin=one.article
        )
        for n, one in enumerate(people)
    }


def crowd(first: str, number: int) -> list[Appearance]:
    return [
        person(1000 + n, f"{first} {FAMILIES[n]}", nationality="TN" if n % 2 else "IQ", age=str(20 + n % 30))
        for n in range(number)
    ]


def between(people: list[Appearance]) -> PairScore | None:
    """The pair of the first two."""
    ends = {people[0].id, people[1].id}
    found = match(people, facts(people), MatchOptions(), plain)
    return next((pair for pair in found if {pair.left, pair.right} == ends), None)


def test_a_first_name_and_details_join_less_the_more_bear_it() -> None:
    told = {"nationality": "SY", "age": "24"}
    two = [person(1, "Karim", **told), person(2, "Karim Belhaj", **told)]
    few, many = between([*two, *crowd("Karim", 3)]), between([*two, *crowd("Karim", 60)])
    assert few is not None and few.verdict is Verdict.SAME
    assert many is None or many.verdict is Verdict.OPEN
    assert few.counter_reasons == ()
    three = [person(n, name, **told, left="2015-04") for n, name in ((1, "Karim"), (2, "Karim Belhaj"))]
    asked = between([*three, *crowd("Karim", 60)])
    assert asked is not None and "the name is common here: some 32 people or more bear it" in asked.counter_reasons
    rare = between([*three, *crowd("Omid", 60)])
    assert rare is not None and rare.score > asked.score and rare.verdict is Verdict.SAME


def test_whoever_is_in_every_paper_does_not_make_the_name_common() -> None:
    told = {"nationality": "SY", "age": "24"}
    often = [person(n, "Karim Belhaj" if n % 3 else "Karim", **told) for n in range(200)]
    held = bands(often, facts(often), plain)
    assert held("krm") <= 1
    pairs = list(match(often, facts(often), MatchOptions(), plain))
    assert {pair.verdict for pair in pairs} == {Verdict.SAME}
    assert len(pairs) < 200 * 2 * MatchOptions().reach < 200 * 199 / 2  # neighbours under two keys, and not all
    joined = {often[0].id}
    while (
        more := {end for pair in pairs for end in (pair.left, pair.right) if {pair.left, pair.right} & joined} - joined
    ):
        joined |= more
    assert len(joined) == 200


def test_of_a_full_name_both_parts_must_be_common() -> None:
    def held(key: str) -> int:
        return {"a": 9, "b": 8, "c": 1, "*": 12}.get(key, 0)

    assert weighed(0.8, ("a", "c"), held) == (0.8, 0)
    weight, doublings = weighed(0.8, ("a", "b"), held)
    assert weight < 0.5 and doublings == 5
    assert weighed(0.4, ("a",), held) == (LEAST, 9)
    assert weighed(0.4, ("a",), held, initials=1)[0] > LEAST


def test_details_fit_the_more_people_the_more_bear_the_name() -> None:
    told = {"nationality": "SY", "age": "24", "left": "2015-04"}
    one, other = person(1, "Karim", **told), person(2, "Karim Belhaj", **told)
    known, options = facts([one, other]), MatchOptions()
    scores = []
    for doublings in range(16):

        def held(key: str, number: int = doublings) -> int:
            return number if key == "krm" else 0

        pair = compare(one, other, known, options, plain, held)
        scores.append(pair.score)
        mine, theirs = (
            {key.word: key for key in keys(x, known[x.article], plain, options, held)} for x in (one, other)
        )
        shared = [mine[word] for word in mine.keys() & theirs.keys()]
        near = any(is_worth(cut(one, known), cut(other, known), key.weight, options) for key in shared)
        assert near or not counts(pair)
        assert ("namesakes" in pair.parts) == (doublings > 7)  # from where the name alone weighs the least that it can
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores[2:])) == 14  # less with every doubling


def test_people_are_counted_in_powers_of_two() -> None:
    assert [band(n) for n in (0, 1, 2, 3, 4, 31, 32)] == [0, 0, 1, 1, 2, 4, 5]


def test_whatever_is_no_other_number_changes_nothing() -> None:
    def rests(name: str, number: int, other: int) -> tuple[object, ...]:
        def held(key: str) -> int:
            return band(number) if key == name else other if key == "b" else 5

        shared = (("a",), ("a", "b"), ("b", "c"))
        return (
            *(weighed(0.8, parts, held, initials) for parts in shared for initials in (0, 1)),
            *(beside_details(0.4, parts, held) for parts in shared),
            less_of_strangers(held),
        )

    for name in ("a", EVERYBODY):
        moved = set()
        for before in range(140):
            for now in (before + 1, max(0, before - 1)):
                same = all(rests(name, before, other) == rests(name, now, other) for other in range(9))
                assert same or is_another(name, before, now)
                moved |= {max(before, now)} if is_another(name, before, now) else set()
        assert moved == ({8, 16, 32, 64, 128} if name == "a" else {2, 4, 8, 16, 32, 64, 128})
