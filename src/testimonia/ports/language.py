"""A language in which a report is written."""

from __future__ import annotations

from typing import Protocol


class Language(Protocol):
    """Words, plurals, numbers and dates of one language. `code`: ISO 639-1; `direction`: "ltr" or "rtl"."""

    @property
    def code(self) -> str:
        """ISO 639-1."""
        ...

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        ...

    def message(self, english: str) -> str:
        """The translation; the English itself where there is none."""
        ...

    def plural(self, one: str, many: str, count: float) -> str:
        """The form that fits the number."""
        ...

    def number(self, value: float) -> str:
        """A count; a fraction to one place."""
        ...

    def percent(self, whole: int) -> str:
        """So many per cent."""
        ...

    def fixed(self, value: float, places: int) -> str:
        """A number to so many places."""
        ...

    def day(self, year: int, month: int, day: int) -> str:
        """A date."""
        ...

    def month(self, year: int, month: int) -> str:
        """A month of a year."""
        ...

    def month_short(self, month: int) -> str:
        """A month's name where there is little room."""
        ...

    def country(self, code: str) -> str | None:
        """A country's name by its alpha-2 code; None where it is not known."""
        ...

    def listed(self, words: tuple[str, ...]) -> str:
        """Words one after the other: "a, b and c"."""
        ...
