"""The ledger: each number is its members, and each member has evidence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshots import JOINING, LEAVING, demo_snapshot, random_snapshot

from testimonia.domain.article import ArticleFacts
from testimonia.domain.claim import Claim, ClaimScope
from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.settings import Group
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import COUNTS, count
from testimonia.study.count.register import Register
from testimonia.study.count.reported import NAMES, reported

change = msgspec.structs.replace
DEMO, _ = demo_snapshot()
FOUND = count(DEMO)


def figure(id: str, findings: Findings = FOUND) -> Figure:
    found = findings.figure(id)
    assert found is not None, id
    return found


def value(id: str, findings: Findings = FOUND) -> float:
    return figure(id, findings).value


def labels(id: str) -> set[str]:
    by_id = {p.id: p.label for p in DEMO.persons}
    return {by_id[m] for m in figure(id).members}


def test_the_headline_is_the_best_estimate_with_its_range() -> None:
    f = figure("count.individuals")
    assert (f.low, f.value, f.high, len(f.members)) == (5, 6, 7, 6)
    assert (value("count.included"), value("count.candidate"), value("count.excluded")) == (2, 4, 3)


def test_countries_are_nationalities_with_the_words_they_rest_on() -> None:
    f = figure("count.countries")
    assert f.value == 5 and f.unit == "countries" and len(f.members) == 5
    assert value("country.SY.count") == value("country.GB.count") == 1
    assert DEMO.appearances[figure("country.SY.count").evidence[0][0]].value("nationality") == "SY"
    assert labels("country.unknown.count") == {"UNIDENTIFIED MAN"}
    assert FOUND.figure("country.SE.count") is None  # the Swede is excluded


def test_who_they_are() -> None:
    assert (value("gender.F.count"), value("gender.M.count"), value("gender.unknown.count")) == (2, 3, 1)
    share = figure("gender.F.share")
    assert (share.value, share.low, share.high) == (2 / 6, 2 / 6, 3 / 6)
    assert (value("age.18_24.count"), value("age.25_34.count"), value("age.unknown.count")) == (1, 3, 2)
    median = figure("age.median")
    assert (median.low, median.value, median.high) == (23, 28.5, 34)
    assert value("role.prison_guard.count") == 1 and value("role.unknown.count") == 3
    assert labels("count.origins.2") == {"Yusuf Haddad"} and value("count.origins.1") == 5


def test_articles_and_copies() -> None:
    ids = ("articles.in.count", "articles.origins.count", "articles.copies.count", "articles.telling.count")
    assert [value(i) for i in ids] == [9, 7, 2, 8]


def test_exclusions_by_reason() -> None:
    found = {f.title: f.value for f in FOUND.figures if f.id.startswith("excluded.")}
    assert found == {
        "Excluded: captured, did not leave of his own will": 1,
        "Excluded: out of window": 1,
        "Excluded: travelled there, did not leave": 1,
    }


def test_codes_count_persons_not_passages() -> None:
    brutality = figure("leaving.brutality.count")
    assert brutality.value == 1 and len(brutality.evidence[0]) == 3  # one man, three passages
    assert value("leaving.brutality.sub.executions.count") == 1
    assert value("leaving.brutality.sub.villagers.count") == 1
    assert value("leaving.quality_of_life.sub.duties.count") == 0


def test_denied_is_not_present_and_rejected_is_nothing() -> None:
    assert labels("leaving.brutality.denied.count") == {"Hamza"}
    assert "Hamza" not in labels("leaving.brutality.count")
    assert "Umm Rayan" not in labels("leaving.corruption.count")  # rejected by people
    assert "Umm Rayan" in labels("leaving.quality_of_life.count")  # added by people
    assert value("leaving.brutality.not_mentioned.count") == 4


def test_both_denominators_with_bounds_and_interval() -> None:
    among = figure("leaving.brutality.share")
    assert (among.denominator, value("leaving.any.count")) == ("leaving.any.count", 5)
    assert (among.value, among.low, among.high) == (1 / 5, 1 / 5, 4 / 5)
    of_all = figure("leaving.brutality.share_of_all")
    assert of_all.denominator == "count.individuals"
    assert (of_all.value, of_all.low, of_all.high) == (1 / 6, 1 / 6, 5 / 6)
    assert of_all.interval is not None and of_all.interval.method == "Wilson 95 %"
    assert "read the numbers, not the share" in of_all.query


def test_months_of_speaking_and_leaving() -> None:
    assert (value("time.spoke.first"), value("time.spoke.last")) == (201407, 201509)
    months = [p.month for p in FOUND.growth_spoke]
    assert months[0] == "2014-07" and months[-1] == "2015-09" and len(months) == 15
    assert sum(p.value for p in FOUND.growth_spoke) == value("time.spoke.dated.count") == 6
    assert sum(p.value for p in FOUND.growth_left) == value("time.left.dated.count") == 3
    assert labels("time.left.undated.count") == {"Hamza", "a 31-year-old Tunisian", "UNIDENTIFIED MAN"}


def test_leaving_by_joining() -> None:
    assert len(FOUND.cross) == len(LEAVING) * len(JOINING)
    cell = {(c.leaving, c.joining): c.value for c in FOUND.cross}
    assert cell["leaving/brutality", "joining/defend_sunnis"] == 1
    assert cell["leaving/corruption", "joining/material"] == 1
    assert sum(cell.values()) == 5  # he with two reasons for leaving stands in two cells


def test_reported_totals_stand_beside_ours_only_where_the_definition_is_the_same() -> None:
    individuals, britain, countries, travelled = FOUND.reported
    assert (individuals.reported, individuals.ours) == (58, 3)  # ours up to the day of the article
    assert (britain.country, britain.ours) == ("GB", 0)  # she spoke after the article
    assert (countries.unit, countries.ours) == ("countries", 3)
    assert travelled.ours is None and "travelled" in travelled.note
    ours = figure(individuals.figure or "")
    assert len(ours.members) == 3


def claims_with(**changes: object) -> Snapshot:
    claim = change(DEMO.claims[0], **changes)
    return change(DEMO, claims=(claim,))


@pytest.mark.parametrize(
    ("snapshot", "why"),
    [
        (claims_with(since=None), "since when"),
        (claims_with(since="2013"), "begins in 2013"),
        (claims_with(unit="narratives"), "counts narratives"),
        (claims_with(scope=ClaimScope.KILLED), "were killed"),
        (change(DEMO, settings=change(DEMO.settings, groups=(Group(name="A"), Group(name="B")))), "several groups"),
    ],
)
def test_what_cannot_be_compared_says_why(snapshot: Snapshot, why: str) -> None:
    total = count(snapshot).reported[0]
    assert total.ours is None and total.figure is None and why in total.note


def test_a_claim_that_begins_in_the_windows_year_is_comparable() -> None:
    assert count(claims_with(since="2014")).reported[0].ours == 3


def many(persons: int, claims: Sequence[Claim], facts: Sequence[ArticleFacts]) -> Snapshot:
    """So many people of whom all first spoke in May 2014, and nobody else; these claims, in articles of these facts."""
    one = change(
        DEMO.persons[1],
        name=None,
        label="a man",
        aliases=(),
        nationality=None,
        values=(),
        values_from=(),
        first_public="2014-05",
    )
    people = (change(one, id=f"P-{n}", appearances=(f"d-{n}@0-9",)) for n in range(persons))
    return change(
        DEMO,
        persons=tuple(people),
        claims=tuple(claims),
        articles=tuple(facts),
        appearances={},
        codings=(),
        questions=(),
    )


def test_behind_reported_totals_stand_200_000_names_at_most_and_the_latest_totals_of_all_come_first() -> None:
    days = [
        change(DEMO.articles[0], id=f"d-{n}", origin=f"d-{n}", published=f"2015-{1 + n // 28:02d}-{1 + n % 28:02d}")
        for n in range(206)
    ]
    told = [change(DEMO.claims[0], id=f"q-{n}", article=a.id, figure=100.0 + n) for n, a in enumerate(days)]
    part, again = change(told[-1], id="q-part", figure=7.0, part_of=9000.0), change(told[-1], id="q-again")
    totals, figures = reported(Register(many(1000, [part, *told, again], days)))
    assert [t.claim for t in totals] == ["q-part", *(f"q-{n}" for n in range(206)), "q-again"]
    assert [t.claim for t in totals if t.ours is not None] == [f"q-{n}" for n in range(6, 206)]
    assert sum(len(f.members) for f in figures) == NAMES == 200_000
    assert {t.figure for t in totals} - {None} == {f.id for f in figures if f.unit == "persons"}
    for total in (t for t in totals if t.ours is None):
        assert (
            total.figure is None and total.difference == "" and total.unlisted == () and "200,000 names" in total.note
        )


@pytest.mark.parametrize(("most", "beside"), [(18, 2), (17, 1), (1, 1)])
def test_who_stands_just_outside_a_definition_is_among_the_names_and_one_total_is_always_compared(
    most: int, beside: int
) -> None:
    """Three people are let in, three spoke later, three are excluded: nine names behind each total."""
    second = change(DEMO.claims[0], id="q-second", figure=59.0)
    totals, _ = reported(Register(change(DEMO, claims=(DEMO.claims[0], second))), most)
    assert sum(t.ours is not None for t in totals) == beside
    assert all(f"{most} names" in t.note for t in totals if t.ours is None)


def test_an_empty_study_divides_by_nothing() -> None:
    empty = Snapshot(settings=DEMO.settings, codebook=DEMO.codebook, count=CountRange(floor=0, best=0, ceiling=0),
                     program="t")  # fmt: skip
    found = count(empty)
    assert value("count.individuals", found) == 0 and found.growth_spoke == ()
    share = figure("leaving.brutality.share", found)
    assert (share.value, share.low, share.high) == (0, 0, 1) and "not known" in share.query
    assert found.figure("age.median") is None and found.figure("time.spoke.first") is None


def test_a_code_that_the_codebook_does_not_know_is_counted_all_the_same() -> None:
    strange = change(DEMO.codings[0], code="leaving/other", sub="homesick")
    found = count(change(DEMO, codings=(*DEMO.codings, strange)))
    assert value("leaving.other.count", found) == value("leaving.other.sub.homesick.count", found) == 1


def test_a_question_put_twice_waits_once() -> None:
    found = count(change(DEMO, questions=(*DEMO.questions, DEMO.questions[0])))
    assert value("review.open.count", found) == 3


def test_roles_and_reasons_that_look_alike_keep_their_own_ids() -> None:
    first, second, *rest = DEMO.persons
    roles = (change(first, group_role="Wächter"), change(second, group_role="W chter"), *rest)
    found = [f for f in count(change(DEMO, persons=roles)).figures if f.id.startswith("role.w_chter")]
    assert len(found) == 2 and len({f.id for f in found}) == 2


@pytest.mark.parametrize("id", ["q-one", "a claim with a very long id that is cut somewhere on its way", "", "☃"])
def test_claims_that_share_an_id_keep_their_own_figures(id: str) -> None:
    same = tuple(change(c, id=id) for c in (DEMO.claims[0], DEMO.claims[1], DEMO.claims[0]))
    found = count(change(DEMO, claims=same))
    assert [(t.reported, t.country) for t in found.reported] == [(58, None), (2, "GB"), (58, None)]
    figures = [figure(t.figure or "", found) for t in found.reported]
    assert len({f.id for f in figures}) == 3 and [f.value for f in figures] == [3, 0, 3]
    assert len({f.id for f in found.figures}) == len(found.figures)


def test_a_role_called_unknown_is_not_the_role_that_is_not_stated() -> None:
    first, *rest = DEMO.persons
    found = count(change(DEMO, persons=(change(first, group_role="unknown"), *rest)))
    assert len({f.id for f in found.figures}) == len(found.figures)


def test_hostile_dates_stand_in_no_month() -> None:
    odd = tuple(change(p, first_public="9999-12", left="2015-13") for p in DEMO.persons)
    found = count(change(DEMO, persons=odd))
    assert found.growth_spoke == found.growth_left == ()
    assert value("time.spoke.undated.count", found) == 6


def test_hidden_names_do_not_stand_in_titles() -> None:
    hidden = change(DEMO.persons[2], group_role="driver of Hamza's lorry")
    loud = change(DEMO.persons[7], reason="is only Hamza again")
    persons = (*DEMO.persons[:2], hidden, *DEMO.persons[3:7], loud, *DEMO.persons[8:])
    words = " ".join(f"{f.id} {f.title} {f.query}" for f in count(change(DEMO, persons=persons)).figures)
    assert "hamza" not in words.casefold() and f"[{hidden.id}]" in words


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 25))
def test_every_count_is_its_members_and_all_have_evidence(seed: int, n: int) -> None:
    snapshot, _ = random_snapshot(seed, n)
    found = count(snapshot)
    assert count(snapshot) == found
    assert len({f.id for f in found.figures}) == len(found.figures)
    for f in found.figures:
        if f.unit in COUNTS:
            assert len(f.members) == f.value, f.id
        assert len(set(f.members)) == len(f.members) == len(f.evidence) and all(f.evidence), f.id
        assert f.low is None or f.high is None or f.low <= f.value <= f.high, f.id
    _partitions(found)
    _agrees_with_a_plain_count(snapshot, found)


def _partitions(found: Findings) -> None:
    """Every person stands in exactly one of each of these."""
    n = value("count.individuals", found)
    for start in ("country.", "gender.", "age.", "role.", "count.origins."):
        assert sum(f.value for f in found.figures if f.id.startswith(start) and f.unit == "persons") == n, start
    for code in LEAVING + JOINING:
        id = code.replace("/", ".")
        assert sum(value(f"{id}.{k}count", found) for k in ("", "denied.", "not_mentioned.")) == n
    assert value("time.spoke.dated.count", found) + value("time.spoke.undated.count", found) == n
    excluded = sum(f.value for f in found.figures if f.id.startswith("excluded."))
    assert excluded == value("count.excluded", found)


def _agrees_with_a_plain_count(snapshot: Snapshot, found: Findings) -> None:
    counted = [p for p in snapshot.persons if p.status is not Status.EXCLUDED]

    def gives(person: Person, code: str) -> bool:
        return any(
            k.appearance in person.appearances
            and k.code == code
            and k.stance is Stance.PRESENT
            and k.status is not CodingStatus.REJECTED
            for k in snapshot.codings
        )

    for code in LEAVING + JOINING:
        assert value(f"{code.replace('/', '.')}.count", found) == sum(gives(p, code) for p in counted)
    for cell in found.cross:
        assert cell.value == sum(gives(p, cell.leaving) and gives(p, cell.joining) for p in counted)


def test_the_claim_of_the_demo_is_what_the_test_thinks() -> None:
    assert isinstance(DEMO.claims[0], Claim) and DEMO.claims[1].since == "2014-01"
