"""What people coded twice, and what they coded of a sample drawn at random."""

from __future__ import annotations

import msgspec


class CodeAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far coders agree on a code. `alpha`: Krippendorff's, None where it is not defined; `units`: coded by two or more."""

    code: str
    alpha: float | None
    units: int


class Sampled(msgspec.Struct, frozen=True, kw_only=True):
    """A code of one unit (an appearance). `machine`, `human`: whether the code is given; None where nobody was asked.

    `probability`: with which the unit could come into the sample, drawn or not; None where no random draw covered it.
    """

    unit: str
    code: str
    machine: bool
    human: bool | None = None
    probability: float | None = None
