"""A date as an article tells it, seen from the day it was published: "last October", "in early 2014", "3 March"."""

from __future__ import annotations

import re

from testimonia.domain.dates import MONTHS

_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}
"""The last month of a season. A winter has two years: which is meant cannot be told."""
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"\b(?:(?P<which>last|this|next|the following|that|the previous) )?(?:(?:early|late|mid)[- ](?:in )?)?(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?"
    rf"(?P<month>{'|'.join(MONTHS)})\b(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? (?:of |in )?(?P<its>this year|last year|the same year|{_YEAR})\b)?"
    rf"|\b(?:in|of|since|until|till|by|during|early|late|mid)[- ](?P<bare>{_YEAR})\b"
    rf"|\b(?:(?P<season_which>last|this|that) (?P<season>spring|summer|autumn|fall)|(?:spring|summer|autumn|fall) (?:of )?(?P<season_year>{_YEAR}))\b"
    r"|\b(?P<year>last year|this year)\b"
)


def resolve(match: re.Match[str], published: str | None) -> str | None:
    """The partial date that a phrase means, where `published` is that of the article; None where it cannot be told.

    A month without a year is the latest one that is not after publication.
    """
    now = (int(published[:4]), int(published[5:7]) if len(published) >= 7 else 12) if published else None
    if fixed := match["bare"] or match["season_year"]:
        return fixed
    if match["year"]:
        return None if now is None else str(now[0] - (match["year"] == "last year"))
    if season := match["season"]:
        if now is None or match["season_which"] == "that":
            return None
        return str(now[0] - (match["season_which"] == "last" and now[1] <= _ENDS[season]))
    if not match["month"] or match["which"] in ("next", "the following", "that", "the previous"):
        return None
    year = _year(match, now)
    if year is None:
        return None
    day = match["before"] or match["after"]
    stamp = f"{year}-{_month(match):02d}"
    return f"{stamp}-{int(day):02d}" if day and 1 <= int(day) <= 28 and (match["its"] or not match["which"]) else stamp


def _month(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"]) + 1


def _year(match: re.Match[str], now: tuple[int, int] | None) -> int | None:
    its, month = match["its"] or "", _month(match)
    if its[:1].isdigit():
        return int(its)
    if now is None or its == "the same year":
        return None
    if its:
        return now[0] - (its == "last year")
    if match["which"] == "this":
        return now[0] if month <= now[1] else None
    return now[0] - (month > now[1] or (match["which"] == "last" and month == now[1]))
