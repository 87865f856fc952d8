"""What is withheld of whom: thresholds, dominance, combinations, complements, joins, requests, differences."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plants import NAME
from released import ids, publish

from testimonia import Study
from testimonia.domain.person import Person, Status
from testimonia.domain.release import Ground, Shown, Withheld
from testimonia.domain.release_policy import FieldPolicy, ReleasePolicy
from testimonia.errors import ReleaseError
from testimonia.pipeline.diff import diff_releases
from testimonia.study.shield import protect
from testimonia.study.shield.difference import differences, taken_back
from testimonia.study.shield.fields import KEYS, value_of, withheld_fields
from testimonia.study.spelling import level, skeleton

POLICY = ReleasePolicy()


def person(id: str, **facts: object) -> Person:
    return Person(id=id, status=Status.CANDIDATE, label=id, appearances=(f"d-{id}@0-1",), **facts)  # type: ignore[arg-type]


def crowd(n: int, **facts: object) -> list[Person]:
    return [person(f"N{i}", **facts) for i in range(n)]


def test_a_value_that_too_few_share_is_withheld() -> None:
    people = [*crowd(4, nationality="SY"), person("A", nationality="SY"), person("B", nationality="JO")]
    found = withheld_fields(people, frozenset("AB"), POLICY, {})
    assert found["B"] == {"nationality": Ground.THRESHOLD}
    assert found["A"] == {"nationality": Ground.COMPLEMENT}  # one withheld value could be found by subtraction


def test_people_who_are_shown_by_name_keep_everything() -> None:
    people = [*crowd(4, nationality="SY"), person("B", nationality="JO")]
    assert withheld_fields(people, frozenset(), POLICY, {}) == {}


def test_who_stands_behind_most_of_a_cell_is_withheld() -> None:
    people = [*crowd(3, nationality="SY", gender="M"), person("A", nationality="SY", gender="M")]
    found = withheld_fields(people, frozenset("A"), POLICY, {"A": 40})
    assert found["A"]["nationality"] is Ground.DOMINANCE
    assert withheld_fields(people, frozenset("A"), POLICY, {"A": 4}) == {}


def test_what_tells_together_is_withheld_in_part() -> None:
    people = [*crowd(4, nationality="SY", gender="M"), *[person(f"W{i}", nationality="DE", gender="F") for i in range(4)],
              person("A", nationality="SY", gender="F")]  # fmt: skip
    found = withheld_fields(people, frozenset("A"), POLICY, {})
    # a woman from Syria is one alone; and of a woman whose country is not told it is known that she is not from Germany
    assert found["A"] == {"nationality": Ground.COMBINATION, "gender": Ground.COMBINATION}


def test_the_policy_of_a_field_holds() -> None:
    people = [*crowd(5, age=30), person("A", age=30)]
    hidden = ReleasePolicy(age=FieldPolicy.HIDE)
    assert withheld_fields(people, frozenset("A"), hidden, {})["A"] == {"age": Ground.POLICY}
    shown = ReleasePolicy(age=FieldPolicy.SHOW)
    assert withheld_fields([person("A", age=99)], frozenset("A"), shown, {}) == {}


FACTS = st.fixed_dictionaries({
    "nationality": st.sampled_from([None, "SY", "DE", "JO"]), "gender": st.sampled_from([None, "F", "M"]),
    "age": st.sampled_from([None, 16, 22, 31]), "group_role": st.sampled_from([None, "guard", "cook"]),
})  # fmt: skip


@given(facts=st.lists(FACTS, min_size=1, max_size=14), hidden=st.sets(st.integers(0, 13)), threshold=st.integers(2, 5))
def test_nobody_is_told_apart_by_what_is_shown(
    facts: list[dict[str, object]], hidden: set[int], threshold: int
) -> None:
    """k-anonymity: whoever is not shown by name shares all that is shown with enough others, or nothing is shown."""
    people = [person(f"P{i}", **f) for i, f in enumerate(facts)]
    protected = frozenset(f"P{i}" for i in hidden if i < len(people))
    found = withheld_fields(people, protected, ReleasePolicy(threshold=threshold), {})

    def shown(p: Person) -> tuple[str | None, ...]:
        return tuple(None if f in found.get(p.id, {}) else value_of(p, f) for f in KEYS)

    alike = Counter(map(shown, people))
    for p in people:
        if p.id in protected and any(shown(p)):
            assert alike[shown(p)] >= threshold, (p.id, shown(p))


@given(facts=st.lists(FACTS, min_size=1, max_size=14), threshold=st.integers(2, 5))
def test_what_is_withheld_cannot_be_found_by_subtraction(facts: list[dict[str, object]], threshold: int) -> None:
    """Of each attribute nothing is withheld, or of as many as the threshold asks, or of everybody who could be."""
    people = [person(f"P{i}", **f) for i, f in enumerate(facts)]
    protected = frozenset(p.id for p in people[::2])
    found = withheld_fields(people, protected, ReleasePolicy(threshold=threshold), {})
    for field in KEYS:
        gone = [id for id, fields in found.items() if field in fields]
        able = [p for p in people if p.id in protected and value_of(p, field) is not None]
        assert not gone or len(gone) >= min(threshold, len(able))


# -- spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yusuf", "Youssef"),
        ("Muhammad", "Mohamed"),
        ("Qasir", "Kassir"),
        ("Ḥusayn", "Hussein"),
        ("يوسف", "Yousef"),
        ("Хамза", "Hamza"),
    ],
)
def test_transliterations_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(level(one)) == skeleton(level(other))


# -- pseudonyms


def test_a_pseudonym_is_not_joined_to_the_name_that_another_paper_printed(home: Path, release: Path) -> None:
    with Study.open(home / "study") as study:
        state = study.snapshot()
    man = next(p for p in state.persons if NAME in (p.name, *p.aliases))
    printed = next(a.article for a in state.appearances.values() if a.id in man.appearances and NAME in a.names())
    page = (release / "people" / f"{man.id}.html").read_text("utf-8")
    assert printed not in page
    quotes = list(csv.DictReader((release / "data" / "quotes.csv").open(encoding="utf-8", newline="")))
    assert {q["source"] for q in quotes if q["person"] == man.id}  # those under the pseudonym stay
    assert all(q["source"] != printed for q in quotes)
    assert printed not in {e.partition("@")[0] for f in figures(release) for m, ev in zip(f["members"], f["evidence"], strict=True)
                           if m == man.id for e in ev}  # fmt: skip
    assert "it would join a pseudonym to a name" in (release / "check.html").read_text("utf-8")
    reasons = next(f for f in figures(release) if f["id"] == "leaving.corruption.count")
    assert man.id in reasons["members"]  # the reason still counts


def test_a_question_does_not_say_who_somebody_under_a_pseudonym_may_be() -> None:
    import sys

    sys.path.insert(0, str(Path(__file__).parent.parent / "study"))
    from report_study import twenty

    state, _ = twenty()
    asked = next(q for q in state.questions if q.kind == "identity")
    assert protect(state, POLICY).shown.questions
    first = next(p for p in state.persons if asked.appearances[0] in p.appearances)
    hidden = tuple(msgspec.structs.replace(p, pseudonymous=True) if p.id == first.id else p for p in state.persons)
    found = protect(msgspec.structs.replace(state, persons=hidden), POLICY)
    assert asked.id not in {q.id for q in found.shown.questions}
    assert protect(state, POLICY).counted.count.open_pairs
    assert found.counted.count.open_pairs == ()


def figures(release: Path) -> list[dict[str, object]]:
    held: list[dict[str, object]] = json.loads((release / "ledger.json").read_bytes())["figures"]
    return held


def test_minors_go_by_id(home: Path, release: Path) -> None:
    boy = ids(home / "study")["Yazan Darwish"]
    row = next(r for r in persons(release) if r["id"] == boy)
    assert row["shown_as"] == boy
    assert row["age"] == "WITHHELD"
    assert "they were under 18" in (release / "check.html").read_text("utf-8")


def persons(release: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((release / "data" / "persons.csv").open(encoding="utf-8", newline="")))


def test_who_decided_stays_the_teams_own(release: Path) -> None:
    log = list(csv.DictReader((release / "data" / "decisions.csv").open(encoding="utf-8", newline="")))
    assert {row["by"] for row in log} == {"reviewer-2"}  # the first decided on a join that is not told
    assert [row["number"] for row in log] == ["2"]


# -- requests


def test_a_removal_is_honoured_in_the_next_release(study: Path) -> None:
    omid = ids(study)["Omid Karsten"]
    with Study.open(study) as held:
        event = held.withdraw(omid, by="ana", reason="asked by letter")
    publish(study)
    second = study.parent / "second"
    for path in second.rglob("*"):
        assert omid not in path.name
        if path.suffix in (".html", ".csv", ".json", ".txt"):
            words = path.read_text("utf-8")
            assert omid not in words, path
            assert "Karsten" not in words, path
            assert "asked by letter" not in words, path
    assert len(persons(second)) == 7
    with Study.open(study) as held:
        held.undo(event.number, by="ana", reason="they wrote again")
    publish(study, "third")
    assert len(persons(study.parent / "third")) == 8


def test_a_reply_stands_on_the_page(study: Path, release: Path) -> None:
    leila = ids(study)["Leila Mansouri"]
    with Study.open(study) as held:
        held.reply(leila, "I never cooked. <b>I nursed.</b>", by="ana", reason="by mail")
    publish(study)
    second = study.parent / "second"
    assert "I never cooked. &lt;b&gt;I nursed.&lt;/b&gt;" in (second / "people" / f"{leila}.html").read_text("utf-8")
    assert next(r["reply"] for r in persons(second) if r["id"] == leila) == "I never cooked. <b>I nursed.</b>"
    told = diff_releases(release, second)
    assert any("reply not stated -> I never cooked" in line and "decision 3" in line for line in told)


# -- differences


def test_who_was_named_before_cannot_go_under_a_pseudonym_now(study: Path) -> None:
    with Study.open(study) as held:
        tarek = ids(study)["Tarek Sabbagh"]
        held.correct(tarek, "pseudonym", "yes", by="ana", reason="he wrote that he is in danger")
        held.run()
    with pytest.raises(ReleaseError, match="two together join the name to the pseudonym"):
        publish(study)
    with Study.open(study) as held:
        held.withdraw(tarek, by="ana", reason="in danger")
    assert publish(study).number == 2


def test_what_the_release_before_has_shown_and_this_one_withholds_is_told_to_whoever_signs(study: Path) -> None:
    page = study / "study.toml"
    plain = page.read_text("utf-8")
    for out, policy in (("shown", "show"), ("hidden", "hide")):
        page.write_text(
            f'{plain}\n[release]\nage = "{policy}"\ngender = "{policy}"\nnationality = "{policy}"\n', encoding="utf-8"
        )
        publish(study, out)
        check = (study.parent / out / "check.html").read_text("utf-8")
        assert ("an earlier release has shown it" in check) == (policy == "hide")


def test_only_what_was_shown_and_is_withheld_counts_as_taken_back() -> None:
    before = {
        "a": Shown(name="P-1", named=False, fields=("age", "gender")),
        "b": Shown(name="P-2", named=False, fields=("age",)),
    }
    people = [
        msgspec.structs.replace(person(id), appearances=seen)
        for id, seen in (("P-1", ("a",)), ("P-2", ("b", "c")), ("P-3", ("d",)))
    ]
    found = taken_back(before, people, {"P-1": ("age",), "P-2": ("age", "gender"), "P-3": ("age",)})
    assert found == (Withheld(what="age", ground=Ground.PREVIOUS, count=2),)
    assert taken_back(before, people, {}) == () == taken_back({}, people, {"P-1": ("age",)})


def test_the_other_way_round_too() -> None:
    one, other = Shown(name="P-1", named=False), Shown(name="Omid Karsten", named=True)
    assert len(list(differences({"a": one}, {"a": other}))) == 1
    assert list(differences({"a": other}, {"a": other})) == []
    assert list(differences({"a": one}, {"b": other})) == []
