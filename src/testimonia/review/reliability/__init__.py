"""How far machine and people agree, per code, from what people accepted, rejected and added.

    codings (with decisions applied) -> agreement per code, with intervals

The unit is one appearance and one code. The machine's verdict is what it proposed (present, denied or nothing); the
people's is what stands after their decisions. Only *reviewed* appearances count: those where people judged or added at
least one coding. There a code that neither gave counts as agreement on absence: this assumes that who reviews an
appearance looks for every code. `coded_only` does without that assumption. A unit with a proposal that nobody
judged yet is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from testimonia.domain.coding import Coding, CodingStatus, Stance
from testimonia.domain.figure import Interval
from testimonia.review.reliability.coefficients import alpha, kappa

ABSENT = "absent"
Pair = tuple[str, str]


class CodeAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Machine against people for one code.

    Attributes:
        units: judged (appearance, code) units. agreed: of them, with the same verdict.
        agreement: agreed / units with its Wilson interval; None without units.
        coded: units in which at least one of the two gave the code; coded_only: agreed among them.
        confirmed, refused, added: proposals that people upheld, proposals that they did not, codes that only they gave.
        kappa: Cohen's; None where it is not defined. alpha: Krippendorff's, nominal; None likewise.
    """

    code: str
    units: int
    agreed: int
    agreement: float | None
    interval: Interval
    coded: int
    coded_only: float | None
    coded_interval: Interval
    confirmed: int
    refused: int
    added: int
    kappa: float | None
    alpha: float | None


def reliability(codings: Iterable[Coding], codes: Sequence[str]) -> tuple[CodeAgreement, ...]:
    """Agreement for each of `codes`, in their order."""
    units, reviewed = _reviewed(codings)
    return tuple(_agreement(code, [units.get((a, code), []) for a in reviewed]) for code in codes)


def judged_units(codings: Iterable[Coding], codes: Sequence[str]) -> Iterator[tuple[str, str, Pair]]:
    """Each unit on which people have said something: appearance, code, and what the machine and people say."""
    units, reviewed = _reviewed(codings)
    for code in codes:
        for appearance in reviewed:
            pair = _verdicts(units.get((appearance, code), []))
            if pair is not None:
                yield appearance, code, pair


def _reviewed(codings: Iterable[Coding]) -> tuple[dict[tuple[str, str], list[Coding]], list[str]]:
    units: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        units[coding.appearance, coding.code].append(coding)
    return units, sorted({a for (a, _), held in units.items() if any(_judged(k) for k in held)})


def _is_human(coding: Coding) -> bool:
    return coding.coder.startswith("human:")


def _judged(coding: Coding) -> bool:
    return _is_human(coding) or coding.status is not CodingStatus.PROPOSED


def _verdicts(held: Sequence[Coding]) -> Pair | None:
    """What the machine and what people say of one unit; None while people have not said."""
    machine = [k for k in held if not _is_human(k)]
    upheld = [k for k in held if _judged(k) and k.status is not CodingStatus.REJECTED]
    if not upheld and any(not _judged(k) for k in machine):
        return None
    return _verdict(machine), _verdict(upheld)


def _verdict(held: Sequence[Coding]) -> str:
    stances = {k.stance for k in held}
    return next((s.value for s in (Stance.PRESENT, Stance.DENIED) if s in stances), ABSENT)


def _agreement(code: str, units: Iterable[Sequence[Coding]]) -> CodeAgreement:
    pairs = [pair for held in units if (pair := _verdicts(held))]
    agreed = sum(m == h for m, h in pairs)
    coded = [(m, h) for m, h in pairs if (m, h) != (ABSENT, ABSENT)]
    both = sum(m == h for m, h in coded)
    return CodeAgreement(
        code=code,
        units=len(pairs),
        agreed=agreed,
        agreement=agreed / len(pairs) if pairs else None,
        interval=Interval.wilson(agreed, len(pairs)),
        coded=len(coded),
        coded_only=both / len(coded) if coded else None,
        coded_interval=Interval.wilson(both, len(coded)),
        confirmed=both,
        refused=sum(m not in (ABSENT, h) for m, h in coded),
        added=sum(m == ABSENT for m, _ in coded),
        kappa=kappa(pairs),
        alpha=alpha(pairs),
    )
