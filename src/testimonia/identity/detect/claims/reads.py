"""What a counted number is of: scope, country, since when, who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from testimonia.domain.claim import ClaimScope
from testimonia.domain.dates import MONTHS
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.claims.candidates import Candidate

_SINCE = re.compile(
    rf"\bsince (?:(?:the (?:start|beginning) of|early|late) )?({'|'.join(MONTHS)})?\s*(of )?(last year|this year|(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"\b(?:spoke\w*|spoken|public(?:ly)?|interview|account|told|testimon|voice|gave|described)\w*", re.IGNORECASE
)
_GONE = re.compile(
    r"\b(?:travel\w*|gone|went|joined|left (?:the country|home|for)|set out|to fight|stopped|prevented)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:left|leave|leaving|defect\w*|desert\w*|quit|fled|escap\w*|walked)\b")
_RETURNED = re.compile(r"\breturn\w*|\bcome back\b|\bcame back\b|\bcome home\b|\bare back\b")
_KILLED = re.compile(r"\bkilled\b|\bexecuted\b|\bdied\b")
_DETAINED = re.compile(r"\bdetained\b|\barrested\b|\bjailed\b|\bcustody\b")
_MEMBERS = re.compile(r"\bmembers?\b|\bfight(?:ing|ers?)\b")
_DEFECTORS = re.compile(r"\bdefectors?\b")
_SOURCE = re.compile(
    r"\b(?:the|a|its|by)?\s?((?:[A-Z][\w'’-]{0,40}\s?){1,6})\s(?:says?|said|found|estimates?|reports?|counted|believes?|put)\b"
)
_NOBODY = frozenset(
    re.findall(r"\w+", "i we you he she it they who some many most others one nobody everyone this that these those")
)
_PLACE = re.compile(r"\b[A-Z][\w-]{1,40}(?: [A-Z][\w-]{1,40})?")
BEFORE, AFTER = 30, 45
"""Characters before and after a number within which its country is looked for first."""
HOSTS = ("SY", "IQ")
"""Where everybody went: named beside a number, it is mostly the destination."""


def scope(text: str) -> ClaimScope:
    """Of whom the sentence's figures speak."""
    if _KILLED.search(text):
        return ClaimScope.KILLED
    if _DETAINED.search(text):
        return ClaimScope.DETAINED
    leaving = _LEFT.search(text)
    if leaving and _SPOKE.search(text):
        return ClaimScope.SPOKE
    if _RETURNED.search(text):
        return ClaimScope.RETURNED
    if leaving and not _GONE.search(text):
        return ClaimScope.LEFT
    if _GONE.search(text):
        return ClaimScope.TRAVELLED
    if _MEMBERS.search(text):
        return ClaimScope.MEMBERS
    return ClaimScope.SPOKE if _DEFECTORS.search(text) else ClaimScope.OTHER


def country(one: Candidate, lexicon: Lexicon) -> str | None:
    """Alpha-2 of the country beside the number, or of the only one that its sentence names; Syria and Iraq only as a nationality beside it."""
    at = one.number
    beside = [
        *_countries(one.text[at.end : at.end + AFTER], lexicon, near=True),
        *_countries(one.text[max(0, at.start - BEFORE) : at.start], lexicon, near=True),
    ]
    if beside:
        return beside[0]
    named = set(_countries(one.text, lexicon, near=False))
    return named.pop() if len(named) == 1 else None


def _countries(text: str, lexicon: Lexicon, *, near: bool) -> Iterator[str]:
    for found in _PLACE.finditer(text):
        word = found.group()
        for form in (word, word.split(" ")[0]):
            code = lexicon.demonyms.get(form) or lexicon.countries.get(form)
            if code and (code not in HOSTS or (near and form in lexicon.demonyms)):
                yield code
                break


def since(text: str, published: str | None) -> str | None:
    """The partial date after "since"; "last year" counts from the day of publication."""
    match = _SINCE.search(text)
    if not match or not (match.group(1) or match.group(3)):
        return None
    words = match.group(3)
    if words and words[0].isdigit():
        year = int(words)
    elif published:
        year = int(published[:4]) - (words is not None and words.lower() == "last year")
    else:
        return None
    return f"{year}-{MONTHS.index(match.group(1).capitalize()) + 1:02d}" if match.group(1) else str(year)


def source(text: str) -> str | None:
    """The name before "says", "found", "estimates" and the like; a pronoun names nobody."""
    names = (match.group(1).strip() for match in _SOURCE.finditer(text))
    return next((name for name in names if name.casefold() not in _NOBODY), None)
