"""What a number counts, by the noun that follows it: people, records of them, countries, or no people at all."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.claims import no_count
from testimonia.identity.detect.claims.numerals import Numeral

REACH = 90
"""Characters after a number in which its noun is looked for."""
WORDS = 6
"""So many words, at most."""
LEAD = 90
"""Characters before a number that tell whether it is a date or an age."""
_WORD = re.compile(r"[\"'(\[]?([^\W_][\w'’-]*)")
_GAP = re.compile(r" |, (?=[\w-]+ )|-(?=\w)")
_FIRST_GAP = re.compile(r" |-(?=\w)")
_VERB = re.compile(r"\w{3,}(?:ed|n't|ly)", re.IGNORECASE)
_DETERMINER = re.compile(r" (?:the|its|their|these|those|his|her|our|my)\b(?= )", re.IGNORECASE)
_AGENT = re.compile(r"\w{3,}(?:ers|ors|ists|ians|ees|men|women|ants|ites|ans)|(?:ex|would-be)-\w+s")


class Noun(enum.StrEnum):
    """What stands after the number. `BARE`: no noun, the count is of somebody named before ("thirty had returned")."""

    SUBJECT = "subject"
    NATIONALS = "nationals"
    PEOPLE = "people"
    AGENTS = "agents"
    RECORDS = "records"
    KIN = "kin"
    BYSTANDERS = "bystanders"
    COUNTRIES = "countries"
    NARRATIVES = "narratives"
    BARE = "bare"
    NONE = "none"


def counted(number: Numeral, text: str, lexicon: Lexicon) -> Noun:
    """The kind of noun that this number of the text counts; NONE where it is a date, a year, a measure or the like."""
    lead, tail = text[max(0, number.start - LEAD) : number.start], text[number.end : number.end + REACH]
    if no_count.dated(lead, tail):
        return Noun.NONE
    kind = _noun(tail, lexicon)
    if kind is Noun.BARE and no_count.refers(number, text, lead, tail, lexicon):
        return Noun.NONE
    return Noun.NONE if no_count.a_year(number, lead, bare=kind in (Noun.BARE, Noun.RECORDS)) else kind


def _noun(tail: str, lexicon: Lexicon) -> Noun:
    words = lexicon.counts
    seen: list[str] = []
    for form, end in _phrase(tail):
        lower = form.lower()
        if lower == "of" and not seen:
            return _of_whom(tail[end:], lexicon)
        if lower in words.between:
            continue
        kind = words.nouns.get(lower) or words.nouns.get(lower.rsplit("-", 1)[-1])
        if kind:
            return Noun(kind)
        if form.endswith("s") and not form.endswith("ss") and _a_people(form, lexicon):
            return Noun.NATIONALS
        if lower in words.no_noun:
            break
        seen.append(form)
    return _unknown(seen, lexicon)


def _phrase(tail: str) -> Iterator[tuple[str, int]]:
    """The words behind a number up to the first mark that ends a phrase, each with its end."""
    at = 0
    for step in range(WORDS):
        gap = _GAP.match(tail, at) if step else _FIRST_GAP.match(tail)
        word = _WORD.match(tail, gap.end()) if gap else None
        if word is None:
            return
        yield word.group(1), word.end()
        at = word.end()


def _of_whom(rest: str, lexicon: Lexicon) -> Noun:
    """What "of the ..." speaks of: "nine of the names" counts names, "four of them" nobody new, "six of the rifles" no people."""
    determined = _DETERMINER.match(rest)
    return _noun(rest[determined.end() :], lexicon) if determined else Noun.BARE


def _unknown(seen: list[str], lexicon: Lexicon) -> Noun:
    """By the form of the words, where none of them is known: "40 trainers" are people, "40 ladders" perhaps not, "40 answered" has no noun."""
    if not seen or _VERB.fullmatch(seen[0]):
        return Noun.BARE
    if _a_people(seen[-1], lexicon):
        return Noun.NATIONALS
    if _AGENT.fullmatch(seen[-1]):
        return Noun.AGENTS
    return Noun.NONE if any(word.endswith("s") for word in seen) else Noun.BARE


def _a_people(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.demonyms or word.removesuffix("s") in lexicon.demonyms
