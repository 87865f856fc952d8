"""Why they joined and why they left: persons per code, shares with bounds, sub-themes, leaving x joining.

Ids, for a code "leaving/brutality": `leaving.brutality.count` persons who gave it; `.share` of the persons with at
least one leaving code (`leaving.any.count`); `.share_of_all` of all counted persons; `.denied.count`,
`.not_mentioned.count`, and `.sub.SUB.count`. Bounds of both shares run over those who did not mention it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testimonia.domain.figure import CrossCell, Figure
from testimonia.study import estimate
from testimonia.study.count.ledger import Counted, by_appearances, share, slug, tally
from testimonia.study.count.powered import unreliable
from testimonia.study.count.register import Register
from testimonia.study.language import noted, said, say

FAMILIES = ("leaving", "joining")
KINDS = {"leaving": noted("leaving"), "joining": noted("joining")}
"""The families in words."""


def reasons(register: Register, whole: Figure) -> Iterator[Figure]:
    """All figures of both families; `whole` counts all individuals."""
    for family in FAMILIES:
        codes = register.family(family)
        any_of = _any(register, family, codes)
        yield any_of
        given = set(any_of.members)
        without = by_appearances(p for p in register.counted if p.id not in given)
        query = say(
            "counted persons without a {family} code that is present: not mentioned is not no",
            family=said(KINDS[family]),
        )
        yield tally(
            f"{family}.none.count",
            say("Persons who give no reason for {family}", family=said(KINDS[family])),
            query,
            without,
        )
        for code in codes:
            yield from _code(register, code, any_of, whole)


def _any(register: Register, family: str, codes: Sequence[str]) -> Figure:
    rows: list[Counted] = []
    for person in register.counted:
        evidence = tuple(k for c in codes for k in register.present[c].get(person.id, ()))
        if evidence:
            rows.append((person.id, evidence))
    query = say(
        "counted persons with at least one {family} code that is present and not rejected", family=said(KINDS[family])
    )
    return tally(
        f"{family}.any.count", say("Persons who give a reason for {family}", family=said(KINDS[family])), query, rows
    )


def _rows(register: Register, found: dict[str, list[str]]) -> tuple[Counted, ...]:
    return tuple((p, tuple(found[p])) for p in register.in_order(found))


def _code(register: Register, code: str, any_of: Figure, whole: Figure) -> Iterator[Figure]:
    id, name = code.replace("/", "."), register.name(code)
    held = _rows(register, register.present[code])
    present = tally(
        f"{id}.count", name, say("counted persons with at least one coding {code}, not rejected", code=code), held
    )
    yield present
    yield from _shares(register, code, present, (any_of, whole))
    saying_no = set(register.denied[code]) - set(present.members)
    denials = tuple((p, tuple(register.denied[code][p])) for p in register.in_order(saying_no))
    query = say("counted persons who rule {code} out and nowhere give it", code=code)
    yield tally(f"{id}.denied.count", say("{name}: denied", name=name), query, denials)
    spoken = saying_no | set(present.members)
    silent = by_appearances(p for p in register.counted if p.id not in spoken)
    query = say("counted persons who neither give nor deny {code}", code=code)
    yield tally(f"{id}.not_mentioned.count", say("{name}: not mentioned", name=name), query, silent)
    yield from _themes(register, code)


def _shares(register: Register, code: str, present: Figure, wholes: tuple[Figure, Figure]) -> Iterator[Figure]:
    id, name = code.replace("/", "."), register.name(code)
    denied = set(register.denied[code]) - set(present.members)
    family = code.split("/", 1)[0]
    among = (say("of those who give a reason for {family}", family=said(KINDS[family])), say("of all counted persons"))
    for whole, suffix, whom in zip(wholes, ("share", "share_of_all"), among, strict=True):
        bounds = estimate.bounds(len(present.members), len(denied & set(whole.members)), len(whole.members))
        query = say(
            "{present} / {whole}; bounds: none or all of those who do not mention it",
            present=present.id,
            whole=whole.id,
        )
        query += f"; {warning}" if (warning := unreliable(register.snapshot).get(code)) else ""
        yield share(
            present,
            whole,
            id=f"{id}.{suffix}",
            title=say("{name}, share {whom}", name=name, whom=whom),
            query=query,
            bounds=bounds,
        )


def _themes(register: Register, code: str) -> Iterator[Figure]:
    known = register.snapshot.codebook.code(code)
    names = {s.id: s.name for s in known.subs} if known else {}
    met = sorted(s for c, s in register.subs if c == code and s not in names)
    used: list[str] = []
    for sub in (*names, *met):
        last = slug(sub, used)
        used.append(last)
        rows = _rows(register, register.subs.get((code, sub), {}))
        title = f"{register.name(code)}: {names.get(sub, sub)}"
        query = say("counted persons with a coding {code} of the sub-theme {sub}", code=code, sub=sub)
        yield tally(f"{code.replace('/', '.')}.sub.{last}.count", title, query, rows)


def cross(register: Register) -> Iterator[CrossCell]:
    """For each pair of a leaving and a joining code, the persons who give both."""
    for leaving in register.family("leaving"):
        for joining in register.family("joining"):
            both = register.in_order(register.present[leaving].keys() & register.present[joining].keys())
            yield CrossCell(leaving=leaving, joining=joining, value=len(both), members=both)
