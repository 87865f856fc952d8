"""The fewest individuals of groups held together by open pairs: the quick ways against trying everything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.domain.appearance import Appearance, Role
from testimonia.domain.codebook import Codebook
from testimonia.domain.person import CountRange, Person, Status
from testimonia.domain.settings import Group, Settings
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count.register import Register
from testimonia.study.count.uncertainty import _Web, bridges, uncertainty

Edge = tuple[str, str]
NAMES = "abcdefg"


def parts(group: tuple[str, ...], edges: set[Edge]) -> list[set[str]]:
    found = [{p} for p in group]
    for a, b in edges:
        one, two = (next((f for f in found if p in f), None) for p in (a, b))
        if one is not None and two is not None and one is not two:
            found.remove(two)
            one |= two
    return found


def ways(people: list[str]) -> Iterator[list[set[str]]]:
    if not people:
        yield []
        return
    for way in ways(people[1:]):
        yield [{people[0]}, *way]
        for i, block in enumerate(way):
            yield [*way[:i], {people[0], *block}, *way[i + 1 :]]


def fewest(group: tuple[str, ...], edges: set[Edge], articles: dict[str, str], firm: set[str]) -> int:
    def may_stand(block: set[str]) -> bool:
        alone = len({articles[p] for p in block}) == len(block)
        return alone and len(parts(tuple(block), {e for e in edges if block.issuperset(e)})) == 1

    return min(sum(bool(b & firm) for b in way) for way in ways(list(group)) if all(map(may_stand, way)))


EDGES = st.sets(st.sampled_from([*itertools.combinations(NAMES, 2)]), max_size=9)


def snapshot(edges: set[Edge], articles: dict[str, str], firm: set[str]) -> Snapshot:
    people = {f"{articles[n]}@{i}-{i + 1}": n for i, n in enumerate(NAMES)}
    at = {n: id for id, n in people.items()}
    return Snapshot(
        settings=Settings(title="T", groups=(Group(name="G"),)), codebook=Codebook(title="T", codes=()), program="test",
        appearances={id: Appearance(id=id, article=id.partition("@")[0], label=n, mentions=(), role=Role.CASE, probability=0.9, detector="x@1") for id, n in people.items()},
        persons=tuple(Person(id=n, status=Status.CANDIDATE, label=n, appearances=(at[n],), probability=0.9 if n in firm else 0.5) for n in NAMES),
        count=CountRange(floor=0, best=len(NAMES), ceiling=len(NAMES), open_pairs=tuple((at[a], at[b]) for a, b in sorted(edges))),
    )  # fmt: skip


@settings(max_examples=60)
@given(
    EDGES,
    st.fixed_dictionaries({n: st.sampled_from(["d-1", "d-2", "d-3", "d-4"]) for n in NAMES}),
    st.sets(st.sampled_from(NAMES)),
)
def test_small_groups_are_worked_out_exactly(edges: set[Edge], articles: dict[str, str], firm: set[str]) -> None:
    web = _Web(Register(snapshot(edges, articles, firm)))
    for group in web.groups:
        inside = {e for e in edges if e[0] in group}
        held = fewest(group, inside, articles, firm)
        assert web.fewest(group) == held
        for edge in inside:
            assert web.more(group, edge) == fewest(group, inside - {edge}, articles, firm) - held


@given(
    st.sets(st.sampled_from([*itertools.combinations(range(12), 2)]), min_size=1, max_size=20),
    st.sets(st.integers(0, 11)),
)
def test_a_pair_that_holds_a_large_group_together_is_found(pairs: set[tuple[int, int]], firm: set[int]) -> None:
    edges = {(f"{a:02d}", f"{b:02d}") for a, b in pairs}
    sure = {f"{n:02d}" for n in firm}
    for group in (tuple(sorted(g)) for g in parts(tuple(sorted({p for e in edges for p in e})), edges)):
        inside = {e for e in edges if e[0] in group}
        held = bridges(group, inside, sure.__contains__)
        for edge in inside:
            apart = sum(bool(p & sure) for p in parts(group, inside - {edge}))
            assert held[edge] == apart - bool(sure & set(group)), edge


def test_a_chain_of_thousands_takes_no_longer_for_each_pair() -> None:
    group = tuple(f"{n:05d}" for n in range(20_000))
    found = bridges(group, itertools.pairwise(group), lambda _: True)
    assert len(found) == 19_999 and set(found.values()) == {1}


def test_the_figures_follow() -> None:
    state = snapshot({("a", "b"), ("b", "c")}, {n: f"d-{n}" for n in NAMES}, set(NAMES))
    figures, rows = uncertainty(Register(state))
    assert {f.id: f.value for f in figures}["count.floor"] == 5
    assert {r.no for r in rows} == {(1, 7, 7)}
    near = msgspec.structs.replace(state, count=msgspec.structs.replace(state.count, floor=5))
    assert {r.no for r in uncertainty(Register(near))[1]} == {(6, 7, 7)}
