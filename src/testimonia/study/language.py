"""The report's words. Every sentence stands in English where it is said, and in the catalogue by that; a study may have it in its own language.

    with speaking(language): ...     everything in here is said in that language
    say("{many} people", many=...)   a sentence with what goes into it
    phrase("{count} of them", ...)   the same as pieces, so that each number in it still opens

The catalogue is `catalogue.pot`: gettext, gathered from here by `make words`. A number is never typed in a sentence: it comes from the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from testimonia.domain.dates import MONTHS
from testimonia.ports.language import Language

if TYPE_CHECKING:
    from testimonia.study.publish.views import Line

HOLE = re.compile(r"\{(\w+)\}")


class English:
    """As the sentences stand in the code."""

    code, direction = "en", "ltr"

    def message(self, english: str) -> str:
        """Itself."""
        return english

    def plural(self, one: str, many: str, count: float) -> str:
        """One for one, many for all others."""
        return one if count == 1 else many

    def number(self, value: float) -> str:
        """1,200; a fraction to one place."""
        return f"{int(value):,}" if value == int(value) else f"{value:,.1f}"

    def percent(self, whole: int) -> str:
        """58%."""
        return f"{whole}%"

    def fixed(self, value: float, places: int) -> str:
        """0.667."""
        return f"{value:.{places}f}"

    def day(self, year: int, month: int, day: int) -> str:
        """9 March 2015."""
        return f"{day} {self.month(year, month)}"

    def month(self, year: int, month: int) -> str:
        """March 2015."""
        return f"{MONTHS[month - 1]} {year}"

    def month_short(self, month: int) -> str:
        """Mar."""
        return MONTHS[month - 1][:3]

    def country(self, code: str) -> str | None:  # noqa: ARG002
        """None: the study's own list of short names serves."""
        return None

    def listed(self, words: tuple[str, ...]) -> str:
        """a, b and c."""
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


_SPOKEN: ContextVar[Language] = ContextVar("language", default=English())  # noqa: B039


def spoken() -> Language:
    """The language in which things are said now."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Says everything within in this language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def noted(english: str) -> str:
    """Marks words of a constant for the catalogue; they are said where they are used, by `said`."""
    return english


def said(english: str) -> str:
    """The translation of words that `noted` marks."""
    return spoken().message(english)


def say(english: str, **holes: object) -> str:
    """A sentence with what goes into its holes; markup stays markup."""
    words = spoken().message(english)
    if not holes:
        return words
    if any(isinstance(v, Markup) for v in holes.values()):
        return Markup("").join(escape(holes[p]) if i % 2 else escape(p) for i, p in enumerate(HOLE.split(words)))
    return HOLE.sub(lambda m: str(holes[m[1]]), words)


def say_many(one: str, many: str, count: float) -> str:
    """The form that fits the number, which stands elsewhere."""
    return spoken().plural(one, many, count)


def noted_many(one: str, many: str) -> tuple[str, str]:
    """Marks a pair for the catalogue; it is said where it is used, by `say_many`."""
    return one, many


def phrase(english: str, **holes: object) -> Line:
    """A sentence as pieces: words and what goes into its holes, in the order of the language."""
    from testimonia.study.publish.views import Num

    pieces: list[Num] = []
    for i, part in enumerate(HOLE.split(spoken().message(english))):
        held = holes[part] if i % 2 else part
        pieces += held if isinstance(held, tuple) else [held if isinstance(held, Num) else Num(text=str(held))]
    return tuple(p for p in pieces if p.text)
