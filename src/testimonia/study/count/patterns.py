"""Patterns that the study declares: a reason in a group beside the others, before anybody has seen the figures.

Ids, for a pattern "west_life": `pattern.west_life.count` persons of the group who give a reason, `.share` of them who give this one;
`.others.count` and `.others.share` of those outside it; `.odds`. What is looked for within a reason ("brutality, where the victims were fellow
Sunnis") has no others: outside of it nobody can have it. The patterns are a family of tests of their own, since they were declared beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence

from testimonia.domain.comparison import Pattern
from testimonia.domain.figure import Figure
from testimonia.domain.finding import Association, Refusal
from testimonia.study.count.associations import Pair, share_among, tested_family
from testimonia.study.count.groups import LEAST, Group, code_group, givers, with_id
from testimonia.study.count.ledger import tally
from testimonia.study.count.register import Register
from testimonia.study.language import say

FAMILY = "declared patterns"


def patterns(
    register: Register, groups: Sequence[Group]
) -> tuple[tuple[Figure, ...], tuple[Association, ...], tuple[Refusal, ...]]:
    """All declared patterns with their figures and tests, or why one is not given."""
    figures: list[Figure] = []
    pairs: list[Pair] = []
    refusals: list[Refusal] = []
    for pattern in register.snapshot.comparisons.patterns:
        found = _pattern(register, pattern, groups)
        if isinstance(found, str):
            refusals.append(Refusal(id=f"pattern.{pattern.id}.share", title=pattern.name, reason=found))
            continue
        figures += found[0]
        pairs += found[1]
    tested, tables = tested_family(register, FAMILY, pairs)
    return (*figures, *tested), tables, tuple(refusals)


def _pattern(register: Register, pattern: Pattern, groups: Sequence[Group]) -> tuple[list[Figure], list[Pair]] | str:
    code, _, sub = pattern.reason.partition(":")
    if code not in register.codes:
        return say("the codebook has no code {code}", code=code)
    reason = code_group(register, code, sub)
    group = code_group(register, *_split(pattern.among)) if "/" in pattern.among else with_id(groups, pattern.among)
    if group is None:
        return say(
            "no group of {least} counted persons or more, beside others, is called {among}",
            least=LEAST,
            among=pattern.among,
        )
    among = group.known & givers(register, code.partition("/")[0])
    inside = register.in_order(group.members.keys() & among)
    if len(inside) < LEAST:
        return say(
            "only {inside} persons of the group give a reason; a share in it needs {least}",
            inside=len(inside),
            least=LEAST,
        )
    head = f"pattern.{pattern.id}"
    what = say("{group}, who give a reason of the kind asked for", group=group.words)
    whole = tally(
        f"{head}.count",
        say("{pattern}: who is asked", pattern=pattern.name),
        say("counted persons: {what}", what=what),
        ((m, group.members[m]) for m in inside),
    )
    figures = [whole, share_among(reason, whole, f"{head}.share", pattern.name)]
    outside = register.in_order(among - group.members.keys())
    if pattern.among == code or not outside:
        return figures, []
    persons = {p.id: p for p in register.counted}
    rest = tally(f"{head}.others.count", say("{pattern}: all others", pattern=pattern.name), say("counted persons not of these: {what}", what=what),
                 ((m, persons[m].appearances) for m in outside))  # fmt: skip
    figures += [
        rest,
        share_among(reason, rest, f"{head}.others.share", say("{pattern}: share of all others", pattern=pattern.name)),
    ]
    return figures, [(reason, group, among, f"{head}.odds")]


def _split(reason: str) -> tuple[str, str]:
    code, _, sub = reason.partition(":")
    return code, sub
