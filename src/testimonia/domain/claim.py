"""A total that somebody reports: "at least 58 individuals have left the group and spoken publicly"."""

from __future__ import annotations

import enum

import msgspec

from testimonia.domain.dates import PartialDate
from testimonia.domain.span import Span


class Qualifier(enum.StrEnum):
    """How exact the figure claims to be."""

    AT_LEAST = "at_least"
    ABOUT = "about"
    EXACT = "exact"
    AT_MOST = "at_most"


class ClaimScope(enum.StrEnum):
    """Of whom the figure speaks. Only `SPOKE` can be compared with the registry's own count."""

    SPOKE = "left_and_spoke"
    LEFT = "left"
    RETURNED = "returned"
    TRAVELLED = "travelled"
    MEMBERS = "members"
    KILLED = "killed"
    DETAINED = "detained"
    OTHER = "other"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One reported figure with the sentence it stands in.

    `unit`: "persons", "countries" or "narratives". `country`: alpha-2 where the figure is for one country. `attributed_to`: who says so.
    `part_of`: the total of which it is a share, where the article says it ("two of the 58").
    """

    id: str
    article: str
    figure: float
    unit: str
    qualifier: Qualifier
    scope: ClaimScope
    country: str | None = None
    since: PartialDate | None = None
    attributed_to: str | None = None
    part_of: float | None = None
    span: Span
    rule: str


class ReportedNarrative(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that a cited study reports of leavers in general: no person's own coding.

    `qualifier`: the words that limit it ("not a universal concern"), or None.
    """

    article: str
    code: str
    qualifier: str | None
    span: Span
