"""What stands between a name and what is said of it: "Salam (not his real name), 41", "Saad, who gives only that, is forty"."""

from __future__ import annotations

import re

_ASIDE = re.compile(
    r"^[\"']?(?:\s\([^)]{3,60}\)|,\s(?:as|who|whose|which|not)\s[^,.;\d]{3,50}(?=,\s(?:is|was|\d))|,\s[^,.;\d]{3,70}(?=,\s(?:is|was)\s(?:now |a |an )?[\w-]+(?:[,.]|\s(?:and|now|years)\b))|(?<=[\"']))(?=,?\s)"
)


def aside(after: str) -> int:
    """Length of the aside at the beginning of what follows a mention; 0 where there is none. A closing quotation mark counts."""
    match = _ASIDE.match(after)
    return match.end() if match else 0
