"""What the reader is asked, and an example of it."""

from __future__ import annotations

from dataclasses import dataclass

from testimonia.adapters.reader.windows import Window
from testimonia.ports.reader import Focus

CODES = (
    "leaving/infighting", "leaving/brutality", "leaving/corruption", "leaving/quality_of_life", "leaving/other",
    "joining/defend_sunnis", "joining/ideology", "joining/material", "joining/adventure", "joining/coercion", "joining/other",
)  # fmt: skip
EVIDENCE = ("member", "left", "spoke", "not_left", "dead", "captured", "silent", "non_role")
TYPES = (
    "traveller", "killed", "captured", "returnee_silent", "still_member", "other_group", "official", "expert", "journalist", "relative", "victim",
)  # fmt: skip
SENTENCE_TARGETS = (*(f"own:{c}" for c in CODES), *(f"touched:{c}" for c in CODES), "denied")
PERSON_TARGETS = ("case", "whole", *(f"evidence:{e}" for e in EVIDENCE), *(f"type:{t}" for t in TYPES))

Row = tuple[float | None, ...]
"""One number a target; None where the annotation does not tell."""


@dataclass(frozen=True)
class Example:
    """A window and one person in it. `person` is None where the person has no mention to ask about, `rows` one for each judged sentence."""

    id: str
    text: str
    window: Window
    focus: Focus
    person: Row | None
    rows: tuple[Row, ...]
