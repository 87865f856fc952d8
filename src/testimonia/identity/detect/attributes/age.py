"""How old a person is: an age told of them, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from testimonia.domain.appearance import Basis, MentionKind, Speech, Value
from testimonia.domain.span import Span
from testimonia.identity.detect.attributes.aside import aside
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.people import Someone

_UNITS = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {
    w: i for i, w in enumerate(["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], 13)
}
_TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy"], 2)}
_NUMBER = rf"(\d\d|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)}))?|{'|'.join(_TEENS)})"
_NO_COUNT = r"(?=[,.;:)]| years? old| years of age| and\b| but\b| when\b| now\b| at the time| last\b| this\b| in (?:[A-Z]|the (?:spring|summer|autumn|fall|winter))| today\b| by now| or so\b| with an?\b|\n|$)"
_ABOUT = r"(?:now |just |only |about |around |barely |still |perhaps |some |maybe )*"
"""Words that may stand before a number; "almost thirty" and "not yet thirty" are another number."""
# (pattern after the end of a mention, weight). What one was is less than what one is: the article tells of both.
_AFTER = tuple(
    (re.compile(pattern, re.IGNORECASE), weight)
    for pattern, weight in (
        (rf"^,? \(?(?:now |then |aged )?{_NUMBER}(?: years)?\)?(?:[,.;)]|\s[-–—(])", 1.0),
        (rf"^\s\({_NUMBER}\)", 1.0),
        (rf"^,? (?:is |was |a |an |now |the )*{_NUMBER}(?:-year-old| years? old| years of age)", 1.0),
        (rf"^(?:,? who)?(?:,?\sis|'s)\s{_ABOUT}{_NUMBER}{_NO_COUNT}", 0.95),
        (rf"^(?:,? who)?,?\swas\s{_ABOUT}{_NUMBER}{_NO_COUNT}", 0.6),
        (rf"^(?:,? who)?(?:\sis|'s)\s(?:an?|the) [^.;:,]{{2,50}}? of {_ABOUT}{_NUMBER}(?: years)?{_NO_COUNT}", 0.9),
        (rf"^(?:,? who)?,?(?:\sis|'s)\s(?:an?|the|from|in) [^.;:\d]{{2,50}}?, {_ABOUT}(?:aged )?{_NUMBER}[,.;)]", 0.7),
        (rf"^(?:,? who)?\s(?:has|counts)\s{_ABOUT}{_NUMBER} years(?=[,.;]| and\b)", 0.8),
        (rf"^,? (?:now )?aged (?:about )?{_NUMBER}", 1.0),
        (rf"^,? (?:now )?of {_ABOUT}{_NUMBER}(?! (?:men|people|fighters|others))\b", 0.7),
        (rf"^\s(?:has |had |who )?(?:just )?turn(?:ed|s) {_NUMBER}\b", 0.6),
    )
)
_INSIDE = re.compile(rf"\b{_NUMBER}(?:-year-old| years? old|-years-old)|\baged? {_NUMBER}\b", re.IGNORECASE)
_OWN = re.compile(rf"\bI(?: am|'m) (?:now |only )?{_NUMBER}{_NO_COUNT}", re.IGNORECASE)
_ROUGHLY = re.compile(r"\b(?:about|around|some|perhaps|maybe|roughly|nearly)(?: aged)? $")
_ROUGH = 0.7
"""An age told roughly weighs less than one told elsewhere in the article."""
_OLDEST, _YOUNGEST = 80, 9


def ages(someone: Someone, layout: Layout, said: list[Speech]) -> list[Value]:
    """Every age told of the person, in years; what they say of themselves included."""
    found = list(_told(someone, layout))
    for item in said:
        if item.direct:
            for match in _OWN.finditer(layout.plain, item.span.start, item.span.end):
                found += _value(match, 0, 0.9, layout)
    return found


def _told(someone: Someone, layout: Layout) -> Iterator[Value]:
    for m in someone.mentions:
        if m.kind is MentionKind.PRONOUN and m.text.lower() not in ("he", "she", "i"):
            continue
        base = m.end + aside(layout.plain[m.end : m.end + 70])
        after = layout.plain[base : base + 60]
        if m.kind is MentionKind.PRONOUN and not re.match(r"\s?(?:is|was|'s|has|had|turned)\b|'s", after.lstrip()):
            continue
        for pattern, weight in _AFTER:
            if match := pattern.match(after):
                yield from _value(match, base, weight, layout)
                break
        if inside := _INSIDE.search(layout.plain[m.start : m.end]):
            yield from _value(inside, m.start, 1.0, layout)


def _value(match: re.Match[str], base: int, weight: float, layout: Layout) -> Iterator[Value]:
    group = next(i for i, g in enumerate(match.groups(), 1) if g)
    age = years(match.group(group))
    if _YOUNGEST <= age <= _OLDEST:
        span = Span.of(layout.article.text, base + match.start(group), base + match.end(group))
        roughly = _ROUGHLY.search(layout.plain[max(0, span.start - 14) : span.start])
        rule, weight = ("age-about", min(weight, _ROUGH)) if roughly else ("age", weight)
        yield Value(field="age", value=str(age), basis=Basis.STATED, weight=weight, span=span, rule=rule)


def years(words: str) -> int:
    """The number that digits or words from thirteen to seventy-nine mean: "29", "twenty-nine"."""
    if words.isdigit():
        return int(words)
    tens, _, units = words.lower().replace(" ", "-").partition("-")
    return _TEENS.get(tens, _TENS.get(tens, 0)) + _UNITS.get(units, 0)
