"""Numbers, dates and lists in words. Nothing here computes a figure; it only says one."""

from __future__ import annotations

from collections.abc import Sequence

from testimonia.domain.dates import MONTHS
from testimonia.domain.figure import Figure

DASH = "–"


def date_words(date: str | None) -> str:
    """ "2015-03-09" as "9 March 2015"; a month or a year as far as it goes; "not known" for None."""
    if not date:
        return "not known"
    parts = date[:10].split("-")
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1] if parts[1].isdigit() and 1 <= int(parts[1]) <= 12 else parts[1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def month_short(month: str) -> str:
    """ "2015-03" as "Mar"."""
    return MONTHS[int(month[5:7]) - 1][:3]


def number(value: float) -> str:
    """A count as people write it: 1,200; a fraction to one place."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.1f}"


def percent(share: float) -> str:
    """A share of 1 as whole per cent. Never rounds something to nothing, or nearly all to all."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{round(share * 100)}%"


def value_words(figure: Figure) -> str:
    """A figure's value in its unit."""
    if figure.unit == "alpha":
        return f"{figure.value:.2f}"
    return percent(figure.value) if figure.unit == "share" else number(figure.value)


def span_words(low: float, high: float, unit: str) -> str:
    """ "between 17 and 20", in the unit."""
    say = percent if unit == "share" else number
    return f"between {say(low)} and {say(high)}"


def plural(count: float, one: str, many: str) -> str:
    """The word that fits the number."""
    return one if count == 1 else many


def listed(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def sentence(words: str) -> str:
    """The words with a capital letter in front; the rest is left as it is."""
    return words[:1].upper() + words[1:]
