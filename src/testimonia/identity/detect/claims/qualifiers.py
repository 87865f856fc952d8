"""How exact a figure claims to be, by the words right before and after it."""

from __future__ import annotations

import re
from functools import lru_cache

from testimonia.domain.claim import Qualifier
from testimonia.domain.lexicon import Lexicon, QualifierWords

_RANGE = re.compile(r"^(?: \w+)? ?(?:and|to|or|-) ?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)(?: (?:about|around|some|roughly))? $", re.IGNORECASE)
WINDOW = 40
"""Characters before and after a number within which a qualifier stands."""


@lru_cache(maxsize=8)
def _patterns(
    words: tuple[tuple[str, QualifierWords], ...],
) -> tuple[tuple[Qualifier, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            Qualifier(name),
            re.compile(rf"\b(?:{_any(given.before)})[ \"'\[]+(?:the |a |of )?[\"']?$", re.IGNORECASE),
            re.compile(rf"^[- ,]{{1,2}}(?:{_any(given.after)})\b", re.IGNORECASE),
        )
        for name, given in words
    )


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def qualifier(lead: str, tail: str, lexicon: Lexicon) -> Qualifier | None:
    """What the longest of the words say ("no fewer than" is not "fewer than"), or None where none stands there. `lead` ends where the number begins, `tail` begins where it ends."""
    lead, tail = lead[-WINDOW:], tail[:WINDOW]
    found = [
        (len(match.group()), kind)
        for kind, before, after in _patterns(lexicon.counts.qualifiers)
        for match in (before.search(lead), after.search(tail))
        if match
    ]
    return max(found, key=lambda f: f[0])[1] if found else None


def ranged(lead: str, between: str) -> bool:
    """Whether two numbers with `between` between them are the ends of a range: "between 50 and 60", "20 to 30"."""
    if not _RANGE.match(between):
        return False
    return between.strip() in ("to", "-", "or") or bool(_BETWEEN.search(lead[-WINDOW:]))
