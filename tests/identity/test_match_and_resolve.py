"""One person is counted once, people decide, and nobody under a shared kunya is joined for that alone."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance, Basis, Mention, MentionKind, Role, Speech, Value
from testimonia.domain.article import ArticleFacts
from testimonia.domain.decision import Action, CorrectAttribute, Decision, Exclude, Include, Merge, Split, Undo
from testimonia.domain.pair import PairScore, Verdict
from testimonia.domain.person import Status
from testimonia.domain.resolution import Resolution
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.identity.match import MatchOptions, match
from testimonia.identity.resolve import resolve
from testimonia.review.decide import fold

STUDY = Settings(title="t", groups=(Group(name="Islamic State"),), window_start="2014-01")


def person(number: int, name: str, p: float = 0.9, kind: MentionKind = MentionKind.NAME, **values: str) -> Appearance:
    article = f"d-{number:02d}"
    span = Span(start=0, end=len(name), quote=name)
    held = tuple(Value(field=f, value=v, basis=Basis.STATED, span=span) for f, v in values.items())
    return Appearance(
        id=Appearance.id_of(article, 0, len(name)), article=article, label=name, mentions=(Mention(span=span, kind=kind),), values=held,
        role=Role.CASE if p >= 0.5 else Role.OTHER, probability=p, detector="test",
    )  # fmt: skip


def facts(people: list[Appearance]) -> dict[str, ArticleFacts]:
    return {
        a.article: ArticleFacts(
            id=a.article, order=i, source=a.article, published="2015-03-01", language="en", origin=a.article
        )
        for i, a in enumerate(people)
    }


def verdict(left: Appearance, right: Appearance) -> Verdict:
    found = list(match([left, right], facts([left, right]), MatchOptions(), plain))
    return found[0].verdict if found else Verdict.DIFFERENT


def log(*actions: Action) -> list[Decision]:
    return [
        Decision(number=i, at="2026-01-01T00:00:00Z", by="ana", reason="seen", action=a, previous="", hash=str(i))
        for i, a in enumerate(actions, 1)
    ]


def resolved(
    people: list[Appearance], decisions: list[Decision] | None = None, pairs: list[PairScore] | None = None
) -> Resolution:
    known = facts(people)
    scores = list(match(people, known, MatchOptions(), plain)) if pairs is None else pairs
    return resolve(people, scores, fold(decisions or []), known, STUDY)


def test_two_spellings_are_one() -> None:
    assert verdict(person(1, "Youssef al-Hariri", age="26"), person(2, "Yusuf El Hariri", age="27")) is Verdict.SAME


def test_two_men_under_one_kunya_stay_two() -> None:
    one = person(1, "Abu Omar", kind=MentionKind.ALIAS, age="24", nationality="JO")
    two = person(2, "Abu Omar", kind=MentionKind.ALIAS, age="41", nationality="TN")
    assert verdict(one, two) is Verdict.DIFFERENT


def test_a_kunya_alone_is_not_enough() -> None:
    assert (
        verdict(person(1, "Abu Omar", kind=MentionKind.ALIAS), person(2, "Abu Omar", kind=MentionKind.ALIAS))
        is not Verdict.SAME
    )


def known_as(one: Appearance, kunya: str) -> Appearance:
    """The same, with a name of war besides."""
    start = one.mentions[0].span.end + 2
    also = Mention(span=Span(start=start, end=start + len(kunya), quote=kunya), kind=MentionKind.ALIAS)
    return msgspec.structs.replace(one, mentions=(*one.mentions, also))


def test_a_first_name_and_a_kunya_are_more_than_either() -> None:
    told = {"gender": "M", "group_role": "driver"}
    one, two = person(1, "Nizar", **told), person(2, "Nizaar", **told)
    assert verdict(one, two) is Verdict.OPEN
    assert verdict(known_as(one, "Abu Yazan"), known_as(two, "Abu Yezen")) is Verdict.SAME
    assert verdict(known_as(one, "Abu Yazan"), known_as(two, "Abu Omar")) is Verdict.OPEN


def test_a_man_and_a_woman_are_never_one() -> None:
    assert verdict(person(1, "Noor Haddad", gender="M"), person(2, "Noor Haddad", gender="F")) is Verdict.DIFFERENT


def test_a_guarded_name_is_not_joined_to_another() -> None:
    one = person(
        1,
        "Hamza",
        pseudonym="yes",
        nationality="IQ",
        age="30",
        gender="M",
        group_role="guard",
        left="2015-08",
        joined="2014-10",
    )
    two = person(
        2, "Ali Jabbar", nationality="IQ", age="30", gender="M", group_role="guard", left="2015-08", joined="2014-10"
    )
    assert verdict(one, two) is not Verdict.SAME


def test_two_guarded_names_stay_two() -> None:
    told = {"pseudonym": "yes", "nationality": "IQ", "age": "30", "gender": "M", "group_role": "guard"}
    dates = {"left": "2015-08", "joined": "2014-10"}
    assert verdict(person(1, "Hamza", **told, **dates), person(2, "Salim", **told, **dates)) is not Verdict.SAME


def test_a_guarded_name_and_a_full_one_are_no_question_either() -> None:
    details = {"nationality": "IQ", "age": "30", "gender": "M", "group_role": "guard", "left": "2015-08"}
    spoken = "we were counting the loaves at dawn when they told us to close the oven"
    words = Speech(span=Span(start=0, end=len(spoken), quote=spoken), direct=True, rule="test")
    one = msgspec.structs.replace(person(1, "Hamza", pseudonym="yes", **details), speech=(words,))
    two = msgspec.structs.replace(person(2, "Ali Jabbar", **details), speech=(words,))
    assert verdict(one, two) is Verdict.DIFFERENT


def test_shared_quotations_join_whoever_has_no_name() -> None:
    spoken = "we were counting the loaves at dawn when they told us to close the oven"
    words = Speech(span=Span(start=0, end=len(spoken), quote=spoken), direct=True, rule="test")
    one, two = (person(n, "the baker", kind=MentionKind.DESCRIPTION, nationality="SY", age="30") for n in (1, 2))
    one, two = (msgspec.structs.replace(p, speech=(words,)) for p in (one, two))
    assert verdict(one, two) is Verdict.SAME


def test_a_guessed_nationality_divides_nobody() -> None:
    one, two = person(1, "Karim Belhaj", nationality="TN"), person(2, "Karim Belhaj", nationality="SY")
    assert verdict(one, two) is Verdict.DIFFERENT
    guess = tuple(msgspec.structs.replace(v, weight=0.3, basis=Basis.INFERRED) for v in two.values)
    assert verdict(one, msgspec.structs.replace(two, values=guess)) is Verdict.SAME


def test_a_rough_age_agrees_more_widely() -> None:
    one, two = person(1, "Abu Omar", age="38", nationality="SY"), person(2, "Abu Omar", age="40", nationality="SY")
    assert verdict(one, two) is not Verdict.SAME
    rough = tuple(msgspec.structs.replace(v, rule="age-about") if v.field == "age" else v for v in two.values)
    assert verdict(one, msgspec.structs.replace(two, values=rough)) is Verdict.SAME


def test_a_place_speaks_for_one_name_twice() -> None:
    one, two = person(1, "Abu Omar", age="30", place="Dabiq"), person(2, "Abu Omar", age="31", place="Dabiq")
    found = list(match([one, two], facts([one, two]), MatchOptions(), plain))
    assert found[0].parts["place"] > 0
    assert "both speak of Dabiq" in found[0].reasons


def test_of_two_decisions_on_one_person_the_later_holds() -> None:
    people = [person(1, "Karim Belhaj", age="24"), person(2, "Karim Belhaj", age="24")]
    a, b = people[0].id, people[1].id
    for first, second in ((a, b), (b, a)):
        out = resolved(people, log(Include(appearance=first), Exclude(appearance=second)))
        assert [p.status for p in out.persons] == [Status.EXCLUDED]
        out = resolved(people, log(Exclude(appearance=first), Include(appearance=second)))
        assert [p.status for p in out.persons] == [Status.INCLUDED]
        renewed = log(Exclude(appearance=first), Include(appearance=second), Exclude(appearance=first))
        assert [p.status for p in resolved(people, renewed).persons] == [Status.EXCLUDED]
        age = [CorrectAttribute(appearance=x, field="age", value=v) for x, v in ((first, "30"), (second, "31"))]
        assert resolved(people, log(*age)).persons[0].age == 31
        unknown = CorrectAttribute(appearance=first, field="age", value=None)
        assert resolved(people, log(*age, unknown)).persons[0].age is None


def test_decisions_win_and_undo_restores() -> None:
    people = [person(1, "Karim Belhaj"), person(2, "Karim Belhaj")]
    a, b = people[0].id, people[1].id
    assert resolved(people).count.best == 1
    split = log(Split(left=a, right=b))
    assert resolved(people, split).count.best == 2
    assert resolved(people, [*split, *log(Split(left=a, right=b), Undo(event=1))[1:]]).count.best == 1
    out = resolved(people, log(Exclude(appearance=a)))
    assert [p.status for p in out.persons] == [Status.EXCLUDED]
    assert out.persons[0].reason == "seen"


def test_who_spoke_before_the_window_is_listed_as_excluded() -> None:
    one = person(1, "Karim Belhaj")
    early = {
        one.article: ArticleFacts(
            id=one.article, order=0, source="a", published="2013-05-01", language="en", origin=one.article
        )
    }
    found = resolve([one], [], fold([]), early, STUDY)
    assert found.persons[0].status is Status.EXCLUDED
    assert "window" in found.persons[0].reason


ACTIONS = st.lists(
    st.one_of(
        st.builds(Include, appearance=st.sampled_from([f"d-{i:02d}@0-5" for i in range(5)])),
        st.builds(Exclude, appearance=st.sampled_from([f"d-{i:02d}@0-5" for i in range(5)])),
        st.builds(
            Merge,
            left=st.sampled_from([f"d-{i:02d}@0-5" for i in range(5)]),
            right=st.sampled_from([f"d-{i:02d}@0-5" for i in range(5)]),
        ),
        st.builds(
            Split,
            left=st.sampled_from([f"d-{i:02d}@0-5" for i in range(5)]),
            right=st.sampled_from([f"d-{i:02d}@0-5" for i in range(5)]),
        ),
        st.builds(Undo, event=st.integers(1, 8)),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(ACTIONS, st.lists(st.floats(0, 1), min_size=5, max_size=5), st.randoms(use_true_random=False))
def test_histories(actions: list[Action], chances: list[float], dice: object) -> None:
    people = [person(i, "Karim", round(p, 2)) for i, p in enumerate(chances)]
    decisions = log(*[a for a in actions if not (isinstance(a, (Merge, Split)) and a.left == a.right)])
    state = fold(decisions)
    assert state == fold(decisions)
    found = resolved(people, decisions)
    home = {a: p for p in found.persons for a in p.appearances}
    # entered = in persons + set aside, each once
    assert sorted([*home, *(s.subject for s in found.set_asides)]) == sorted(p.id for p in people)
    assert found.count.floor <= found.count.best <= found.count.ceiling
    for a, b in state.cannot:
        assert home.get(a) is None or home.get(a) is not home.get(b)
    for who, (included, _) in state.verdicts.items():
        same = [v for x, v in state.verdicts.items() if home.get(x) is home.get(who)]
        if len(same) == 1:
            assert home[who].status is (Status.INCLUDED if included else Status.EXCLUDED)
    shuffled = list(people)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    again = resolve(shuffled, list(match(people, facts(people), MatchOptions(), plain)), state, facts(people), STUDY)
    assert again == found


def test_an_earlier_public_word_that_an_article_states_comes_before_the_article() -> None:
    assert resolved([person(1, "Noor Haddad", spoke="2014-06")]).persons[0].first_public == "2014-06"
    assert resolved([person(1, "Noor Haddad", spoke="2015-03")]).persons[0].first_public == "2015-03-01"
    assert resolved([person(1, "Noor Haddad", spoke="2015-04")]).persons[0].first_public == "2015-03-01"


def test_people_set_when_somebody_first_spoke() -> None:
    one = person(1, "Noor Haddad", spoke="2014-06")
    decided = log(CorrectAttribute(appearance=one.id, field="spoke", value="2015-02"))
    assert resolved([one], decided).persons[0].first_public == "2015-02"
