"""Findings beside the plain counts: the range, growth, what goes together, the unseen, words, reported totals, agreement."""

from __future__ import annotations

import ast
import random
import re
from pathlib import Path

import msgspec
import pytest
from snapshot_builder import Builder
from snapshots import demo_snapshot, random_snapshot

import testimonia.study
from testimonia.domain.appearance import MentionKind
from testimonia.domain.coverage import Coverage
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.release_policy import ReleasePolicy
from testimonia.domain.sample import CodeAgreement, Sampled
from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import count
from testimonia.study.estimate.words import PHRASES
from testimonia.study.shield import protect
from testimonia.study.shield.protect import marked

HOME = Path(testimonia.study.__file__).parent


def figure(found: Findings, id: str) -> Figure:
    held = found.figure(id)
    assert held is not None, id
    return held


def world(people: list[tuple[str, str, list[str]]], pairs: list[tuple[int, int]] = [], **more: object) -> Snapshot:  # noqa: B006
    """Persons as (name, month of leaving, articles); an article is "month publisher", and names it twice for two persons in it."""
    b = Builder()
    told: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for name, _, articles in people:
        for key in articles:
            names.setdefault(key, []).append(name)
    for key, held in names.items():
        month, publisher = key.split(" ", 1)
        told[key] = b.article(
            f"w/{key}", key, " ".join(f"{n} left." for n in held), published=month, publisher=publisher
        )
    persons: list[Person] = []
    for name, left, articles in people:
        seen = tuple(b.appearance(told[k], [(name, MentionKind.NAME)]) for k in articles)
        persons.append(msgspec.structs.replace(b.person(seen, Status.CANDIDATE), left=left or None))
    b.persons[:] = persons
    open_pairs = tuple((persons[i].appearances[0], persons[j].appearances[0]) for i, j in pairs)
    n = len(persons)
    held_count = CountRange(floor=1, best=n, ceiling=n, open_pairs=open_pairs)
    snapshot, _ = b.build(held_count, ())
    return msgspec.structs.replace(snapshot, **more)


# -- the range


def test_the_floor_is_exact_where_two_persons_stand_in_one_article() -> None:
    # Abel may be Boaz, Boaz may be Caleb; Abel and Caleb stand in one article, so they are two whatever Boaz is
    people = [
        ("Abel", "", ["2014-01 A"]),
        ("Boaz", "", ["2014-02 B"]),
        ("Caleb", "", ["2014-01 A"]),
        ("Dov", "", ["2014-03 C"]),
    ]
    found = count(world(people, [(0, 1), (1, 2)]))
    assert figure(found, "count.floor").value == 3
    apart = [
        ("Abel", "", ["2014-01 A"]),
        ("Boaz", "", ["2014-02 B"]),
        ("Caleb", "", ["2014-01 E"]),
        ("Dov", "", ["2014-03 C"]),
    ]
    assert figure(count(world(apart, [(0, 1), (1, 2)])), "count.floor").value == 2


def test_large_groups_are_bounded_and_said_to_be() -> None:
    people = [(f"Name{chr(65 + i)}", "", [f"2014-01 P{i}"]) for i in range(10)]
    held = figure(count(world(people, [(i, i + 1) for i in range(9)])), "count.floor")
    assert held.value == 1
    assert "1 larger groups" in held.query


def test_the_question_that_moves_the_count_most_comes_first() -> None:
    people = [("Abel", "", ["2014-01 A"]), ("Boaz", "", ["2014-02 B"]), ("Caleb", "", ["2014-01 C"])]
    found = count(world(people, [(0, 1), (0, 1), (1, 2)]))
    assert [s.yes[1] for s in found.sensitivity] == [2, 2]
    assert all(s.no[0] == 2 for s in found.sensitivity)  # a bridge decided "no" raises the floor
    assert {s.kind for s in found.sensitivity} == {"identity"}


# -- growth


