"""Double coding: who codes whom in a round, what each coder answers, and what an adjudicator makes of it.

An answer is whole: for one person in one article it names every code of the round that the coder finds, with its words; a code
that is not named was not mentioned. It decides nothing until it is adjudicated, unless the round says that it does.
"""

from __future__ import annotations

import msgspec

from testimonia.domain.coding import Stance


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one article, drawn for a round.

    Attributes:
        probability: with which the unit came into the sample, as estimates from it need to know (Horvitz and Thompson 1952).
        stratum: the part of the population it was drawn from. coders: who code it, in the order of the round.
    """

    appearance: str
    probability: float
    coders: tuple[str, ...]
    stratum: str = ""


class Round(msgspec.Struct, frozen=True, kw_only=True, tag="round"):
    """A round of coding, drawn by chance.

    Attributes:
        name: one word, its own in the study. codes: which are looked for. coders: who take part.
        units: the sample. population: from how many it was drawn, by stratum. seed: of the draw, which can be repeated.
        frame: who could be drawn, by stratum: what estimates from the round speak for. Empty in rounds drawn before it was kept.
        blind_to_coders: nobody sees another's answer before the unit is adjudicated. blind_to_machine: nor what the machine proposes.
        decides: answers count in the study at once (only where each unit has one coder).
    """

    name: str
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    units: tuple[Unit, ...]
    population: dict[str, int]
    seed: int
    frame: dict[str, tuple[str, ...]] = {}
    blind_to_coders: bool = True
    blind_to_machine: bool = True
    decides: bool = False

    def unit(self, appearance: str) -> Unit | None:
        """The unit of this appearance, or None."""
        return next((one for one in self.units if one.appearance == appearance), None)


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A code at exact words of the article."""

    code: str
    start: int
    end: int
    quote: str
    sub: str | None = None
    stance: Stance = Stance.PRESENT


class Found(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mark as a coder gives it: exact words, and their offset where they stand more than once in the article."""

    code: str
    quote: str
    start: int | None = None
    sub: str | None = None
    denied: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """What one coder (the event's author) finds in one unit: all of it; an answer given later takes the place of this one."""

    round: str
    appearance: str
    marks: tuple[Mark, ...] = ()


class Adjudicate(msgspec.Struct, frozen=True, kw_only=True, tag="adjudicate"):
    """The outcome of a unit, which counts in the study.

    Attributes:
        marks: what holds. answers: numbers of the events it was decided between. taken: whose answer it is, None where it is neither's.
    """

    round: str
    appearance: str
    marks: tuple[Mark, ...] = ()
    answers: tuple[int, ...] = ()
    taken: str | None = None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of a coder, or the outcome that an adjudicator (`coder`) decided, as others see it.

    Attributes:
        number, at, reason: of the event. taken: of an outcome, whose answer it is; None where it is neither's, but the adjudicator's own.
    """

    coder: str
    number: int
    at: str
    marks: tuple[Mark, ...]
    taken: str | None = None
    reason: str = ""


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """One unit on a coder's desk.

    Attributes:
        label: of the person in the article. place: in the coder's order, from 1.
        mine: what this coder answered, None where that is to come. others, machine: None where the design hides them.
        outcome: of the adjudication, if there was one.
    """

    round: str
    appearance: str
    article: str
    person: str | None
    label: str
    place: int
    codes: tuple[str, ...]
    mine: Given | None = None
    others: tuple[Given, ...] | None = None
    machine: tuple[Mark, ...] | None = None
    outcome: Given | None = None


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a round has come.

    Attributes:
        number: of the event that drew it. done: coder -> (answered, assigned).
        units, complete: drawn; of these, with all their answers. conflicts: complete, not adjudicated, answers that differ.
        adjudicated: with an outcome.
    """

    name: str
    number: int
    at: str
    by: str
    codes: tuple[str, ...]
    blind_to_coders: bool
    blind_to_machine: bool
    decides: bool
    done: dict[str, tuple[int, int]]
    units: int
    complete: int
    conflicts: int
    adjudicated: int


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One code on which the coders of a unit differ.

    Attributes:
        said: coder -> "present", "denied" or "absent". words_apart: same verdict, but no words in common.
    """

    code: str
    said: dict[str, str]
    words_apart: bool = False


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A unit whose answers differ, side by side."""

    round: str
    appearance: str
    article: str
    person: str | None
    label: str
    answers: tuple[Given, ...]
    differences: tuple[Difference, ...]
    outcome: Given | None = None
