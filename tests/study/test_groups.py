"""Groups beside each other: cells, tests, effects and bounds against brute force and scipy; declared patterns; what is too small."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from snapshots import demo_snapshot, random_snapshot

from testimonia.config.study import load_study
from testimonia.domain.comparison import Comparisons, Pattern, Region
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.finding import Association
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import ConfigError
from testimonia.study.count import count
from testimonia.study.count.groups import LEAST, attribute_groups
from testimonia.study.count.register import Register

WEST = Region(id="west", name="the West", countries=("GB", "DE", "FR", "SE"))
PATTERNS = (
    Pattern(id="life_west", name="Quality of life, among those from the West", reason="leaving/quality_of_life", among="west"),
    Pattern(id="villagers", name="Brutality, where it was villagers", reason="leaving/brutality:villagers", among="leaving/brutality"),
    Pattern(id="moon", name="Brutality, among those from the Moon", reason="leaving/brutality", among="moon"),
    Pattern(id="no_code", name="Boredom, among women", reason="leaving/boredom", among="women"),
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    held, _ = random_snapshot(5, 160)
    return msgspec.structs.replace(held, comparisons=Comparisons(regions=(WEST,), patterns=PATTERNS))


@pytest.fixture(scope="module")
def found(snapshot: Snapshot) -> Findings:
    return count(snapshot)


def figure(found: Findings, id: str) -> Figure:
    held = found.figure(id)
    assert held is not None, id
    return held


def tables(found: Findings, family: str) -> list[Association]:
    return [t for t in found.associations if t.family == family]


# -- tables


def test_reasons_of_both_families_are_set_beside_attributes(found: Findings) -> None:
    for family in ("leaving", "joining"):
        beside = {t.right for t in tables(found, f"{family} x attributes")}
        assert {"women", "people from the West", "people from Iraq", "aged 25 to 34"} <= beside
        assert "men" not in beside  # the same table as women, told the other way round


def test_every_table_recounts_from_the_people(snapshot: Snapshot, found: Findings) -> None:
    register = Register(snapshot)
    people = {p.id: p for p in register.counted}
    for code in ("leaving/brutality", "joining/material"):
        family = code.split("/")[0]
        give = {p for c in register.family(family) for p in register.present[c]}
        known = [p for p in give if people[p].nationality]
        cells = [0, 0, 0, 0]
        for p in known:
            one, two = p in register.present[code], people[p].nationality in WEST.countries
            cells[0 if one and two else 1 if one else 2 if two else 3] += 1
        table = next(t for t in found.associations if t.figure == f"with.{code.replace('/', '.')}.west.odds")
        assert [table.both, table.only_left, table.only_right, table.neither] == cells


def test_tests_and_effects_are_scipys(found: Findings) -> None:
    stats = pytest.importorskip("scipy.stats")
    for t in found.associations:
        square = [[t.both, t.only_left], [t.only_right, t.neither]]
        assert t.p == pytest.approx(stats.fisher_exact(square).pvalue, abs=1e-6)
        n, m = t.both + t.only_right, t.only_left + t.neither
        if n and m:
            assert t.difference == pytest.approx(t.both / n - t.only_left / m, abs=1e-4)
            assert t.least <= t.difference <= t.most
            assert t.low <= t.difference <= t.high
        if min(map(sum, (*square, *zip(*square, strict=True)))) > 0:
            ratio = stats.contingency.odds_ratio(square, kind="conditional").statistic
            assert figure(found, t.figure).value == pytest.approx(min(999.0, ratio), rel=1e-3, abs=1e-3)


def test_a_family_is_corrected_by_the_definition_of_holm(found: Findings) -> None:
    for family in {t.family for t in found.associations}:
        rows = sorted(tables(found, family), key=lambda t: t.p)
        worst = 0.0
        for i, t in enumerate(rows):
            worst = max(worst, min(1.0, (len(rows) - i) * t.p))
            assert t.p_holm == pytest.approx(worst, abs=2e-4)


def silent(people: list[str], present: set[str], denied: set[str]) -> Iterator[set[str]]:
    """Every way in which those who do not mention a reason may have had it."""
    quiet = [p for p in people if p not in present and p not in denied]
    for many in range(len(quiet) + 1):
        yield from (present | set(some) for some in itertools.combinations(quiet, many))


def test_bounds_of_a_difference_hold_whatever_the_silent_would_have_said() -> None:
    for seed in range(6):
        held, _ = random_snapshot(seed, 24)
        held = msgspec.structs.replace(held, comparisons=Comparisons(regions=(WEST,)))
        findings, register = count(held), Register(held)
        people = {p.id: p for p in register.counted}
        code = "leaving/corruption"
        table = next((t for t in findings.associations if t.figure == "with.leaving.corruption.west.odds"), None)
        if table is None:
            continue
        give = {p for c in register.family("leaving") for p in register.present[c]}
        known = [p for p in give if people[p].nationality]
        inside = [p for p in known if people[p].nationality in WEST.countries]
        outside = [p for p in known if p not in inside]
        present, denied = set(register.present[code]), set(register.denied[code])
        shares = [
            [len(s & set(g)) / len(g) for s in silent(g, present & set(g), denied - present)] for g in (inside, outside)
        ]
        assert table.least == pytest.approx(min(shares[0]) - max(shares[1]), abs=1e-4)
        assert table.most == pytest.approx(max(shares[0]) - min(shares[1]), abs=1e-4)


# -- groups


def test_groups_too_small_to_be_set_beside_codes_are_not(snapshot: Snapshot) -> None:
    found = count(demo_snapshot()[0])
    assert not found.compared
    for group in attribute_groups(Register(snapshot)):
        assert LEAST <= len(group.members) < len(group.known)
        assert group.members.keys() <= group.known


def test_shares_of_a_group_rest_on_those_who_give_a_reason(found: Findings) -> None:
    assert {c.attribute for c in found.compared} == {"gender", "age", "region", "nationality"}
    for row in found.compared:
        whole = figure(found, row.whole)
        assert len(whole.members) >= LEAST
        for id in row.shares:
            share = figure(found, id)
            assert share.denominator == row.whole
            assert share.low is not None
            assert share.high is not None
            assert share.low <= share.value <= share.high


def test_which_countries_are_the_west_is_the_studys_to_say(snapshot: Snapshot) -> None:
    bare = count(msgspec.structs.replace(snapshot, comparisons=Comparisons()))
    assert not [t for t in bare.associations if "the West" in t.right]
    other = msgspec.structs.replace(WEST, id="north", name="the North", countries=("SE",))
    named = count(msgspec.structs.replace(snapshot, comparisons=Comparisons(regions=(other,))))
    north, sweden = (figure(named, f"with.leaving.brutality.{g}.odds") for g in ("north", "from_SE"))
    assert (north.members, north.value) == (sweden.members, sweden.value)


def test_two_groups_of_one_study_stand_apart_when_they_do() -> None:
    dice = random.Random(3)
    held, _ = random_snapshot(11, 200)
    women = {p.id for p in held.persons if p.gender == "F"}
    owner = {a: p.id for p in held.persons for a in p.appearances}
    kept = tuple(
        k for k in held.codings if k.code != "leaving/brutality" or owner[k.appearance] in women or dice.random() < 0.1
    )
    found = count(msgspec.structs.replace(held, codings=kept))
    table = next(t for t in found.associations if t.figure == "with.leaving.brutality.women.odds")
    assert table.p_holm < 0.01
    assert table.low > 0
    assert figure(found, table.figure).interval.low > 1  # type: ignore[union-attr]


# -- patterns


def test_a_declared_pattern_is_a_share_beside_that_of_all_others(found: Findings) -> None:
    inside, outside = (figure(found, f"pattern.life_west.{k}") for k in ("share", "others.share"))
    assert inside.value == figure(found, "among.west.leaving.quality_of_life.share").value
    assert outside.value == figure(found, "among.not_west.leaving.quality_of_life.share").value
    assert [t.figure for t in tables(found, "declared patterns")] == ["pattern.life_west.odds"]
    assert (
        tables(found, "declared patterns")[0].p_holm == tables(found, "declared patterns")[0].p
    )  # a family of its own


def test_what_is_looked_for_within_a_reason_has_no_others(found: Findings) -> None:
    whole, share = figure(found, "pattern.villagers.count"), figure(found, "pattern.villagers.share")
    assert set(whole.members) == set(figure(found, "leaving.brutality.count").members)
    assert set(share.members) == set(figure(found, "leaving.brutality.sub.villagers.count").members)
    assert found.figure("pattern.villagers.others.share") is None


def test_a_pattern_that_cannot_be_given_says_why(found: Findings) -> None:
    why = {r.id: r.reason for r in found.refusals}
    assert "is called moon" in why["pattern.moon.share"]
    assert "no code leaving/boredom" in why["pattern.no_code.share"]


# -- the study's file


def test_regions_and_patterns_stand_in_the_studys_file(tmp_path: Path) -> None:
    head = 'title = "t"\n[[groups]]\nname = "G"\n'
    (tmp_path / "study.toml").write_text(
        head
        + '[[regions]]\nid = "west"\nname = "the West"\ncountries = ["GB"]\n[[patterns]]\nid = "p"\nname = "P"\nreason = "leaving/x:y"\namong = "west"\n'
    )
    held = load_study(tmp_path).comparisons
    assert held.regions[0].countries == ("GB",)
    assert held.patterns[0].among == "west"
    (tmp_path / "study.toml").write_text(
        head
        + '[[regions]]\nid = "The West"\nname = "w"\ncountries = ["gb"]\n[[regions]]\nid = "women"\nname = "w"\ncountries = []\n'
        '[[patterns]]\nid = "p"\nname = "P"\nreason = "leaving"\namong = "west"\n[[patterns]]\nid = "p"\nname = "P"\nreason = "leaving/x"\namong = "west"\n'
    )
    with pytest.raises(ConfigError) as caught:
        load_study(tmp_path)
    for said in (
        "regions[1].id",
        "regions[1].countries",
        "regions[2].id",
        "regions[2].countries",
        "patterns[1].reason",
        "patterns[2].id",
    ):
        assert said in str(caught.value)
