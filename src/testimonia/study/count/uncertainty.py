"""The count under uncertain identity: its ends worked out exactly where that can be done, and which open question moves them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from testimonia.domain.figure import Figure
from testimonia.domain.finding import Sensitivity
from testimonia.domain.person import Status
from testimonia.study.count.ledger import by_appearances, tally
from testimonia.study.count.register import Register

EXACT = 8
"""Groups of so many persons that open pairs hold together are worked out exactly: every way to join them is tried."""
FIRM = 0.6
"""As in the range itself: a person proposed with less may turn out to be none."""

Edges = frozenset[tuple[str, str]]


def uncertainty(register: Register) -> tuple[tuple[Figure, ...], tuple[Sensitivity, ...]]:
    """Figures of the range, and every open question with the range that each answer leaves, the one that moves most first."""
    web = _Web(register)
    return tuple(_figures(register, web)), tuple(_sensitivity(register, web))


class _Web:
    """Persons held together by open pairs."""

    def __init__(self, register: Register) -> None:
        self.persons = {p.id: p for p in register.counted}
        pairs = ((register.owner.get(a), register.owner.get(b)) for a, b in register.snapshot.count.open_pairs)
        self.edges: Edges = frozenset((min(a, b), max(a, b)) for a, b in pairs if a and b and a != b)
        self.articles = {
            p.id: frozenset(register.snapshot.appearances[a].article for a in p.appearances if a in register.snapshot.appearances)
            for p in register.counted
        }  # fmt: skip
        self.groups = _components(self.edges)
        self.home = {p: g for g in self.groups for p in g}

    def firm(self, id: str) -> bool:
        person = self.persons[id]
        return person.status is Status.INCLUDED or person.probability >= FIRM

    def alone(self) -> int:
        """Firm persons in no open pair."""
        return sum(self.firm(p) for p in self.persons if p not in self.home)

    def fewest(self, group: tuple[str, ...], edges: Edges) -> int:
        """The fewest firm persons that a group can come to; bounded by its connected parts where it is large."""
        if len(group) > EXACT:
            return sum(any(self.firm(p) for p in part) for part in _parts(group, edges))
        return min(sum(any(self.firm(p) for p in block) for block in way) for way in self._ways(group, edges))

    def _ways(self, group: tuple[str, ...], edges: Edges) -> Iterator[list[list[str]]]:
        """Every way to join the persons of a group: each block held together by open pairs, no two from one article."""

        def grow(rest: tuple[str, ...], blocks: list[list[str]]) -> Iterator[list[list[str]]]:
            if not rest:
                if all(len(_parts(tuple(b), edges)) == 1 for b in blocks):
                    yield blocks
                return
            head, tail = rest[0], rest[1:]
            for i, block in enumerate(blocks):
                if not any(self.articles[head] & self.articles[p] for p in block):
                    yield from grow(tail, [*blocks[:i], [*block, head], *blocks[i + 1 :]])
            yield from grow(tail, [*blocks, [head]])

        return grow(group, [])


def _components(edges: Edges) -> tuple[tuple[str, ...], ...]:
    return _parts(tuple(sorted({p for e in edges for p in e})), edges)


def _parts(group: tuple[str, ...], edges: Edges) -> tuple[tuple[str, ...], ...]:
    """The connected parts of these persons."""
    beside: dict[str, set[str]] = {p: set() for p in group}
    for a, b in edges:
        if a in beside and b in beside:
            beside[a].add(b)
            beside[b].add(a)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in group:
        if start in seen:
            continue
        part, queue = {start}, [start]
        while queue:
            for other in beside[queue.pop()] - part:
                part.add(other)
                queue.append(other)
        seen |= part
        found.append(tuple(sorted(part)))
    return tuple(found)


def _figures(register: Register, web: _Web) -> Iterator[Figure]:
    large = sum(len(g) > EXACT for g in web.groups)
    # pairs of one group alone: a group never looks beyond itself
    floor = web.alone() + sum(web.fewest(g, _within(g, web.edges)) for g in web.groups)
    how = (
        f"every way to join the persons of each group of up to {EXACT} is tried, none joining two people of one article"
    )
    how += f"; {large} larger groups are counted as one person for each connected part" if large else ""
    firm = [p for p in register.counted if web.firm(p.id)]
    yield tally("count.floor", "Fewest individuals, every open pair joined that may be",
                f"persons included or proposed with a probability of {FIRM} or more, joined along open pairs: {how}",
                by_appearances(firm), unit="persons at least", value=float(floor))  # fmt: skip
    open_persons = by_appearances(p for p in register.counted if p.id in web.home)
    yield tally("count.open.count", "Persons in an open question of identity",
                "counted persons who may be the same as another counted person", open_persons)  # fmt: skip
    single = by_appearances(p for p in register.counted if len(set(p.origins)) <= 1 and p.status is Status.CANDIDATE)
    yield tally("count.single_origin.undecided", "Single-origin cases that nobody has decided",
                "counted persons with one independent origin, proposed by the machine and not decided by people", single)  # fmt: skip


def _within(group: tuple[str, ...], edges: Edges) -> Edges:
    held = set(group)
    return frozenset(e for e in edges if e[0] in held and e[1] in held)


def _sensitivity(register: Register, web: _Web) -> Iterator[Sensitivity]:
    count = register.snapshot.count
    now = (count.floor, count.best, count.ceiling)
    edges: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for a, b in web.edges:
        edges[web.home[a]].add((a, b))
    asked = {frozenset(q.appearances): q.id for q in register.snapshot.questions if q.kind == "identity"}
    rows: list[Sensitivity] = []
    before: dict[tuple[str, ...], int] = {}
    for left, right in dict.fromkeys(count.open_pairs):
        one, two = register.owner.get(left), register.owner.get(right)
        if one and two and one != two:
            group = web.home[one]
            if group not in before:
                before[group] = web.fewest(group, frozenset(edges[group]))
            rows.append(
                _pair(
                    (left, right),
                    (min(one, two), max(one, two)),
                    group,
                    frozenset(edges[group]),
                    before[group],
                    web,
                    now,
                    asked,
                )
            )
    for question in register.snapshot.questions:
        if question.kind in ("case", "policy"):
            rows.append(_case(question.id, question.kind, question.appearances, now))
    return iter(sorted(rows, key=lambda r: (-_move(r, now), r.question, r.appearances)))


def _pair(
    pair: tuple[str, str], ends: tuple[str, str], group: tuple[str, ...], edges: Edges, before: int, web: _Web, now: tuple[int, int, int],
    asked: dict[frozenset[str], str],
) -> Sensitivity:  # fmt: skip
    floor, best, ceiling = now
    after = web.fewest(group, edges - {ends})
    return Sensitivity(
        question=asked.get(frozenset(pair), ""), kind="identity", appearances=pair,
        yes=(floor, best - 1, ceiling - 1), no=(min(best, floor + after - before), best, ceiling),
    )  # fmt: skip


def _case(id: str, kind: str, appearances: tuple[str, ...], now: tuple[int, int, int]) -> Sensitivity:
    floor, best, ceiling = now
    return Sensitivity(question=id, kind=kind, appearances=appearances,
                       yes=(floor, best + 1, ceiling), no=(floor, best, max(best, ceiling - 1)))  # fmt: skip


def _move(row: Sensitivity, now: tuple[int, int, int]) -> int:
    """By how much the answers differ, summed over the three numbers."""
    return sum(abs(y - n) for y, n in zip(row.yes, row.no, strict=True)) + sum(
        abs(n - w) for n, w in zip(row.no, now, strict=True)
    )
