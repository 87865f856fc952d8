"""What the acts ask of a learned reader: how likely it is that a text says this of a person, or gives that reason as theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from testimonia.domain.appearance import Appearance, Speech

Stretch = tuple[int, int]
"""(start, end) in code points of the text."""


class Focus(msgspec.Struct, frozen=True, kw_only=True):
    """The person whom the reader is asked about: the words that point at them, and the words they say."""

    mentions: tuple[Stretch, ...]
    speech: tuple[Stretch, ...] = ()

    @classmethod
    def on(cls, appearance: Appearance) -> Focus:
        """The focus on a person whom detection found."""
        return cls.of(((m.span.start, m.span.end) for m in appearance.mentions), appearance.speech)

    @classmethod
    def of(cls, mentions: Iterable[Stretch], speech: Iterable[Speech]) -> Focus:
        """The focus on whoever is mentioned and speaks there; of speech only their own words count."""
        said = ((s.span.start, s.span.end) for s in speech if s.direct)
        return cls(mentions=tuple(sorted(mentions)), speech=tuple(sorted(said)))


class Reader(Protocol):
    """A model that reads an article with one person in focus. Every probability is 0 to 1; offsets are code points."""

    @property
    def name(self) -> str:
        """NAME@VERSION: changes whenever its answers may."""
        ...

    def person(self, text: str, focus: Focus) -> list[Mapping[str, float]]:
        """For each window that mentions the person: "case", "whole", "evidence:KIND" and "type:ROLE", as far as its words tell."""
        ...

    def reasons(self, text: str, focus: Focus, stretches: Sequence[Stretch]) -> list[Mapping[str, float]]:
        """For each stretch (a sentence): "own:CODE" (this person's own reason), "touched:CODE" (somebody else's, or denied), "denied"."""
        ...
