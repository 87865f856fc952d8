"""Attributes that a language model gives: each must be told by its quote, or it is none."""

from __future__ import annotations

import re

from testimonia.domain.appearance import Basis, Value
from testimonia.domain.dates import is_partial_date
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.consult.answer import SaidValue
from testimonia.identity.consult.gate import normal

RULE = "llm"
OTHER_VALUE = "the words do not tell this value"
INFERRED_WEIGHT = 0.6
"""Of a date whose year the words do not have: as the rules weigh a date that they work out."""

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SMALL = _UP_TO_NINETEEN.split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FEMALE = re.compile(
    r"\b(?:she|her|hers|herself|woman|women|girl|girls?|wife|mother|daughter|sister|widow|female|mrs|ms|miss|umm?|bride|aunt)\b"
)
_MALE = re.compile(r"\b(?:he|him|his|himself|man|men|boy|boys?|husband|father|son|brother|widower|male|mr|abu|uncle)\b")
_HIDDEN = re.compile(
    r"\b(?:name|names|named|pseudonym|identity|identified|anonym\w*|alias|calls? (?:him|her)self|known as)\b"
)


def value_of(said: SaidValue, span: Span, published: str | None, lexicon: Lexicon) -> Value | None:
    """The value, as stated or inferred; None where its words do not bear it out."""
    words, given = normal(span.quote), said.value.strip()
    match said.field:
        case "age":
            return _value("age", given, span, given.isdigit() and int(given) in _counts(words))
        case "gender":
            cue = {"F": _FEMALE, "M": _MALE}.get(given)
            return _value(
                "gender", given, span, bool(cue and cue.search(words)) or _is_given(span.quote, given, lexicon)
            )
        case "nationality":
            return _value("nationality", given, span, given in _countries(span.quote, lexicon))
        case "pseudonym":
            return _value("pseudonym", given, span, given == "yes" and bool(_HIDDEN.search(words)))
        case "group_role":
            return _value("group_role", given, span, normal(given) in words)
        case "joined" | "left":
            return _date(said.field, given, words, span, published)


def _value(field: str, value: str, span: Span, told: bool) -> Value | None:
    return Value(field=field, value=value, basis=Basis.STATED, span=span, rule=RULE) if told else None


def _date(field: str, given: str, words: str, span: Span, published: str | None) -> Value | None:
    """Month and day must stand in the words; the year too, or it is worked out from the day of publication."""
    if not is_partial_date(given):
        return None
    year, month, day = (*given.split("-"), "", "")[:3]
    if (month and not re.search(rf"\b{_MONTHS[int(month) - 1]}", words)) or (
        day and not re.search(rf"\b0?{int(day)}(?!\d)", words)
    ):
        return None
    if year in words:
        return Value(field=field, value=given, basis=Basis.STATED, span=span, rule=RULE)
    if published is None or not 0 <= int(published[:4]) - int(year) <= 2:
        return None
    # "last year" and "in April" tell a year only by the calendar; bare years that nothing tells are guesses
    if not month and not re.search(r"\b(?:year|ago|month|months|week|weeks|summer|winter|spring|autumn|last)\b", words):
        return None
    return Value(field=field, value=given, basis=Basis.INFERRED, weight=INFERRED_WEIGHT, span=span, rule=RULE)


def figures(words: str) -> set[float]:
    """The numbers that a text has, in digits or in words up to 89; with their thousands, hundreds and dozens."""
    plain = normal(words)
    found = {float(n) for n in _counts(plain)}
    for number, unit in re.findall(r"\b(\w+(?:\.\d+)?)[ -](dozen|hundred|thousand|million)\b", plain):
        times = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}[unit]
        by = _one(number) if not re.fullmatch(r"[\d.]+", number) else float(number)
        found |= {times * by} if by is not None else {float(times)} if number == "a" else set()
    return found | {float(n) for n in re.findall(r"(?<![\w.])\d+\.\d+(?![\w.])", plain)}


def _counts(plain: str) -> set[int]:
    digits = {int(n.replace(",", "")) for n in re.findall(r"\d{1,3}(?:,\d{3})+|\d+", plain) if len(n) < 12}
    return digits | {n for word in re.findall(r"[a-z]+(?:-[a-z]+)*", plain) for n in [_one(word)] if n is not None}


def _one(word: str) -> int | None:
    """A number word up to 89; of "thirty-one-year-old" the part that is one."""
    tens, _, rest = word.partition("-")
    if word in _SMALL:
        return _SMALL.index(word)
    if tens in _TENS:
        unit = rest.partition("-")[0]
        return _TENS[tens] + (_SMALL.index(unit) if unit in _SMALL[1:10] else 0)
    return _SMALL.index(tens) if tens in _SMALL and rest.startswith(("year", "month")) else None


def _countries(words: str, lexicon: Lexicon) -> set[str]:
    """The countries that the words name, by their people, their name or a town of theirs."""
    found = re.findall(r"[^\W\d_][\w'’]*", re.sub(r"['’]s\b", "", words))
    runs = (" ".join(found[at : at + n]) for at in range(len(found)) for n in (1, 2, 3))
    hyphened = re.findall(r"[^\W\d_]\w*(?:-\w+)+", words)
    tables = (lexicon.demonyms, lexicon.countries, lexicon.towns, lexicon.homes)
    return {table[form] for form in (*runs, *hyphened) for table in tables if form in table}


def _is_given(words: str, gender: str, lexicon: Lexicon) -> bool:
    return any(lexicon.given.get(word) == gender for word in re.findall(r"\w+", words))
