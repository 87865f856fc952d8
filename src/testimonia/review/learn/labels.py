"""From the log to what was decided of each person and passage: people's decisions in force, and only those that judge.

An exclusion says that the person is no case, unless its reason speaks of something else: that they are out of the study's period, are
counted already, withdrew, are not believed. Learning from such a one would teach the model to overlook people like them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from testimonia.domain.coding import Coding, Stance
from testimonia.domain.decision import AddCoding, Decision, Exclude, Include, JudgeCoding
from testimonia.domain.span import Span
from testimonia.review.decide import in_force

MACHINE = "machine:"
"""How the name of an author begins who is no person: what a machine decided teaches nothing."""
_ABOUT_THE_STUDY = re.compile(
    r"\b(?:window|period|time ?frame|too (?:early|late|old|recent)|(?:before|after) (?:the )?(?:start|end|\d{4})"  # when
    r"|duplicates?|doublet?s?|twice|same (?:person|man|woman|individual|one)|(?:already|counted) (?:counted|elsewhere|already|under|in)|merged"
    r"|consent|withdr[ae]wn?|retracted|asked (?:us )?(?:not )?to|privacy|safety|at risk|danger|harm|ethic\w*|legal|court order|embargo\w*"
    r"|minors?|child(?:ren)?|under ?-?age|under 1[68]|unreliable|not (?:credible|believed)|credib\w+|fabricat\w+|hoax|un(?:verified|confirmed)"
    r"|language|translation|(?:out|outside) (?:of )?(?:the )?(?:scope|study|sample|region|country))\b",
    re.IGNORECASE,
)
_ABOUT_THE_TABLE = re.compile(
    r"\b(?:duplicates?|double|twice|already|same (?:words|quote|passage|sentence)|repeat\w*|redundant|sub-?theme|too (?:long|short)|better quote|consent"
    r"|withdr[ae]wn?|privacy|safety|at risk|danger|harm)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether this appearance is a case's, by decision `number`."""

    number: int
    appearance: str
    right: bool


@dataclass(frozen=True, slots=True)
class Given:
    """Whether these words give the person's own reason of the code, by decision `number`. `by_hand`: nobody proposed it to the one who decided."""

    number: int
    appearance: str
    code: str
    start: int
    end: int
    right: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """What the log teaches. `left_out`: in words, what it holds that teaches nothing, and how often."""

    upto: int
    verdicts: tuple[Verdict, ...]
    codings: tuple[Given, ...]
    left_out: dict[str, int]


def labels_of(log: Iterable[Decision]) -> Labels:
    """The decisions in force that judge a person or a passage; where two contradict each other, the later one holds."""
    events = tuple(log)
    live = in_force(events)
    verdicts: dict[str, Decision] = {}
    codings: dict[str, Decision] = {}
    for event in events:
        if event.number in live:
            match event.action:
                case Include(appearance=who) | Exclude(appearance=who):
                    verdicts[who] = event
                case JudgeCoding(coding=id):
                    codings[id] = event
                case AddCoding() as action:
                    span = Span(start=action.start, end=action.end, quote=action.quote)
                    codings[Coding.id_of(action.appearance, action.code, span)] = event
    left_out: Counter[str] = Counter()
    return Labels(
        upto=len(events),
        verdicts=tuple(_verdicts(verdicts.values(), left_out)),
        codings=tuple(_codings(codings.values(), left_out)),
        left_out=dict(sorted(left_out.items())),
    )


def _verdicts(events: Iterable[Decision], left_out: Counter[str]) -> Iterable[Verdict]:
    for event in events:
        assert isinstance(event.action, Include | Exclude)
        right = isinstance(event.action, Include)
        if event.by.startswith(MACHINE):
            left_out["decided by a machine"] += 1
        elif not right and _ABOUT_THE_STUDY.search(event.reason):
            left_out["exclusions whose reason does not say that the person is no case"] += 1
        else:
            yield Verdict(event.number, event.action.appearance, right)


def _codings(events: Iterable[Decision], left_out: Counter[str]) -> Iterable[Given]:
    for event in events:
        action = event.action
        assert isinstance(action, JudgeCoding | AddCoding)
        judged = isinstance(action, JudgeCoding)
        refused = isinstance(action, JudgeCoding) and not action.accepted
        if event.by.startswith(MACHINE):
            left_out["decided by a machine"] += 1
        elif refused and action.stance is Stance.DENIED:
            left_out["rejected denials: the person may give the reason, or may not speak of it"] += 1
        elif judged and refused and _ABOUT_THE_TABLE.search(event.reason):
            left_out["rejections whose reason does not say that the code is wrong"] += 1
        else:
            right = not refused and action.stance is Stance.PRESENT
            yield Given(event.number, action.appearance, action.code, action.start, action.end, right, not judged)
