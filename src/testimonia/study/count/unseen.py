"""Those whom no source has told yet: estimates from how far independent origins overlap.

The estimand is the persons who left and spoke in outlets like those monitored, not all who left. Copies count as one origin.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import msgspec

from testimonia.domain.figure import Figure, Interval
from testimonia.domain.finding import Refusal
from testimonia.study.count.ledger import by_appearances, seal, tally
from testimonia.study.count.register import Register
from testimonia.study.estimate.systems import History, systems
from testimonia.study.estimate.unseen import chao
from testimonia.study.language import noted, said, say

ESTIMAND = noted("persons who left and spoke in outlets like those monitored, told or not told in what was read")
LISTS = 4
"""So many publishers, those with most counted persons, are lists of their own; the others are one more list."""


def unseen(register: Register) -> tuple[tuple[Figure, ...], tuple[Refusal, ...]]:
    """Chao's lower bound and the log-linear estimate, each or its refusal."""
    found = [_chao(register), _systems(register)]
    return tuple(f for f in found if isinstance(f, Figure)), tuple(r for r in found if isinstance(r, Refusal))


def _chao(register: Register) -> Figure | Refusal:
    id, title = "unseen.chao", say("Persons who spoke, told or not: lower bound")
    bound = chao([max(1, len(set(p.origins))) for p in register.counted])
    if isinstance(bound, str):
        return Refusal(id=id, title=title, reason=bound)
    query = (say("Chao's lower bound (1987) from {seen} counted persons, {once} of them with one independent origin and {twice} with two; estimand: {estimand}. A lower bound whoever is easy or hard to find; it takes origins as found independently", seen=bound.seen, once=bound.once, twice=bound.twice, estimand=said(ESTIMAND)))  # fmt: skip
    return _estimate(register, id, title, query, (bound.value, bound.low, bound.high), say("log-normal (Chao) 95 %"))


def _systems(register: Register) -> Figure | Refusal:
    id, title = "unseen.systems", say("Persons who spoke, told or not: from the overlap of publishers")
    histories, names = _histories(register)
    found = systems(histories)
    if isinstance(found, str):
        return Refusal(id=id, title=title, reason=found)
    tied = "; ".join(say("list {i} with list {j}", i=i + 1, j=j + 1) for i, j in found.model) or "none"
    query = (say("log-linear model of {names} lists (original articles of each of the publishers that tell most, and of all others) over {seen} persons; dependences held: {tied}; deviance {value} on {df} degrees of freedom; {models} models compared by AIC; estimand: {estimand}", names=len(names), seen=found.seen, tied=tied, value=f"{found.deviance:.1f}", df=found.df, models=len(found.models), estimand=said(ESTIMAND)))  # fmt: skip
    if found.high > 20 * found.seen:
        return Refusal(
            id=id,
            title=title,
            reason=say("the interval reaches beyond twenty times the persons seen: the overlap says too little"),
        )
    return _estimate(
        register,
        id,
        title,
        query,
        (found.value, found.low, found.high),
        say("profile likelihood 95 %, over {models} models", models=len(found.models)),
    )


def _histories(register: Register) -> tuple[list[History], list[str]]:
    """On which lists each counted person stands; the lists' names."""
    facts = {a.id: a for a in register.snapshot.articles}

    told = {
        p.id: {facts[o].publisher or urlsplit(facts[o].source).hostname or facts[o].source.split("/", 1)[0]
               for o in p.origins if o in facts}
        for p in register.counted
    }  # fmt: skip
    size = Counter(o for names in told.values() for o in names)
    lists = [name for name, _ in sorted(size.items(), key=lambda s: (-s[1], s[0]))[:LISTS]]
    others = set(size) - set(lists)
    rows = [
        (*(int(name in told[p.id]) for name in lists), *((int(bool(told[p.id] & others)),) if others else ()))
        for p in register.counted
    ]
    return rows, [*lists, *(["others"] if others else [])]


def _estimate(
    register: Register, id: str, title: str, query: str, value: tuple[float, float, float], method: str
) -> Figure:
    row = tally(id, title, query, by_appearances(register.counted), unit="estimate", value=float(round(value[0])))
    interval = Interval(low=float(round(value[1])), high=float(round(value[2])), method=method)
    return seal(msgspec.structs.replace(row, interval=interval))
