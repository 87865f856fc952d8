"""Numbers, dates and lists in words. Nothing here computes a figure; it only says one."""

from __future__ import annotations

from collections.abc import Sequence

from testimonia.domain.consultation import BY_MODEL
from testimonia.domain.figure import Figure
from testimonia.study.language import noted, said, say, spoken

DASH = "–"
TONGUES = {
    "ar": noted("Arabic"), "de": noted("German"), "es": noted("Spanish"), "fa": noted("Persian"), "fr": noted("French"),
    "id": noted("Indonesian"), "it": noted("Italian"), "ku": noted("Kurdish"), "ms": noted("Malay"), "nl": noted("Dutch"),
    "pt": noted("Portuguese"), "ru": noted("Russian"), "tr": noted("Turkish"), "uk": noted("Ukrainian"), "ur": noted("Urdu"),
}  # fmt: skip
"""Languages of articles by ISO 639-1; others go by their code."""


def date_words(date: str | None) -> str:
    """ "2015-03-09" as "9 March 2015"; a month or a year as far as it goes; "not known" for None."""
    if not date:
        return say("not known")
    parts = date[:10].split("-")
    if len(parts) == 1 or not (parts[1].isdigit() and 1 <= int(parts[1]) <= 12):
        return " ".join(reversed(parts))
    year, month = int(parts[0]), int(parts[1])
    return spoken().month(year, month) if len(parts) == 2 else spoken().day(year, month, int(parts[2]))


def month_short(month: str) -> str:
    """ "2015-03" as "Mar"."""
    return spoken().month_short(int(month[5:7]))


def number(value: float) -> str:
    """A count as people write it: 1,200; a fraction to one place."""
    return spoken().number(value)


def percent(share: float) -> str:
    """A share of 1 as whole per cent. Never rounds something to nothing, or nearly all to all."""
    if 0 < share < 0.005:
        return say("under {least}", least=spoken().percent(1))
    if 0.995 <= share < 1:
        return say("over {most}", most=spoken().percent(99))
    return spoken().percent(round(share * 100))


def ratio_words(ratio: float) -> str:
    """A ratio as people write it; one without bound (999 in the ledger) in words."""
    if ratio >= 999:
        return say("no bound")
    return spoken().fixed(ratio, 2 if ratio < 10 else 0)


def value_words(figure: Figure) -> str:
    """A figure's value in its unit."""
    if figure.unit == "ratio":
        return ratio_words(figure.value)
    if figure.unit == "alpha":
        return spoken().fixed(figure.value, 2)
    return percent(figure.value) if figure.unit == "share" else number(figure.value)


def span_words(low: float, high: float, unit: str) -> str:
    """ "between 17 and 20", in the unit."""
    in_words = {"share": percent, "ratio": ratio_words}.get(unit, number)
    return say("between {low} and {high}", low=in_words(low), high=in_words(high))


def listed(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    return spoken().listed(tuple(words))


def translated_words(language: str, supplier: str) -> str:
    """ "translated from French by the team"."""
    if supplier.startswith(BY_MODEL):
        supplier = say("a language model ({model})", model=supplier.removeprefix(BY_MODEL))
    return say(
        "translated from {tongue} by {supplier}",
        tongue=said(TONGUES.get(language, language)),
        supplier=supplier or say("the team"),
    )


def sentence(words: str) -> str:
    """The words with a capital letter in front; the rest is left as it is."""
    return words[:1].upper() + words[1:]
