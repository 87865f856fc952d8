"""What a study compares: regions that countries are taken together to, and patterns that it declares beforehand."""

from __future__ import annotations

import msgspec

GROUP_NAMES = ("women", "men")
GROUP_HEADS = ("aged_", "role_", "from_", "not_")
"""Groups that every study has: these, and those whose names begin so."""


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """Countries taken together, e.g. "the West". `id`: as it stands in figures, lower case; `countries`: ISO 3166-1 alpha-2."""

    id: str
    name: str
    countries: tuple[str, ...]


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """A reason looked for in a group, declared before the figures are seen.

    `id`: as it stands in figures. `name`: in words. `reason`: a code, or "code:sub-theme". `among`: the group: a region's id, "women", "men",
    "from_GB", "aged_18_24", "role_driver"; or a reason, for those who give it.
    """

    id: str
    name: str
    reason: str
    among: str


class Comparisons(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a study compares beside its codes and attributes. Only figures rest on it, no reading of an article."""

    regions: tuple[Region, ...] = ()
    patterns: tuple[Pattern, ...] = ()
