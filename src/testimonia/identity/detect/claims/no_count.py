"""Numbers that count nobody, though no noun says so: dates, years, money, ages, shares, numbers of pages and telephones."""

from __future__ import annotations

import re

from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.claims.numerals import Numeral, numerals

LONGEST_ROW = 160
"""Characters of a row of a table, at most."""
AGE_REACH = 90
"""Characters before a number within which "median age" and the like are looked for."""
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_AGED = re.compile(
    r"\b(?:aged?|at the age of|turned|turning|oldest|youngest)\b[^,;.]{0,30},?[^,;.]{0,20}$|\b(?:now|then|not yet|barely) $"
    r"|\b(?:I|he|she|who)(?:'m|'s| is| was| am| were| turned| became)(?: only| just| about| barely| still| now| then| not yet| nearly| almost)? $"
    r"|\b(?<!total )(?<!number )(?<!figure )(?<!count )(?<!answer )(?:is|was|turned|turns)(?: only| just| about| barely| still| now| then| not yet| nearly| almost)? $|\bto be(?: about| around)? $",
    re.IGNORECASE,
)
_RIGHT_AFTER = re.compile(r"\b(?:aged?|at the age of)(?: about| around| only| just)? $", re.IGNORECASE)
_OF_AGE = re.compile(
    r"\b(?:an?|the|this|one) (?:[\w-]+ ){0,3}[\w-]+(?<!number)(?<!total) of (?:about |around |some |only |just |barely |nearly )?$",
    re.IGNORECASE,
)
_WHEN = re.compile(r"^,? when (?:he|she|I|they|his|her|my)\b")
_AT = re.compile(r"\bat (?:just |only |about |around |barely )?$", re.IGNORECASE)
_PUT_AT = re.compile(
    r"\b(?:put|puts|stood|stands?|standing|estimat\w+|number\w*|remain\w*|figures?|total\w*|strength|reckon\w*|count\w*)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:median|average|mean|typical) age\b", re.IGNORECASE)
_BESIDE_NAME = re.compile(
    r"([A-ZÀ-ÞĀ-Ž][\w'’-]*\.?)(?: Jr)?[\"']?,?(?: \d\d and)?(?: now| then| just| and| aged)? \(?$"
)
_BETWEEN_COMMAS = re.compile(r"^(?:[,.;:)!?]|$| (?:and|when|at|on|years?|now|then|from|or)\b)")
_NAMED_BEFORE = re.compile(r"(?:[\w,] |\()([A-Z][\w'’-]*) (?:No\.? )?$")
_CLOSES = re.compile(r"^[\"']?(?:[,.;:)!?\]]|$)")
_LABEL = re.compile(
    r"\b(?:ring|call|dial|page|pp?|route|highway|room|block|cell|house|channel|flight|section|article|chapter|volume|issue|table|briefing|note|paragraph|verse|number|no|nr)\.? $",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"\d[ -]$")
_NEXT_GROUP = re.compile(r"^[ -]\d")
_ROW = re.compile(r"^(?:.{2,80}?(?: (?:\d[\d,]*|n/a|-)){2,}|[^\d!?]{2,80} \d[\d,]*)$")
_ACTS = re.compile(r"^ (?:of|have|had|has|were|was|are|came|went|left|returned|died)\b")
_IN_TEN = re.compile(
    r"^ (?:in|out of) (?:every )?(?:ten|five|four|three|six|eight|twenty|(?:a )?hundred|\d)", re.IGNORECASE
)
_OF_TEN = re.compile(r"\b(?:\w+) (?:in|out of) (?:every )?$", re.IGNORECASE)
_AGES = range(5, 96)
_YEAR_LEAD = re.compile(
    r"\b(?:in|since|of|until|by|from|to|before|after|during|early|late|mid|and|year|summer|winter|spring|autumn|end of|start of|class of)-? $|[(/-]$",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(rf"\b(?:{_MONTH}|No|Nr|page|chapter|summer|winter|spring|autumn|Ramadan)\.? $")
_AFTER_DATE = re.compile(rf"^(?:st|nd|rd|th)? (?:of )?{_MONTH}\b")
_MONEY = re.compile(r"(?:[$£€¥#]|\b(?:Rs|USD|US\$|EUR|GBP|Dh|AED|SR|TL|JD|kr)\.?) ?$")


def dated(lead: str, tail: str) -> bool:
    """Whether a number between `lead` and `tail` is the day of a date, or money."""
    return bool(_MONEY.search(lead) or _BEFORE_DATE.search(lead) or _AFTER_DATE.match(tail))


def a_year(number: Numeral, lead: str, *, bare: bool) -> bool:
    """Whether a number is a year; `bare`: no word for people follows it."""
    looks = number.digits and not number.grouped and 1900 <= number.figure <= 2100
    return looks and (bare or bool(_YEAR_LEAD.search(lead)))


def in_table(text: str) -> bool:
    """Whether a text is a row of a table: a label and numbers."""
    return len(text) <= LONGEST_ROW and bool(_ROW.match(text))


def refers(number: Numeral, text: str, lead: str, tail: str, lexicon: Lexicon) -> bool:
    """Whether a number without a noun is an age, a share ("nine in ten"), a telephone, list or page number, and counts nobody."""
    if _IN_TEN.match(tail) or (_OF_TEN.search(lead) and numerals(lead[-24:])):
        return True
    if in_table(text):
        return False
    if number.digits and (_GROUPS.search(lead) or _NEXT_GROUP.match(tail) or _LABEL.search(lead)):
        return True
    named = _NAMED_BEFORE.search(lead)
    if named and number.digits and not _a_place(named.group(1), lexicon) and not _ACTS.match(tail):
        return True
    if number.digits and not lead.strip(" \"'([") and _CLOSES.match(tail):
        return True
    return number.figure in _AGES and _an_age(number, text, lead, tail, lexicon)


def _an_age(number: Numeral, text: str, lead: str, tail: str, lexicon: Lexicon) -> bool:
    if (
        _RIGHT_AFTER.search(lead)
        or _OF_AGE.search(lead)
        or _WHEN.match(tail)
        or _AVERAGE.search(text, max(0, number.start - AGE_REACH), number.end)
    ):
        return True
    if _AT.search(lead) and not _PUT_AT.search(lead):
        return True
    if not _BETWEEN_COMMAS.match(tail):
        return False
    beside = _BESIDE_NAME.search(lead)
    return bool(_AGED.search(lead)) or bool(beside and "," in beside.group() and not _a_place(beside.group(1), lexicon))


def _a_place(word: str, lexicon: Lexicon) -> bool:
    word = word.removesuffix("'s")
    return word in lexicon.countries or word in lexicon.demonyms
