"""What detection found in one article."""

from __future__ import annotations

import msgspec

from testimonia.domain.appearance import Appearance
from testimonia.domain.claim import Claim, ReportedNarrative
from testimonia.domain.translation import Rendering


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person must look at: evidence either way that the machine does not settle.

    `kind`: "case" (is this person one?), "policy" (captured, surrendered, minor, unrepentant, told only police), "missing" (the article
    announces leavers whom detection did not find). `appearance`: id, or None where the whole article is in doubt.
    """

    kind: str
    appearance: str | None
    why: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that detection found in one article. `gate` says in words why people were or were not looked for.

    `translation`: in which the article was read; None where it was read as it is.
    """

    article: str
    appearances: tuple[Appearance, ...] = ()
    claims: tuple[Claim, ...] = ()
    narratives: tuple[ReportedNarrative, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    gate: str = ""
    detector: str
    translation: Rendering | None = None
