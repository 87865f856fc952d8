"""The count under uncertain identity: its ends worked out exactly where that can be done, and which open question moves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from testimonia.domain.figure import Figure
from testimonia.domain.finding import Sensitivity
from testimonia.domain.person import Status
from testimonia.study.count.ledger import by_appearances, tally
from testimonia.study.count.register import Register
from testimonia.study.language import say

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
        self.inside: dict[tuple[str, ...], set[tuple[str, str]]] = {g: set() for g in self.groups}
        for edge in self.edges:
            self.inside[self.home[edge[0]]].add(edge)
        self._cuts: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}

    def firm(self, id: str) -> bool:
        person = self.persons[id]
        return person.status is Status.INCLUDED or person.probability >= FIRM

    def alone(self) -> int:
        """Firm persons in no open pair."""
        return sum(self.firm(p) for p in self.persons if p not in self.home)

    def fewest(self, group: tuple[str, ...]) -> int:
        """The fewest firm persons that a group can come to; one for each connected part where it is large."""
        return self._fewest(group, self.inside[group]) if len(group) <= EXACT else int(any(map(self.firm, group)))

    def more(self, group: tuple[str, ...], edge: tuple[str, str]) -> int:
        """How many more the fewest are when this pair of the group is two people."""
        if group not in self._cuts:
            self._cuts[group] = self._moves(group)
        return self._cuts[group][edge]

    def _moves(self, group: tuple[str, ...]) -> dict[tuple[str, str], int]:
        edges = self.inside[group]
        if len(group) > EXACT:
            return bridges(group, edges, self.firm)
        before = self._fewest(group, edges)
        return {edge: self._fewest(group, edges - {edge}) - before for edge in edges}

    def _fewest(self, group: tuple[str, ...], edges: Iterable[tuple[str, str]]) -> int:
        """Over every way to join the persons of a group: each block held together by open pairs, no two from one article.

        A set of persons is a number whose bits they are; the best way for a set is its best block with its first person, and the best way for the rest.
        """
        place = {p: 1 << i for i, p in enumerate(group)}
        beside, apart = [0] * len(group), [0] * len(group)
        for a, b in edges:
            beside[group.index(a)] |= place[b]
            beside[group.index(b)] |= place[a]
        for i, one in enumerate(group):
            apart[i] = sum(place[p] for p in group if p != one and self.articles[p] & self.articles[one])
        firm = sum(place[p] for p in group if self.firm(p))
        whole = (1 << len(group)) - 1
        joined = [_is_block(block, beside, apart) for block in range(whole + 1)]
        best = [0] * (whole + 1)
        for people in range(1, whole + 1):
            head = people & -people
            rest = others = people ^ head
            found = best[rest] + bool(firm & head)
            while others:
                if joined[others | head]:
                    found = min(found, best[rest ^ others] + bool(firm & (others | head)))
                others = (others - 1) & rest
            best[people] = found
        return best[whole]


def _is_block(block: int, beside: list[int], apart: list[int]) -> bool:
    """Whether these persons may be one: held together by open pairs, and no two from one article."""
    members = [i for i in range(block.bit_length()) if block >> i & 1]
    if any(apart[i] & block for i in members):
        return False
    reached, fresh = 0, block & -block
    while fresh:
        reached |= fresh
        fresh = 0
        for i in members:
            if reached >> i & 1:
                fresh |= beside[i] & block & ~reached
    return reached == block


def bridges(
    group: tuple[str, ...], edges: Iterable[tuple[str, str]], firm: Callable[[str], bool]
) -> dict[tuple[str, str], int]:
    """For each pair of a connected group: 1 where without it the group falls into two parts with somebody firm in each, else 0.

    Source: R. E. Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2 (1974) 160-161.
    """
    beside: dict[str, list[str]] = {p: [] for p in group}
    found: dict[tuple[str, str], int] = {}
    for a, b in edges:
        beside[a].append(b)
        beside[b].append(a)
        found[a, b] = 0
    order: dict[str, int] = {group[0]: 0}
    low, within = {group[0]: 0}, {p: int(firm(p)) for p in group}
    whole = sum(within.values())
    path: list[tuple[str, str, Iterator[str]]] = [(group[0], "", iter(beside[group[0]]))]
    while path:
        here, came, ahead = path[-1]
        for other in ahead:
            if other not in order:
                order[other] = low[other] = len(order)
                path.append((other, here, iter(beside[other])))
                break
            if other != came:
                low[here] = min(low[here], order[other])
        else:
            path.pop()
            if came:
                low[came] = min(low[came], low[here])
                within[came] += within[here]
                if low[here] > order[came]:
                    found[min(here, came), max(here, came)] = int(0 < within[here] < whole)
    return found


def _components(edges: Edges) -> tuple[tuple[str, ...], ...]:
    """The connected groups of those who are in any pair."""
    beside: dict[str, set[str]] = {p: set() for p in sorted({p for e in edges for p in e})}
    for a, b in edges:
        beside[a].add(b)
        beside[b].add(a)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in beside:
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
    floor = web.alone() + sum(web.fewest(g) for g in web.groups)
    how = say(
        "every way to join the persons of each group of up to {exact} is tried, none joining two people of one article",
        exact=EXACT,
    )
    how += (
        say("; {large} larger groups are counted as one person for each connected part", large=large) if large else ""
    )
    firm = [p for p in register.counted if web.firm(p.id)]
    yield tally("count.floor", say("Fewest individuals, every open pair joined that may be"),
                say("persons included or proposed with a probability of {firm} or more, joined along open pairs: {how}", firm=FIRM, how=how),
                by_appearances(firm), unit=say("persons at least"), value=float(floor))  # fmt: skip
    open_persons = by_appearances(p for p in register.counted if p.id in web.home)
    yield tally("count.open.count", say("Persons in an open question of identity"),
                say("counted persons who may be the same as another counted person"), open_persons)  # fmt: skip
    single = by_appearances(p for p in register.counted if len(set(p.origins)) <= 1 and p.status is Status.CANDIDATE)
    yield tally("count.single_origin.undecided", say("Single-origin cases that nobody has decided"),
                say("counted persons with one independent origin, proposed by the machine and not decided by people"), single)  # fmt: skip


def _sensitivity(register: Register, web: _Web) -> Iterator[Sensitivity]:
    count = register.snapshot.count
    now = (count.floor, count.best, count.ceiling)
    asked = {frozenset(q.appearances): q.id for q in register.snapshot.questions if q.kind == "identity"}
    rows: list[Sensitivity] = []
    for left, right in dict.fromkeys(count.open_pairs):
        one, two = register.owner.get(left), register.owner.get(right)
        if one and two and one != two:
            more = web.more(web.home[one], (min(one, two), max(one, two)))
            rows.append(_pair((left, right), more, now, asked))
    for question in register.snapshot.questions:
        if question.kind in ("case", "policy"):
            rows.append(_case(question.id, question.kind, question.appearances, now))
    return iter(sorted(rows, key=lambda r: (-_move(r, now), r.question, r.appearances)))


def _pair(pair: tuple[str, str], more: int, now: tuple[int, int, int], asked: dict[frozenset[str], str]) -> Sensitivity:
    floor, best, ceiling = now
    return Sensitivity(
        question=asked.get(frozenset(pair), ""), kind="identity", appearances=pair,
        yes=(floor, best - 1, ceiling - 1), no=(min(best, floor + more), best, ceiling),
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
