"""A moment that somebody names by a date: its first or its last second."""

from __future__ import annotations

import calendar
import re

from testimonia.domain.dates import is_partial_date
from testimonia.errors import UsageError

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:Z|\+00:00)?")


def cut(words: str, *, end: bool = True) -> str:
    """The last second of the year, month, day or minute (the first, where not `end`), as the log writes times: UTC to the second."""
    words = words.strip()
    found = _TIME.fullmatch(words)
    if found and is_partial_date(found[1]) and int(found[2]) < 24 and int(found[3]) < 60 and int(found[4] or 0) < 60:
        return f"{found[1]}T{found[2]}:{found[3]}:{found[4] or ('59' if end else '00')}Z"
    if not is_partial_date(words):
        raise UsageError("this is no date", got=words[:40], expected="2026, 2026-05, 2026-05-03 or 2026-05-03T12:00")
    if not end:
        return words + "-01-01T00:00:00Z"[3 * words.count("-") :] if len(words) < 10 else f"{words}T00:00:00Z"
    year, month, day = (int(part) for part in (*words.split("-"), "0", "0")[:3])
    month = month or 12
    day = day or calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}T23:59:59Z"
