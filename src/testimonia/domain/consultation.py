"""What a language model made of one article, as far as its words stand there; and of a study as a whole."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from testimonia.domain.appearance import Evidence, Role, Value
from testimonia.domain.coding import Coding
from testimonia.domain.reading import Reading

BY_MODEL = "llm/"
"""How the name of whoever is a language model begins: a coder is `machine:llm/MODEL@PROMPT`."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the quotes: proposed = exact + near + the sum of `rejected`, which says why how many were."""

    proposed: int = 0
    exact: int = 0
    near: int = 0
    rejected: dict[str, int] = {}

    @property
    def rate(self) -> float | None:
        """Share of the quotes that were rejected; None where there were none."""
        return sum(self.rejected.values()) / self.proposed if self.proposed else None

    @staticmethod
    def total(parts: Iterable[Tally]) -> Tally:
        """All of them together."""
        proposed = exact = near = 0
        rejected: dict[str, int] = {}
        for one in parts:
            proposed, exact, near = proposed + one.proposed, exact + one.exact, near + one.near
            for why, number in one.rejected.items():
                rejected[why] = rejected.get(why, 0) + number
        return Tally(proposed=proposed, exact=exact, near=near, rejected=dict(sorted(rejected.items())))


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of one appearance. `role`: None where it does not know; `kinds`: evidence asserted in words that stand."""

    appearance: str
    role: Role | None
    kinds: tuple[Evidence, ...] = ()
    values: tuple[Value, ...] = ()
    codings: tuple[Coding, ...] = ()


class Consultation(msgspec.Struct, frozen=True, kw_only=True):
    """One article read by a language model.

    Attributes:
        article: id. on: fingerprint of the detection that it was given; for another detection it does not hold.
        model: as study.toml names it. prompt: the first digits of the hash of instructions, codebook and schema.
        reading: the detection's reading with the model's proposals in it; nothing of the former is gone.
        heard: the model's own word, for comparing. tally: what became of its quotes.
        requests, tokens_in, tokens_out: what it took, as the server counts; also where the answers were at hand already.
    """

    article: str
    on: str
    model: str
    prompt: str
    reading: Reading
    heard: tuple[Heard, ...] = ()
    tally: Tally = Tally()
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def codings_of(self, appearance: str) -> tuple[Coding, ...]:
        """The codings that the model gives this appearance."""
        return tuple(k for one in self.heard if one.appearance == appearance for k in one.codings)


class Consulted(msgspec.Struct, frozen=True, kw_only=True):
    """All consultations of a study. `coders`: MODEL@PROMPT of each; `articles`: how many were read so."""

    coders: tuple[str, ...]
    articles: int
    requests: int
    tokens_in: int
    tokens_out: int
    tally: Tally
