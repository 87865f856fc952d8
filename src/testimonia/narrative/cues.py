"""The cue coder: the codebook's cues in a sentence, whose reason it is, and whether it speaks of coming or of going.

The group's own name is masked: "Islamic" is no ideology. Nothing here knows of people; see `code` for that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from testimonia.domain.codebook import Code
from testimonia.domain.settings import Group
from testimonia.text import same_width

_DENIED = re.compile(
    r"\b(?:denie[sd]|deny|denying|not because|nothing to do with|never (?:saw|took part|beat|killed|witnessed)|did not (?:leave|go|join) (?:because|for|over)|was not (?:about|the|a) (?:money|reason|fear)|had no complaints?|no grievance|waved (?:it|him|her|that) away|insist\w* that (?:he|she) never|it was (?:not|n't) (?:that|the))\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|that (?:is|was|'s) why|reasons?|after (?:that|which)|made (?:me|him|her)|could(?:n't| not)|couldn't|no longer|decided|since then|that (?:day|night|was when)|finally|what (?:changed|drove|broke)|disgust\w*|sick(?:ened)?|angry|disappoint\w*|disillusion\w*|shocked|ashamed|realised|realized|first|second|third|turning point|enough|wrong)\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:joined|join|joining|went (?:to Syria|there|out)|why (?:he|she|I) (?:went|joined)|to begin with|recruit\w*|offered|promised|at first|enlist\w*|signed up|travel(?:l?ed)|left home|set off|persuaded|convinced|wanted to|I thought|believed|the oath|pledged|duty|forced|in the first place)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:left|leave|leaving|fled|flee|escap\w*|desert\w*|defect\w*|quit|got out|get out|walked|ran|run away|slipped|go home|went home|came back|never (?:came|fought|paid|saw)|instead|but)\b",
    re.IGNORECASE,
)
# "I was not bored": a negation right before every cue of the sentence.
_NOT = re.compile(r"(?:\bnot|n't|\bnever|\bhardly|\bneither)\s+(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """What the cues of one code found in one sentence. `score`: 0.1 to about 1.5."""

    score: float
    denied: bool
    reasons: tuple[str, ...]


@lru_cache(maxsize=8)
def mask_of(groups: tuple[Group, ...]) -> re.Pattern[str]:
    """Matches the names of the groups, to be masked."""
    words = sorted((n for g in groups for n in (g.name, *g.aliases)), key=len, reverse=True)
    return re.compile("|".join(re.escape(w) for w in words) or "(?!)", re.IGNORECASE)


@lru_cache(maxsize=64)
def compiled(cues: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The cues of a code, ready to search with."""
    return tuple(re.compile(c, re.IGNORECASE) for c in cues)


def hit(entry: Code, sentence: str, before: str, mask: re.Pattern[str], *, spoken: bool) -> Hit | None:
    """The cues of a code in a sentence; None where there are none. `before`: the sentence read before it."""
    cues, against = compiled(entry.cues), compiled(entry.not_cues)
    masked = mask.sub(lambda m: "#" * len(m.group()), same_width(sentence))
    found = tuple(m.group() for c in cues if (m := c.search(masked)))
    if not found or any(c.search(masked) for c in against):
        return None
    negated = all(_NOT.search(masked[: m.start()]) for c in cues if (m := c.search(masked)))
    return _weigh(entry, masked, same_width(before), found, spoken=spoken, negated=negated)


def _weigh(entry: Code, masked: str, before: str, found: tuple[str, ...], *, spoken: bool, negated: bool) -> Hit:
    """The score: cues found, own words, a reason marker here or just before, and whether coming or going is spoken of."""
    coming, going = bool(_COMING.search(masked)), bool(_GOING.search(masked))
    score = 0.45 + 0.15 * (len(found) - 1)
    notes = [f"cue: {found[0].strip()}"]
    if spoken:
        score += 0.25
        notes.append("in their own words")
    if _REASON.search(masked) or _REASON.search(before):
        score += 0.2
        notes.append("a reason marker stands near")
    if entry.family == "joining":
        score += 0.25 if coming else -0.1
        score -= 0.2 if going and not coming else 0.0
    else:
        score += 0.15 if going else 0.0
        score -= 0.25 if coming and not going else 0.0
    denied = negated or bool(_DENIED.search(masked))
    if denied:
        notes.append("denied")
    return Hit(score, denied, tuple(notes))
