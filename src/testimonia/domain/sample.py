"""What people coded twice, and what they coded of a sample drawn at random."""

from __future__ import annotations

import msgspec


class CodeAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far those who coded the same units agree on a code.

    `alpha`: Krippendorff's, None where it is not defined; `units`: coded by two or more. `people`: whether all of these are people (rounds of
    double coding); else the machine is one of them (proposals that people judged).
    """

    code: str
    alpha: float | None
    units: int
    people: bool = False


class Sampled(msgspec.Struct, frozen=True, kw_only=True):
    """A code of one unit (an appearance). `machine`, `human`: whether the code is given; None where nobody was asked.

    `probability`: with which the unit could come into the sample, drawn or not; None where no random draw covered it, 0 where it was none of those
    that could come. `unsettled`: drawn, but not all its coders have answered, or they differ and nobody adjudicated. `blind`: people coded without
    seeing what the machine proposes. `taught`: the machine's weights may have been fitted to these very answers.
    """

    unit: str
    code: str
    machine: bool
    human: bool | None = None
    probability: float | None = None
    unsettled: bool = False
    blind: bool = True
    taught: bool = False
