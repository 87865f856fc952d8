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
        (rf"^,? \(?(?:now |then |aged )?{_NUMBER}(?: years)?\)?(?:[,.;)]|\s[-–—(]|\sand\b)", 1.0),
        (rf"^, [A-Z][a-z]+, (?:now |aged )?{_NUMBER}[,.;]", 0.8),
        (rf"^\s\({_NUMBER}\)", 1.0),
        (rf"^,? (?:is |was |a |an |now |the )*{_NUMBER}(?:-year-old| years? old| years of age)", 1.0),
        (rf"^(?:,? who)?(?:,?\sis|'s)\s{_ABOUT}{_NUMBER}{_NO_COUNT}", 0.95),
        (rf"^(?:,? who)?,?\swas\s{_ABOUT}{_NUMBER}{_NO_COUNT}", 0.6),
        (rf"^(?:,? who)?(?:\sis|'s)\s(?:an?|the) [^.;:,]{{2,50}}? of {_ABOUT}{_NUMBER}(?: years)?{_NO_COUNT}", 0.9),
        (rf"^(?:,? who)?,?(?:\sis|'s)\s(?:an?|the|from|in) [^.;:\d]{{2,50}}?, {_ABOUT}(?:aged )?{_NUMBER}[,.;)]", 0.7),
        (rf"^(?:,? who)?\s(?:has|have|counts)\s{_ABOUT}{_NUMBER} years(?=[,.;]| and\b)", 0.8),
        (rf"^,? (?:now )?aged (?:about )?{_NUMBER}", 1.0),
        (rf"^,? (?:now )?of {_ABOUT}{_NUMBER}(?! (?:men|people|fighters|others))\b", 0.7),
        (rf"^\s(?:has |had |who )?(?:just )?turn(?:ed|s) {_NUMBER}\b", 0.6),
    )
)
_BEFORE = tuple(
    (re.compile(pattern, re.IGNORECASE), weight)
    for pattern, weight in (
        (rf"\b{_NUMBER}[- ]years?[- ]old (?:[\w-]+ ){{0,3}}$", 1.0),
        (rf"\b(?:now|aged) {_NUMBER}, $", 0.9),
        (rf"\bat {_NUMBER},? $", 0.4),
    )
)
# The birthday that is still to come: a year less.
_COMING = re.compile(
    rf"^(?:,? who)?(?:'ll| will| is about to| is not yet| is almost| is nearly| turns)\s?(?:be |turn )?{_NUMBER}(?=[,.;]| (?:in|next|this|on|soon)\b)",
    re.IGNORECASE,
)
_BORN = re.compile(r"^(?:,? who)?,?(?: was)? born (?:in [A-Z]\w+ )?in (?:[A-Z]\w+ )?((?:19|20)\d\d)\b")
_OWN_BORN = re.compile(r"\bI was born (?:in [A-Z]\w+ )?in (?:[A-Z]\w+ )?((?:19|20)\d\d)\b")
_LISTED = re.compile(rf"\bAge:? {_NUMBER}\b")
_LISTED_REACH = 160
"""Characters from a name to the "Age: 26" of a list about its bearer."""
_ASKED = re.compile(r"\bhow old\b", re.IGNORECASE)
_ANSWER = re.compile(rf"^{_NUMBER}[,.]?$", re.IGNORECASE)
_HIS = re.compile(rf"^\sage (?:as|is|was)\s{_ABOUT}{_NUMBER}\b|^\s{_NUMBER}(?:th|st|nd|rd) birthday\b", re.IGNORECASE)
_INSIDE = re.compile(rf"\b{_NUMBER}(?:-year-old| years? old|-years-old)|\baged? {_NUMBER}\b", re.IGNORECASE)
_OWN = re.compile(rf"\bI(?: am|'m) (?:now |only )?{_NUMBER}{_NO_COUNT}", re.IGNORECASE)
_ROUGHLY = re.compile(r"\b(?:about|around|some|perhaps|maybe|roughly|nearly)(?: aged)? $")
ABOUT = "age-about"
"""The rule of an age that is not told to the year."""
_ROUGH = 0.7
"""An age told roughly weighs less than one told elsewhere in the article."""
_OLDEST, _YOUNGEST = 80, 9


