"""Dates to the precision that the text supports: a year, a month or a day."""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec

PartialDate = Annotated[str, msgspec.Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""ISO 8601 year, month or day: "2015", "2015-03", "2015-03-09"."""

EARLIEST, LATEST = 1900, 2100
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""As English articles and reports write them, January first."""


def is_partial_date(value: str) -> bool:
    """Whether `value` is a real calendar year, month or day between 1900 and 2100."""
    parts = value.split("-")
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return False
    if [len(p) for p in parts] != [4, 2, 2][: len(parts)]:
        return False
    year, month, day = (int(p) for p in (*parts, "1", "1")[:3])
    if not EARLIEST <= year <= LATEST:
        return False
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def month_of(value: str) -> str | None:
    """The month "YYYY-MM" of a partial date, or None where only the year is known."""
    return value[:7] if len(value) >= 7 else None
