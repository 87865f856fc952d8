"""Whom a verb in the account is about: the person mentioned last before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.someone import Someone

_POSSESSIVE = frozenset({"his", "her", "their", "my", "our"})
_GIVEN = re.compile(r"\b(?:name|called|named|known as|as)\s$")
"""A name that somebody bears is no subject: "fought under the name Abu Yusuf and left in May"."""


class Subjects:
    """Who the nearest mention before a place is. Made once for an article: everybody in it is asked about."""

    def __init__(self, crowd: Iterable[Someone], plain: str) -> None:
        self._told: dict[int, list[Found]] = {}
        for mention in (m for one in crowd for m in one.mentions if not m.quoted):
            if not _GIVEN.search(plain, max(0, mention.start - 20), mention.start):
                self._told.setdefault(mention.start, []).append(mention)
        self._starts = sorted(self._told)

    def is_of(self, person: int, at: int) -> bool:
        """Whether the last mention before this place is that person, and not only as somebody's owner ("her husband")."""
        before = bisect_left(self._starts, at)
        last = self._told[self._starts[before - 1]] if before else []
        return any(m.person == person for m in last) and not any(m.text.lower() in _POSSESSIVE for m in last)