def ages(someone: Someone, layout: Layout, said: list[Speech]) -> list[Value]:
    """Every age told of the person, in years; what they say of themselves included."""
    found = [*_told(someone, layout), *_around(someone, layout)]
    for item in said:
        if item.direct:
            asked = _ASKED.search(layout.plain, max(0, item.span.start - 60), item.span.start)
            if asked and (match := _ANSWER.match(layout.plain[item.span.start : item.span.end])):
                found += _value(match, item.span.start, 0.9, layout)
            for match in _OWN_BORN.finditer(layout.plain, item.span.start, item.span.end):
                found += _from_birth(match, 0, layout)
            for match in _OWN.finditer(layout.plain, item.span.start, item.span.end):
                found += _value(match, 0, 0.9, layout)
    return found


def _told(someone: Someone, layout: Layout) -> Iterator[Value]:
    for m in someone.mentions:
        if m.kind is MentionKind.PRONOUN and m.text.lower() in ("his", "her"):
            if match := _HIS.match(layout.plain[m.end : m.end + 40]):
                yield from _value(match, m.end, 0.8, layout)
            continue
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


def _around(someone: Someone, layout: Layout) -> Iterator[Value]:
    """Ages before the mention, to come, by year of birth, and in a list below the name."""
    for m in someone.mentions:
        if m.kind is MentionKind.PRONOUN and m.text.lower() not in ("he", "she"):
            continue
        lead = layout.plain[max(0, m.start - 50) : m.start]
        for pattern, weight in _BEFORE:
            if match := pattern.search(lead):
                yield from _value(match, m.start - len(lead), weight, layout)
                break
        after = layout.plain[m.end : m.end + 70]
        if match := _COMING.match(after):
            yield from _value(match, m.end, 0.5, layout, less=1)
        if match := _BORN.match(after):
            yield from _from_birth(match, m.end, layout)
        if m.kind is MentionKind.NAME and (match := _LISTED.search(layout.plain, m.end, m.end + _LISTED_REACH)):
            yield from _value(match, 0, 0.7, layout)


def _from_birth(match: re.Match[str], base: int, layout: Layout) -> Iterator[Value]:
    """The age that a year of birth lets one infer: in the second half of a year most have had their birthday."""
    published = layout.article.published
    if not published:
        return
    past = len(published) < 7 or int(published[5:7]) > 6
    age = int(published[:4]) - int(match.group(1)) - (0 if past else 1)
    if _YOUNGEST <= age <= _OLDEST:
        span = Span.of(layout.article.text, base + match.start(1), base + match.end(1))
        yield Value(field="age", value=str(age), basis=Basis.INFERRED, weight=0.5, span=span, rule=ABOUT)


def _value(match: re.Match[str], base: int, weight: float, layout: Layout, *, less: int = 0) -> Iterator[Value]:
    """`less`: by how much the person is younger than the number said."""
    group = next(i for i, g in enumerate(match.groups(), 1) if g)
    age = years(match.group(group)) - less
    if _YOUNGEST <= age <= _OLDEST:
        span = Span.of(layout.article.text, base + match.start(group), base + match.end(group))
        roughly = _ROUGHLY.search(layout.plain[max(0, span.start - 14) : span.start])
        rule, weight = (ABOUT, min(weight, _ROUGH)) if roughly else ("age", weight)
        yield Value(field="age", value=str(age), basis=Basis.STATED, weight=weight, span=span, rule=rule)


def years(words: str) -> int:
    """The number that digits or words from thirteen to seventy-nine mean: "29", "twenty-nine"."""
    if words.isdigit():
        return int(words)
    tens, _, units = words.lower().replace(" ", "-").partition("-")
    return _TEENS.get(tens, _TENS.get(tens, 0)) + _UNITS.get(units, 0)
