"""A code given to a passage, for a person."""

from __future__ import annotations

import enum

import msgspec

from testimonia.domain.span import Span
from testimonia.text import handle


class Stance(enum.StrEnum):
    """Three values, never two: not mentioned is not no. (Not mentioned = no coding at all.)"""

    PRESENT = "present"
    DENIED = "denied"


class CodingStatus(enum.StrEnum):
    """What people decided about a proposed coding."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Coding(msgspec.Struct, frozen=True, kw_only=True):
    """One code at one quote of one person.

    Attributes:
        id: "k-" and a handle of article, offsets, code and appearance.
        appearance: whose reason it is. code: id in the codebook; sub: id of the sub-theme or None.
        coder: "machine:NAME@VERSION" or "human:ID". confidence: 0 to 1. reasons: in words (cue, owner, speaker).
    """

    id: str
    appearance: str
    article: str
    code: str
    sub: str | None = None
    span: Span
    stance: Stance = Stance.PRESENT
    coder: str
    confidence: float
    reasons: tuple[str, ...] = ()
    status: CodingStatus = CodingStatus.PROPOSED

    @staticmethod
    def id_of(appearance: str, code: str, span: Span) -> str:
        """The id of the coding of this code at this span for this appearance."""
        return "k-" + handle(appearance, code, str(span.start), str(span.end))


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer is shown first for a person and a code: `rank` 1 is the best of at most ten in an article."""

    appearance: str
    article: str
    code: str
    span: Span
    rank: int
    score: float


class CodedAppearance(msgspec.Struct, frozen=True, kw_only=True):
    """What coding found for one appearance. `heard`: what a language model coded, by itself, where it was asked."""

    appearance: str
    codings: tuple[Coding, ...] = ()
    passages: tuple[Passage, ...] = ()
    coder: str
    heard: tuple[Coding, ...] = ()
