"""How far two machine readers agree: the rules (with the learned reader) against a language model, per code and attribute.

Neither is the truth here. What they agree on is no proof; where they differ is where a person should look first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from testimonia.domain.appearance import Basis, Role, Value
from testimonia.domain.coding import Coding, Stance
from testimonia.domain.consultation import BY_MODEL
from testimonia.domain.figure import Interval
from testimonia.review.reliability.coefficients import kappa

ABSENT = "absent"
FIELDS = ("nationality", "gender", "age", "group_role", "joined", "left", "pseudonym")
Pair = tuple[str, str]


class ReaderAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Rules against language model for one thing.

    Attributes:
        what: "case", the id of a code, or "attribute.FIELD".
        units: appearances that both looked at. same: of them, with the same verdict (also: nothing).
        both: to which both gave it, whatever they gave. only_rules, only_llm: to which one did.
        agreement: same / units, None without units; interval: Wilson's. kappa: Cohen's; None where it is not defined.
    """

    what: str
    units: int
    same: int
    both: int
    only_rules: int
    only_llm: int
    agreement: float | None
    interval: Interval
    kappa: float | None


class TwoReadings(msgspec.Struct, frozen=True, kw_only=True):
    """One appearance as both have it. A role is None where the reader does not know of the person, or does not say.

    `coded`: whether the first coder was asked for reasons; the codings tell nothing else.
    """

    roles: tuple[Role | None, Role | None]
    values: tuple[tuple[Value, ...], tuple[Value, ...]]
    coded: bool
    codings: tuple[tuple[Coding, ...], tuple[Coding, ...]]


def readers(found: Iterable[TwoReadings], codes: Sequence[str]) -> tuple[ReaderAgreement, ...]:
    """Agreement on cases, then on each code, then on each attribute."""
    held = list(found)
    case = [(_case(one.roles[0]), _case(one.roles[1])) for one in held]
    result = [_agreement("case", case)]
    for code in codes:
        pairs = [(_stance(one.codings[0], code), _stance(one.codings[1], code)) for one in held if one.coded]
        result.append(_agreement(code, pairs))
    known = [one for one in held if None not in one.roles]
    for field in FIELDS:
        pairs = [(_value(one.values[0], field), _value(one.values[1], field)) for one in known]
        result.append(_agreement(f"attribute.{field}", pairs))
    return tuple(result)


def by_rules(values: Iterable[Value]) -> tuple[Value, ...]:
    """The values that no language model and no person gave."""
    return tuple(v for v in values if v.rule != BY_MODEL.rstrip("/") and v.basis is not Basis.DECIDED)


def codings_by_rules(codings: Iterable[Coding]) -> tuple[Coding, ...]:
    """The codings that the first coder gave."""
    return tuple(k for k in codings if not k.coder.startswith(f"machine:{BY_MODEL}"))


def _case(role: Role | None) -> str:
    return "case" if role is Role.CASE else ABSENT


def _stance(codings: Iterable[Coding], code: str) -> str:
    stances = {k.stance for k in codings if k.code == code}
    return next((s.value for s in (Stance.PRESENT, Stance.DENIED) if s in stances), ABSENT)


def _value(values: Iterable[Value], field: str) -> str:
    """The value with most weight, a stated one before an inferred one of the same; the first of equals."""
    votes: Mapping[str, float] = {}
    for value in values:
        if value.field == field:
            stated = 2.0 if value.basis is Basis.STATED else 1.0
            votes = {**votes, value.value: votes.get(value.value, 0.0) + value.weight * stated}
    return max(votes, key=lambda v: votes[v]) if votes else ABSENT


def _agreement(what: str, pairs: Sequence[Pair]) -> ReaderAgreement:
    same = sum(a == b for a, b in pairs)
    return ReaderAgreement(
        what=what,
        units=len(pairs),
        same=same,
        both=sum(ABSENT not in pair for pair in pairs),
        only_rules=sum(b == ABSENT != a for a, b in pairs),
        only_llm=sum(a == ABSENT != b for a, b in pairs),
        agreement=same / len(pairs) if pairs else None,
        interval=Interval.wilson(same, len(pairs)),
        kappa=kappa(pairs),
    )