def steady(months: int, a_month: int, articles: int, new: int = 0) -> Snapshot:
    """So many persons a month from two steady papers; `new` more a month from a source that joins half-way."""
    people = []
    for m in range(months):
        date = f"{2014 + m // 12}-{m % 12 + 1:02d}"
        for i in range(a_month):
            people.append((f"Steady{m:02d}x{i}", "", [f"{date} Paper{i % 2} no{i % articles}"]))
        for i in range(new if m >= months // 2 else 0):
            people.append((f"Newer{m:02d}x{i}", "", [f"{date} Newcomer no{i}"]))
    snapshot = world(people)
    facts = tuple(msgspec.structs.replace(a, publisher=(a.publisher or "").split(" ")[0]) for a in snapshot.articles)
    return msgspec.structs.replace(snapshot, articles=facts)


def test_a_source_that_joins_later_makes_no_growth() -> None:
    found = count(steady(16, 4, 4, new=6))
    raw, held = figure(found, "growth.spoke.uncorrected"), figure(found, "growth.spoke.factor")
    assert raw.interval is not None
    assert held.interval is not None
    assert raw.interval.low > 1  # the chart shows a rise
    assert held.interval.low < 1 < held.interval.high  # which is the newcomer's
    assert figure(found, "growth.later_sources.count").value == 48
    assert sum(m.from_new for m in found.corrected) == 48
    verdict = next(s for s in found.sayings if s.words == "growing")
    assert not verdict.holds


@pytest.mark.parametrize(("start", "gaps", "in_trend"), [("2014-01-01", (), True), ("2014-09-01", (), False), ("2014-01-01", (("2014-06-01", "2014-09-01"),), False), ("2016-01-01", (), True)])  # fmt: skip
def test_a_watched_source_that_joins_or_falls_silent_is_left_out_of_the_trend(
    start: str, gaps: tuple[tuple[str, str], ...], in_trend: bool
) -> None:
    """Whether it has an article in the first months or not: more of it was seen later."""
    held = steady(16, 4, 4)
    facts = tuple(
        msgspec.structs.replace(a, source=f"https://www.{(a.publisher or '').lower()}.example/{n}")
        for n, a in enumerate(held.articles)
    )
    watched = Coverage(source="https://paper1.example/rss", name="P", start=start, until="2015-06-01", gaps=gaps)
    same = Coverage(source="https://paper0.example/rss", name="Q", start="2014-01-01", until="2015-06-01")
    found = count(msgspec.structs.replace(held, articles=facts, coverage=(same, watched)))
    articles = sum("paper1" in a.source for a in facts)
    assert figure(found, "articles.later_sources.count").value == (0 if in_trend else articles)
    said = next(s for s in found.sayings if s.about == "coverage.constant")
    assert said.holds is in_trend
    assert ("none of 2 did" in said.because) is in_trend
    assert not any(s.about == "coverage.constant" for s in count(held).sayings)


def test_growth_is_said_only_where_the_corrected_trend_supports_it() -> None:
    people = []
    for m in range(18):
        date = f"{2014 + m // 12}-{m % 12 + 1:02d}"
        people += [(f"Grow{m:02d}x{i}", "", [f"{date} Paper{i % 2}"]) for i in range(1 + m)]
    found = count(world(people))
    verdict = next(s for s in found.sayings if s.words == "growing")
    assert verdict.holds
    assert verdict.figures == ("growth.spoke.factor",)
    few = count(world(people[:5]))
    said = next(s for s in few.sayings if s.words == "growing")
    assert not said.holds
    assert "not corrected" in said.because


def test_months_of_leaving_are_filled_up_for_those_yet_to_speak() -> None:
    dice, people = random.Random(4), []
    for left in range(24):
        for i in range(6):
            spoke = left + dice.choice((0, 1, 2, 3, 4))
            if spoke < 24:
                when = [f"{2014 + m // 12}-{m % 12 + 1:02d}" for m in (left, spoke)]
                people.append((f"Left{left:02d}x{i}", when[0], [f"{when[1]} Paper{i % 2}"]))
    found = count(world(people))
    months = [m for m in found.corrected if m.series == "left"]
    total = figure(found, "growth.left.expected")
    assert figure(found, "delay.left.median").value == 2
    assert (months[0].complete, months[0].expected) == (1.0, float(months[0].seen))
    assert months[-1].complete is not None
    assert months[-1].complete < 0.4
    assert total.low is not None
    assert total.high is not None
    assert len(people) < total.value
    assert total.low <= 144 <= total.high


# -- what goes together


def test_a_pair_that_goes_together_is_found_and_corrected_for_the_number_of_tables() -> None:
    snapshot, _ = random_snapshot(5, 120)
    found = count(snapshot)
    families = {t.family for t in found.associations}
    assert {"leaving x joining", "leaving x leaving"} <= families
    for table in found.associations:
        held = figure(found, table.figure)
        assert table.p <= table.p_holm <= 1
        assert held.interval is not None
        assert held.interval.low <= held.value <= held.interval.high
        assert f"both {table.both}" in held.query


def test_shares_within_a_group_have_the_group_for_denominator() -> None:
    snapshot, _ = random_snapshot(5, 120)
    found = count(snapshot)
    shares = [f for f in found.figures if f.id.startswith("among.") and f.unit == "share"]
    assert shares
    for held in shares:
        whole = figure(found, held.denominator or "")
        assert set(held.members) <= set(whole.members)
        assert held.value == pytest.approx(len(held.members) / len(whole.members))


# -- words


def test_words_hold_only_under_their_conditions() -> None:
    phrases = {p.words: p for p in PHRASES}
    assert phrases["most"].unmet(0.67, 58, 0.54, 0.78, 1.0) == ""
    assert "begins at 46%" in phrases["most"].unmet(
        0.586, 58, 0.458, 0.704, 1.0
    )  # "almost 60 %" of 58 is not surely most
    assert phrases["two thirds"].unmet(0.655, 58, 0.525, 0.765, 1.0).startswith("the interval is 24 points broad")
    assert phrases["a third"].unmet(0.33, 400, 0.285, 0.377, 1.0) == ""
    assert phrases["small but significant"].unmet(0.12, 60, 0.06, 0.23, 1.0) == ""
    assert "begins at 1%" in phrases["small but significant"].unmet(0.06, 31, 0.01, 0.2, 1.0)
    assert "nobody rules it out" in phrases["not a universal concern"].unmet(0.3, 60, 0.2, 0.43, 1.0)
    assert phrases["not a universal concern"].unmet(0.3, 60, 0.2, 0.43, 0.9) == ""


def test_every_saying_rests_on_figures_of_the_ledger() -> None:
    for snapshot in (demo_snapshot()[0], random_snapshot(2, 60)[0]):
        found = count(snapshot)
        ids = {f.id for f in found.figures}
        assert found.sayings
        for saying in found.sayings:
            assert set(saying.figures) <= ids
            assert saying.because
            assert saying.holds or saying.because.count(";") or "not corrected" in saying.because


# -- sampled codes and agreement


def test_a_code_on_which_coders_disagree_says_so_wherever_its_share_stands() -> None:
    snapshot, _ = demo_snapshot()
    low = msgspec.structs.replace(snapshot, agreement=(CodeAgreement(code="leaving/brutality", alpha=0.41, units=30),
                                                       CodeAgreement(code="leaving/corruption", alpha=0.9, units=30)))  # fmt: skip
    found = count(low)
    for suffix in ("share", "share_of_all"):
        assert (
            "alpha over 30 units is 0.41, the study asks for 0.667"
            in figure(found, f"leaving.brutality.{suffix}").query
        )
        assert "alpha" not in figure(found, f"leaving.corruption.{suffix}").query


def test_shares_of_sampled_codes_stand_three_ways_or_are_refused() -> None:
    dice = random.Random(1)
    rows = []
    for i in range(400):
        label = dice.random() < 0.4
        said = label if dice.random() < 0.85 else not label
        human = label if dice.random() < 0.3 else None
        rows.append(Sampled(unit=f"u{i}", code="leaving/brutality", machine=said, human=human, probability=0.3))
        rows.append(Sampled(unit=f"u{i}", code="leaving/corruption", machine=said, human=human))
    found = count(msgspec.structs.replace(demo_snapshot()[0], sampled=tuple(rows)))
    three = [figure(found, f"leaving.brutality.{s}") for s in ("powered", "people_alone", "machine_alone")]
    assert [f.interval is not None for f in three] == [True, True, False]
    refusal = next(r for r in found.refusals if r.id == "leaving.corruption.powered")
    assert "not drawn at random" in refusal.reason


# -- the unseen, reported totals


def test_thin_overlap_refuses_the_unseen_with_its_reason() -> None:
    found = count(demo_snapshot()[0])
    assert {r.id for r in found.refusals} >= {"unseen.chao", "unseen.systems"}
    assert all(r.reason for r in found.refusals)


def test_the_difference_to_a_reported_total_is_explained() -> None:
    found = count(demo_snapshot()[0])
    beside = [r for r in found.reported if r.ours is not None]
    assert beside
    for total in beside:
        held = figure(found, (total.figure or "").removesuffix("ours") + "difference")
        assert held.value == (total.ours or 0) - total.reported
        assert total.difference == held.query
        assert total.unlisted == held.members


# -- numbers come from the ledger


def typed_in(template: str) -> list[str]:
    """Numbers in the words of a template, other than the level of an interval."""
    marks = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script.*?</script>|<style.*?</style>|<[^>]*>"
    return re.findall(r"\d+", re.sub(marks, " ", template, flags=re.DOTALL).replace("95%", ""))


def test_no_template_types_a_number() -> None:
    assert typed_in('<p class="x1">{{ n }} of 58 people, 95% interval</p>') == ["58"]
    templates = sorted((HOME / "templates").glob("*.html"))
    assert len(templates) > 8
    for path in templates:
        assert typed_in(path.read_text("utf-8")) == [], path.name


def typed(source: str) -> list[str]:
    """Sentences in code that hold a number, other than the level of an interval."""
    tree = ast.parse(source)
    docs = {
        id(n.body[0].value) for n in ast.walk(tree)
        if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef) and n.body and isinstance(n.body[0], ast.Expr)
    }  # fmt: skip
    docs |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    said = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]
    prose = [s for s in said if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", s) and "<" not in s and "\\" not in s]
    return [s for s in prose if re.search(r"(?<![\w.-])\d", s.replace("95%", "").replace("95 %", ""))]


def test_no_sentence_of_the_report_types_a_number() -> None:
    assert typed('x = "about 60 per cent of the people"') == ["about 60 per cent of the people"]
    for path in sorted((HOME / "publish").glob("*.py")):
        assert typed(path.read_text("utf-8")) == [], path.name


def test_what_moves_the_count_does_not_say_in_a_release_who_a_pseudonym_may_be() -> None:
    snapshot, _ = demo_snapshot()
    hiding = msgspec.structs.replace(snapshot.settings, disclosure_pseudonymous=Disclosure.IDS)
    snapshot = msgspec.structs.replace(snapshot, settings=hiding)
    whole = count(snapshot)
    hidden = {a for p in snapshot.persons if p.pseudonymous for a in p.appearances}
    assert any(hidden & set(row.appearances) for row in whole.sensitivity)
    assert not [
        row for row in marked(whole, protect(snapshot, ReleasePolicy())).sensitivity if hidden & set(row.appearances)
    ]
