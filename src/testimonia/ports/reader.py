"""What the acts ask of a learned reader: how likely it is that words say this of a person, or give that reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

Stretch = tuple[int, int]
"""(start, end) in code points of the text."""


class Reader(Protocol):
    """A model that reads sentences in their context. Every probability is 0 to 1; offsets are code points."""

    @property
    def name(self) -> str:
        """NAME@VERSION: changes whenever its answers may."""
        ...

    def reasons(self, text: str, stretches: Sequence[Stretch]) -> list[Mapping[str, float]]:
        """For each stretch (a sentence): "own:CODE" (somebody's own reason), "touched:CODE" (somebody else's, or denied), "denied"."""
        ...

    def people(self, text: str, mentions: Sequence[Stretch]) -> list[Mapping[str, float]]:
        """For each mention: "case", "evidence:KIND" and "type:ROLE" of the person meant, as far as its surroundings tell."""
        ...
