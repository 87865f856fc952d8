"""Words for shares, bound to declared ranges, and the conditions of turns of phrase."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from testimonia.study.language import noted, said, say, spoken

SMALL = 10
"""Below this many persons a share is not put in words, and says how few it rests on."""

COARSE = 30
"""Below this many persons finer words than the coarse ones would suggest a precision that is not there."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """These words are used for shares from the previous wording's `below` up to this one's (exclusive)."""

    below: float
    words: str


FINE: tuple[Wording, ...] = (
    Wording(below=0.05, words=noted("very few")),
    Wording(below=0.15, words=noted("a small number")),
    Wording(below=0.225, words=noted("about a fifth")),
    Wording(below=0.29, words=noted("about a quarter")),
    Wording(below=0.38, words=noted("about a third")),
    Wording(below=0.45, words=noted("a large minority")),
    Wording(below=0.55, words=noted("about half")),
    Wording(below=0.62, words=noted("a majority")),
    Wording(below=0.71, words=noted("about two thirds")),
    Wording(below=0.90, words=noted("most")),
    Wording(below=1.0, words=noted("nearly all")),
)
"""From 30 persons on."""

ROUGH: tuple[Wording, ...] = (
    Wording(below=0.15, words=noted("a small number")),
    Wording(below=0.28, words=noted("a minority")),
    Wording(below=0.40, words=noted("about a third")),
    Wording(below=0.60, words=noted("about half")),
    Wording(below=0.72, words=noted("about two thirds")),
    Wording(below=1.0, words=noted("most")),
)
"""From 10 to 29 persons."""


def verbal(share: float, n: int) -> str:
    """The words for a share of `n` persons, bound to declared ranges (`FINE`, `ROUGH`).

    Fewer than 10 persons are not put in words that suggest more: "2 of 7". Nobody asked: "not known".
    """
    if n == 0:
        return say("not known")
    if n < SMALL:
        return say("{share} of {n}", share=round(share * n), n=n)
    if share <= 0:
        return say("none")
    if share >= 1:
        return say("all")
    return _word(share, ROUGH if n < COARSE else FINE)


def _word(share: float, wordings: Sequence[Wording]) -> str:
    return said(next(w.words for w in wordings if share < w.below))


def caution(n: int) -> str:
    """What must be said beside a share of `n` persons; empty where nothing must."""
    if n == 0:
        return say("nobody is in the denominator: the share is not known")
    if n < SMALL:
        return say(
            "only {n} {say} in the denominator: read the numbers, not the share",
            n=n,
            say=say("person is") if n == 1 else say("persons are"),
        )
    return ""


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """A turn of phrase and when it may be used of a share among `least` persons or more.

    `low`, `high`: the share lies between them (both inclusive); `surely_over`, `surely_under`: so does its whole 95 % interval;
    `narrower`: the interval is no broader than this; `not_all`: even were all who say nothing counted in, some would be left out.
    """

    words: str
    low: float = 0.0
    high: float = 1.0
    least: int = SMALL
    surely_over: float = 0.0
    surely_under: float = 1.0
    narrower: float = 1.0
    not_all: bool = False

    def condition(self) -> str:
        """The condition in words."""
        held = [say("{least} persons or more", least=self.least)]
        if (self.low, self.high) != (0.0, 1.0):
            held.append(
                say(
                    "a share from {value} to {value_b}",
                    value=spoken().percent(round(100 * self.low)),
                    value_b=spoken().percent(round(100 * self.high)),
                )
            )
        if self.surely_over:
            held.append(say("an interval wholly above {value}", value=spoken().percent(round(100 * self.surely_over))))
        if self.surely_under < 1:
            held.append(say("an interval wholly below {value}", value=spoken().percent(round(100 * self.surely_under))))
        if self.narrower < 1:
            held.append(say("an interval no broader than {value} points", value=f"{100 * self.narrower:.0f}"))
        if self.not_all:
            held.append(say("somebody who rules it out"))
        return ", ".join(held)

    def unmet(self, share: float, n: int, low: float, high: float, ceiling: float) -> str:
        """The first part of the condition that is not met; empty where the phrase holds."""
        checks = (
            (self.low <= share <= self.high, say("the share is {value}", value=spoken().percent(round(100 * share)))),
            (n >= self.least, say("only {n} persons", n=n)),
            (
                low > self.surely_over or not self.surely_over,
                say("the interval begins at {value}", value=spoken().percent(round(100 * low))),
            ),
            (
                high < self.surely_under or self.surely_under >= 1,
                say("the interval reaches {value}", value=spoken().percent(round(100 * high))),
            ),
            (
                high - low <= self.narrower,
                say("the interval is {value} points broad", value=f"{100 * (high - low):.0f}"),
            ),
            (ceiling < 1 or not self.not_all, say("nobody rules it out: it may hold of all")),
        )
        return next((why for met, why in checks if not met), "")


PHRASES: tuple[Phrase, ...] = (
    Phrase(words=noted("most"), low=0.5, surely_over=0.5),
    Phrase(words=noted("two thirds"), low=0.62, high=0.71, least=COARSE, narrower=0.2),
    Phrase(words=noted("a third"), low=0.29, high=0.38, least=COARSE, narrower=0.2),
    Phrase(words=noted("small but significant"), low=0.05, high=0.25, least=COARSE, surely_over=0.03, surely_under=0.4),
    Phrase(words=noted("not a universal concern"), surely_under=0.8, not_all=True),
)
"""What reports like to say, and what must be so before this one does."""
