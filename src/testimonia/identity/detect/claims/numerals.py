"""Numbers in a sentence, in digits and in words: "58", "two hundred and forty", "half a dozen", "thirty-odd"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {w: i for i, w in enumerate(_UNITS, 1)} | {w: 10 * i for i, w in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_NUMBER = re.compile(
    rf"""
    (?<![\w.,:/£$€#%+-]) (?:
      (?P<digits> \d{{1,3}}(?:[,.]\d{{3}})+ | \d{{1,3}}\ 000 | \d{{1,6}} )
    | (?P<none> none | not\ (?:a\ single\ )?one )
    | (?P<dozen> half\ a\ dozen | (?:a|{_WORD})\ dozen )
    | (?P<words> (?: (?:a|{_WORD})\ (?:{_SCALE}) | {_WORD} | hundred(?=\ and\ ) ) (?: (?:[ -]|,?\ and\ |,\ )(?:{_WORD}|{_SCALE})\b )* )
    ) (?! [\w%°] | [.,:/]\d | -(?!odd\b|plus\b)\w | \.\w )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(rf",? and |, |[ -]|{_WORD}|{_SCALE}|a\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """`text[start:end]` is a number. `digits`: written in digits; `grouped`: with a mark between thousands."""

    start: int
    end: int
    figure: float
    digits: bool
    grouped: bool


def numerals(text: str) -> list[Numeral]:
    """Every whole number in the text, from left to right; decimals, percentages, money and compounds ("20-year-old") are none."""
    found: list[Numeral] = []
    for match in _NUMBER.finditer(text):
        start = match.start()
        if match["digits"]:
            bare = re.sub(r"\D", "", match["digits"])
            found.append(Numeral(start, match.end(), float(bare), True, len(bare) < len(match["digits"])))
        elif match["none"]:
            found.append(Numeral(start, match.end(), 0.0, False, False))
        elif match["dozen"]:
            found.append(Numeral(start, match.end(), _dozens(match["dozen"].lower()), False, False))
        else:
            found += _spelled(match["words"], start)
    return found


def _dozens(words: str) -> float:
    first = words.split(" ", 1)[0]
    return 6.0 if first == "half" else 12.0 * _VALUES.get(first, 1)


def _spelled(words: str, at: int) -> list[Numeral]:
    """The numbers that a run of number words holds: "two hundred and forty" is one, "ninety and thirty" are two."""
    found: list[Numeral] = []
    total, part, start, end, joined = 0, 0, 0, 0, ""
    for match in _PART.finditer(words):
        word = match.group().lower()
        if not word.strip(" -,") or word.strip(" ,") == "and":
            joined = word
            continue
        value = 1 if word == "a" else _VALUES.get(word, 0)
        scale = _SCALES.get(word, 0)
        if end and not _goes_on(total, part, value, scale, joined):
            found.append(Numeral(at + start, at + end, float(total + part), False, False))
            total, part, end = 0, 0, 0
        if not end:
            start = match.start()
        if scale == 1000:
            total, part = total + max(part, 1) * 1000, 0
        elif scale:
            part = max(part, 1) * 100
        else:
            part += value
        end = match.end()
    return [*found, Numeral(at + start, at + end, float(total + part), False, False)]


def _goes_on(total: int, part: int, value: int, scale: int, joined: str) -> bool:
    """Whether the next word belongs to the number so far."""
    if scale:
        return joined == " " and 0 < part < (100 if scale == 100 else 1000)
    if joined.strip(" ,") == "and":
        return (part >= 100 and part % 100 == 0) or (total > 0 and part == 0)
    if joined.startswith(","):
        return total > 0 and part == 0
    tens = part % 100
    return (tens in range(20, 100, 10) and value < 10) or tens == 0
